import type { Body } from '../../calls/call';
import { insertBefore } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-body-without-blank-line',
  title: 'No empty line stands between the headers and the body',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §7'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  check(subject) {
    const { body, report } = subject;
    const [first] = body.sdp.lines;
    if (first === undefined || !followsHeaders(body)) return;
    const message = subject.call.messages[body.place]?.message;
    if (message?.parsed.kind !== 'sip' || message.parsed.bodyStart !== body.sdp.start) return;
    // A capture has what was sent.
    const isSent = message.record.meta.frame !== undefined;
    report({
      ...(isSent ? { severity: 'warning' } : {}),
      in: body,
      at: first,
      message: isSent
        ? 'The body follows the headers without an empty line: receivers find no body. The sender must put an empty line before it.'
        : 'The body follows the headers without an empty line. It was most likely lost when the text was copied, and the body ' +
          'is read all the same. If it was sent so, receivers find no body: then the sender must put an empty line before it.',
      fix: { title: 'Insert the empty line', edits: [insertBefore(body.content, first, '')] },
    });
  },
});

/** Whether the line before the body holds something. */
function followsHeaders({ content, sdp, part }: Body): boolean {
  if (part === null) return false;
  let at = sdp.start;
  if (content[at - 1] === '\n') at--;
  if (content[at - 1] === '\r') at--;
  while (content[at - 1] === ' ' || content[at - 1] === '\t') at--;
  return at > 0 && content[at - 1] !== '\n' && content[at - 1] !== '\r';
}
