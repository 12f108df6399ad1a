import { groupedBy } from '../../evidence/message-groups';
import { factsOf } from '../../sip/facts';
import { allProfiles, defineRule } from '../rule';
import { fragmentOf } from './transfers';

/** Who was called did not want to, or nobody was there: no fault of the transfer. */
const declined: ReadonlySet<number> = new Set([480, 486, 487, 600, 603]);

/** The NOTIFYs that tell of a transfer that went well, all under one key. */
const successes = groupedBy(({ parsed }) =>
  factsOf(parsed).method === 'NOTIFY' && fragmentOf(parsed)?.status === 200 ? '' : null,
);

export const rule = defineRule({
  id: 'sip-transfer-failed',
  title: 'A NOTIFY says that the transfer failed',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'the target was busy, did not answer or declined' }],
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3515 §2.4.4, §2.4.5', 'RFC 3420'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'NOTIFY',
  check({ message, sip, traced, signalling, report }) {
    const fragment = fragmentOf(sip);
    if (fragment === null || fragment.status < 300) return;
    // It was tried again and went well.
    if ((successes(signalling, '').at(-1)?.index ?? -1) > traced.index) return;
    report({
      in: message,
      at: fragment.line,
      ...(declined.has(fragment.status) ? { severity: 'info' } : {}),
      message:
        `The call to the transfer's target ended with "${fragment.line.text.slice(8)}". ` +
        'Look for that call at the element that sends this NOTIFY: the target in Refer-To, its route, its permissions.',
    });
  },
});
