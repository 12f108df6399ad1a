import type { Described } from '../../calls/call';
import type { SdpLine, Section } from '../../sdp/sdp';
import { deleteLine } from '../edits';
import { allProfiles, defineRule, type Report } from '../rule';

export const rule = defineRule({
  id: 'sdp-line-duplicate',
  title: 'A line that may stand once stands twice',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'for the session name' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    // An excerpt may be put together of several bodies.
    if (sdp.fragment) return;
    checkSection(body, sdp.session, 'vosiuc', report);
    // Of several c= lines below an m-line speaks sdp-connection-syntax.
    for (const media of sdp.media) checkSection(body, media, 'i', report);
  },
});

function checkSection(body: Described, { lines }: Section, types: string, report: Report): void {
  const seen = new Map<string, SdpLine>();
  for (const line of lines) {
    if (line.type === '' || !types.includes(line.type)) continue;
    const first = seen.get(line.type);
    if (first === undefined) {
      seen.set(line.type, line);
      continue;
    }
    const isSame = first.value.text === line.value.text;
    report({
      in: body,
      at: line,
      ...(line.type === 's' ? { severity: 'warning' as const } : {}),
      message:
        `The ${line.type}= line may stand here once, and an earlier one ${isSame ? 'says the same' : 'says something else'}. ` +
        `Receivers take one of them or refuse the body. The sender must ${isSame ? 'leave one out' : 'decide for one'}.`,
      related: [{ in: body, at: first, message: 'The first one.' }],
      ...(isSame
        ? { fix: { title: 'Delete the second line', edits: [deleteLine(body.content, line)] } }
        : {}),
    });
  }
}
