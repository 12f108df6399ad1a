import { durationText, SECOND } from '../../basics/durations';
import type { Undelivered } from '../../evidence/undelivered';
import { icmpReason, isRefusal } from '../../ice/icmp-reason';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule, type MessageSubject } from '../rule';
import { goesOverUdp, relatedTo, repetitionOf, timesText } from './in-call';

/** Of a BYE sip-bye-unanswered speaks; an ACK gets no answer. */
const others: ReadonlySet<string> = new Set(['ACK', 'BYE']);
/** Timer C (RFC 3261 §16.6): a proxy gives up a call that rings for longer. */
const RINGING = 180 * SECOND;

export const rule = defineRule({
  id: 'sip-no-response',
  title: 'A request is repeated without an answer',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'an INVITE gets a 100 and nothing else for three minutes' }],
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3261 §17.1.1.2, §17.1.2.2', 'RFC 3261 §16.6 (timer C)'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && !others.has(method),
  check(subject) {
    const { sip, traced, message, call, signalling, profile, report } = subject;
    const { method } = factsOf(sip);
    if (signalling.isCut(traced)) return;
    // dr-options-not-ok speaks of the SBC's keep-alives.
    if (method === 'OPTIONS' && profile !== 'rfc' && message.side === 'sbc') return;
    const answers = signalling.answersOf(traced);
    if (answers.length > 0) {
      checkTrying(subject);
      return;
    }
    if (isAcknowledged(subject)) return;
    const repetition = repetitionOf(signalling, traced);
    const isRepeated = repetition !== null && repetition.times >= 3 && repetition.span >= SECOND;
    // Over TCP and TLS nothing is repeated: only waiting tells, where the other side is heard meanwhile.
    const isWaited = !goesOverUdp(traced) && signalling.wouldShow('receiver', traced, 32 * SECOND);
    // What is sent again behind a refusal may get through.
    const last = signalling.sendingsOf(traced).at(-1) ?? traced;
    const refusal = icmpText(signalling.refusalBy(last), traced);
    if (!isRepeated && !isWaited && refusal === null) return;
    const { destination } = traced.record.meta;
    const how = isRepeated
      ? `sent ${timesText(repetition)} and`
      : isWaited
        ? 'sent, and for 32 s'
        : 'sent, and';
    report({
      in: message,
      at: sip.startLine,
      message:
        `The ${method} is ${how} no answer comes${destination === null ? '' : ` from ${destination.address}`}. ` +
        (refusal ??
          'Look whether it arrives there: address, port, firewall, and whether a service listens; then whether the answer is ' +
            'sent to where this came from.'),
      related:
        repetition === null || !isRepeated ? [] : relatedTo(call, repetition.last, 'The last repetition.'),
    });
  },
});

/** Whether its sender acknowledges an INVITE: it got an answer that a trace of one direction lacks. */
function isAcknowledged({ sip, signalling }: MessageSubject): boolean {
  const own = factsOf(sip);
  return own.method === 'INVITE' && signalling.ofCseq('ACK', own).length > 0;
}

/** Why it did not get through, and what to look at, as sentences; null where nobody says so. */
function icmpText(refusal: Undelivered | null, { record }: SipTraceMessage): string | null {
  const isIpv6 = record.meta.source?.address.includes(':') === true;
  if (refusal === null || !isRefusal(refusal, isIpv6)) return null;
  const { reporter, frame, type, code } = refusal;
  const isClosed = isIpv6 ? code === 4 : type === 3 && code === 3;
  return (
    `${reporter ?? 'A router'} says by ICMP${frame === null ? '' : ` (packet ${frame})`} that it did not get through: ` +
    `${icmpReason(refusal, isIpv6)}. ` +
    (isClosed
      ? 'Start what is to listen there, or send to the address and port at which it listens.'
      : 'Look at the routes and firewalls on the way there.')
  );
}

function checkTrying({ sip, traced, message, call, signalling, report }: MessageSubject): void {
  if (factsOf(sip).method !== 'INVITE') return;
  const answers = signalling.answersOf(traced);
  const [first] = answers;
  if (first === undefined || answers.some(({ parsed }) => factsOf(parsed).status !== 100)) return;
  if (!signalling.goesOnFor(traced, RINGING) || !signalling.isHeardAfter('receiver', first)) return;
  if (signalling.ofMethod('CANCEL').length > 0) return;
  report({
    in: message,
    at: sip.startLine,
    severity: 'warning',
    message:
      `The INVITE gets a 100 and nothing else for ${durationText(RINGING)}. The next hop took it and got no answer itself: look ` +
      'there for the leg that it made of this one.',
    related: relatedTo(call, first, 'The 100.'),
  });
}
