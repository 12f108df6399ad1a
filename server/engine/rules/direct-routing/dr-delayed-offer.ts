import type { CallMessage } from '../../calls/call';
import type { SipMessage } from '../../sip/message';
import { contentLengthOf, tagOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'dr-delayed-offer',
  title: "The SBC's INVITE carries no SDP offer",
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'in a re-INVITE' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Call accepted"', 'RFC 5245 §12.5'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'INVITE',
  check({ message, sip, traced, signalling, report }) {
    if (!lacksOffer(sip, message)) return;
    // What the capture cut off may have named the body.
    if (signalling.isCut(traced)) return;
    const isInitial = tagOf(sip, 'to') === null;
    report({
      in: message,
      at: sip.startLine,
      message: isInitial
        ? 'The INVITE has no SDP. Microsoft does not take a delayed offer: the SBC must send its offer with the ' +
          'INVITE.'
        : 'The re-INVITE has no SDP, so Teams would have to make the offer and ICE would start anew. The SBC should ' +
          'send its own offer with the re-INVITE.',
      ...(isInitial ? {} : { severity: 'warning' as const }),
    });
  },
});

/** Whether the message is known to have been sent without an offer, not only logged or cut without one. */
function lacksOffer(sip: SipMessage, { message }: CallMessage): boolean {
  if (sip.body !== null && sip.parts.length > 0) {
    return sip.parts.every(({ contentType }) => contentType !== null && contentType !== 'application/sdp');
  }
  const said = contentLengthOf(sip);
  if (said !== null) return said.length === 0;
  return message.record.end !== 'end-of-text';
}
