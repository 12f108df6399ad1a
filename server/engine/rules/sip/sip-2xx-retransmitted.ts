import { allProfiles, defineRule } from '../rule';
import { fateOfAck } from './acks';
import { relatedTo, timesText } from './in-call';

export const rule = defineRule({
  id: 'sip-2xx-retransmitted',
  title: 'The 200 of an INVITE is repeated: its ACK comes late, or never arrives',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'it is repeated once or twice before the ACK comes' }],
  basis: 'interop',
  applies: 'either',
  source: ['RFC 3261 §13.3.1.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status !== null && status >= 200 && status < 300 && method === 'INVITE',
  check({ signalling, traced, message, sip, call, report }) {
    if (signalling.isCut(traced)) return;
    const fate = fateOfAck(signalling, traced);
    if (fate?.kind === 'not-arriving')
      report({
        in: message,
        at: sip.startLine,
        message:
          `The 200 is sent ${timesText(fate.repetition)}, also after the ACK: the ACK does not reach its sender, who ends the ` +
          'call after 32 s. Look where the ACK goes: to the address in Contact, by way of Record-Route, through which NAT.',
        related: [
          ...relatedTo(call, fate.ack, 'The ACK.'),
          ...relatedTo(call, fate.repetition.last, 'The 200 again.'),
        ],
      });
    else if (fate?.kind === 'late')
      report({
        in: message,
        at: sip.startLine,
        severity: 'info',
        message: `The 200 is sent ${timesText(fate.repetition)} before an ACK comes: the way is slow, or a packet was lost.`,
        related: relatedTo(call, fate.repetition.last, 'The repetition.'),
      });
  },
});
