import type { Span, Token } from '../../basics/span';
import type { SipMessage } from '../../sip/message';
import { holdsAddresses } from '../../sip/names';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-userinfo-empty',
  title: 'A SIP URI has an @ with no user before it',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: [
    'RFC 3261 §19.1.1',
    'Direct Routing SIP protocol, "Processing the incoming request: finding the tenant and user"',
  ],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check({ message, sip, report }) {
    for (const at of emptyUsers(sip))
      report({
        in: message,
        at,
        message:
          'This URI has an @ with no user before it. Microsoft answers 400, others refuse it or take the host for ' +
          'something else: the sender must write the host alone, without @.',
        fix: { title: 'Take the @ away', edits: [{ ...at, newText: '' }] },
      });
  },
});

const emptyUser = /sips?:(:[^@\s<>;,"]*)?@/gi;

function emptyUsers({ startLine, headers }: SipMessage): readonly Span[] {
  const found: Span[] = [];
  const look = ({ start, text }: Token): void => {
    // Most have neither.
    if (!text.includes(':@') && !text.includes('::')) return;
    for (const each of text.matchAll(emptyUser)) {
      const end = start + each.index + each[0].length;
      found.push({ start: end - 1 - (each[1]?.length ?? 0), end });
    }
  };
  if (startLine.kind === 'request') look(startLine.uri);
  for (const { id, value } of headers) if (holdsAddresses(id)) look(value);
  return found;
}
