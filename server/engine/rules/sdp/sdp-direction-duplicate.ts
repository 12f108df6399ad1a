import type { AttributeLine } from '../../sdp/sdp';
import { directions, usedStreams } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-direction-duplicate',
  title: 'A stream has two directions',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where both lines say the same' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §6.7'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const { attributes } of [body.sdp.session, ...usedStreams(body.sdp)]) {
      let first: AttributeLine | null = null;
      for (const line of attributes) {
        const { name } = line.attribute;
        if (!names.has(name.text)) continue;
        if (first === null) {
          first = line;
          continue;
        }
        const same = first.attribute.name.text === name.text;
        report({
          in: body,
          at: name,
          ...(same ? { severity: 'warning' as const } : {}),
          message: same
            ? `a=${name.text} stands here already. The sender must write it once.`
            : `The direction is a=${first.attribute.name.text} by an earlier line and a=${name.text} by this one. Each end may ` +
              'believe another, and then one does not send, or plays music into the call. The sender must decide for one.',
          related: [{ in: body, at: first, message: 'The first direction.' }],
          ...(same
            ? { fix: { title: 'Delete the second line', edits: [deleteLine(body.content, line)] } }
            : {}),
        });
      }
    }
  },
});

const names: ReadonlySet<string> = new Set(directions);
