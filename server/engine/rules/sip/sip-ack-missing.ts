import { firstAfter } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import { SECOND } from '../../basics/durations';
import { allProfiles, defineRule, type MessageSubject } from '../rule';
import { fateOfAck } from './acks';
import { relatedTo, repetitionOf, timesText } from './in-call';

export const rule = defineRule({
  id: 'sip-ack-missing',
  title: 'An answered INVITE gets no ACK',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'the INVITE was refused' },
    { severity: 'info', when: 'nothing but the trace says so: the answer is not repeated' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §13.2.2.4, §13.3.1.4, §17.1.1.3', 'Direct Routing response codes, 408/1106'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status !== null && status >= 200 && method === 'INVITE',
  check(subject) {
    const { signalling, traced } = subject;
    if (signalling.isCut(traced)) return;
    if ((factsOf(traced.parsed).status ?? 0) >= 300) checkRefused(subject);
    else checkAccepted(subject);
  },
});

const why =
  'The caller must send it to the address in Contact of this answer, by its Record-Route; look whether it went elsewhere, ' +
  'or a firewall or NAT keeps it back.';

function checkAccepted({ signalling, traced, message, sip, call, report }: MessageSubject): void {
  const fate = fateOfAck(signalling, traced);
  switch (fate?.kind) {
    case 'repeated':
      report({
        in: message,
        at: sip.startLine,
        message: `The 200 is sent ${timesText(fate.repetition)} and no ACK comes: after 32 s the call drops. ${why}`,
        related: relatedTo(call, fate.repetition.last, 'The last repetition.'),
      });
      return;
    case 'said':
      report({
        in: message,
        at: sip.startLine,
        message: `The callee ends the call because no ACK of this answer came, as its BYE says. ${why}`,
        related: relatedTo(call, fate.bye, 'The BYE.'),
      });
      return;
    case 'forgotten':
      report({
        in: message,
        at: sip.startLine,
        message:
          'The caller goes on with this dialog and acknowledged another one only. It must send an ACK to each endpoint ' +
          'that answers with 200, and then BYE to those that it does not want.',
        related: relatedTo(call, fate.request, 'It goes on here.'),
      });
      return;
    default:
      if (isAbsent(signalling, traced))
        report({
          in: message,
          at: sip.startLine,
          severity: 'info',
          message:
            'The trace shows no ACK of this answer, though the caller is heard later. As the answer is not repeated, the ACK ' +
            'did arrive, unseen: the trace was filtered, or taken elsewhere.',
        });
  }
}

function isAbsent(signalling: Signalling, accepted: SipTraceMessage): boolean {
  return (
    signalling.acksOf(accepted).length === 0 &&
    signalling.sendingsOf(accepted).length === 1 &&
    signalling.ofMethod('ACK').length === 0 &&
    signalling.wouldShow('receiver', accepted, 32 * SECOND)
  );
}

function checkRefused({ signalling, traced, message, sip, call, report }: MessageSubject): void {
  const repetition = repetitionOf(signalling, traced);
  if (repetition === null || repetition.times < 3 || hasAck(signalling, traced)) return;
  report({
    in: message,
    at: sip.startLine,
    severity: 'warning',
    message:
      `The refusal is sent ${timesText(repetition)} and no ACK comes. The sender of the INVITE must acknowledge it on the same ` +
      'way, with the branch of the INVITE; look whether the refusal reaches it.',
    related: relatedTo(call, repetition.last, 'The last repetition.'),
  });
}

/** Any ACK of the INVITE: of one with another branch or tag sip-ack-branch speaks. */
function hasAck(signalling: Signalling, final: SipTraceMessage): boolean {
  return firstAfter(signalling.ofCseq('ACK', factsOf(final.parsed)), final) !== null;
}
