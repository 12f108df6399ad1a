import { factsOf } from '../../sip/facts';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

/** The sender tries again with what was wanted. */
const retried: ReadonlySet<number> = new Set([401, 407, 423, 491]);

export const rule = defineRule({
  id: 'sip-refer-refused',
  title: 'A transfer is refused',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3515 §2.4.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status !== null && status >= 300 && method === 'REFER',
  check({ message, sip, traced, signalling, call, profile, report }) {
    const { status } = factsOf(sip);
    if (status === null) return;
    // dr-refer-unanswered speaks of Microsoft's own.
    if (profile !== 'rfc' && message.side === 'sbc') return;
    const request = signalling.requestOf(traced);
    if (retried.has(status) && request !== null && signalling.nextRequestOf(request) !== null) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        `The REFER is answered ${status}, so the transfer does not happen. Look why at the element that refuses: whether it ` +
        'takes REFER on this trunk at all, and whether it can reach the target in Refer-To.',
      related: relatedTo(call, request, 'The REFER.'),
    });
  },
});
