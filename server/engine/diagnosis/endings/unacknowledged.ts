/** The callee answers, and the ACK does not reach it (RFC 3261 §13.3.1.4). */
import { durationText, SECOND } from '../../basics/durations';
import { reasonsOf } from '../../sip/reason';
import { plural } from '../../../../shared/words';
import { otherParty } from '../../../../shared/calls';
import type { SipTraceMessage } from '../../traces/message';
import { concernOf, nameOf, type Case } from '../case';
import type { Seen } from '../course';
import { placeOf, transactionOf, type Ending } from './ending';

/** So often a 2xx must be sent: once more may be chance. */
const often = 3;
/** Microseconds behind an ACK in which a 2xx that was under way may still come. */
const underWay = 0.4 * SECOND;

export function unacknowledged(it: Case): Ending | null {
  const { call, course, signalling } = it;
  const { final, bye } = course;
  const status = final?.facts.status ?? 0;
  if (final === null || status < 200 || status >= 300) return null;
  const sent = signalling.sendingsOf(final.message);
  const ack = signalling.acksOf(final.message).at(0) ?? null;
  const isSaid = bye !== null && saysSo(bye);
  const isSeen = sent.length >= often && (ack === null || goesOn(it, ack, sent));
  if (!isSaid && !isSeen) return null;
  const answerer = nameOf(call, final.at.party);
  const from = nameOf(call, otherParty(final.at.party));
  const why = ack === null ? `no ACK of ${from} came` : `the ACK of ${from} did not reach ${answerer}`;
  const ended = bye?.at.party === final.at.party ? ' and then hung up' : '';
  return {
    grade: 'bad',
    text: `The call was answered, but ${why}${repetition(it, answerer, status, sent)}${ended}`,
    topic: 'acknowledgement',
    shown: placeOf(final),
    advice:
      `Let ${from} send the ACK to the Contact of this ${String(status)}, by its Record-Route, and look for what drops it ` +
      'on the way.',
    side: concernOf(call, otherParty(final.at.party)),
    isCause: false,
    isTold: false,
    transaction: transactionOf(final),
    blamed: null,
    says: ['sip-ack-missing', 'sip-2xx-retransmitted'],
  };
}

/** Whether a 2xx is sent again so long behind its ACK that the ACK cannot have come. */
function goesOn({ signalling }: Case, ack: SipTraceMessage, sent: readonly SipTraceMessage[]): boolean {
  const later = sent.filter(({ index }) => index > ack.index);
  return later.filter((each) => (signalling.elapsed(ack, each) ?? 0) > underWay).length >= often - 1;
}

function repetition(
  { signalling }: Case,
  who: string,
  status: number,
  sent: readonly SipTraceMessage[],
): string {
  const [first] = sent;
  const last = sent.at(-1);
  if (first === undefined || last === undefined || sent.length < 2) return '';
  const span = signalling.elapsed(first, last);
  const over = span === null ? '' : ` over ${durationText(span)}`;
  return `: ${who} sent its ${String(status)} ${plural(sent.length, 'time')}${over}`;
}

function saysSo({ sip }: Seen): boolean {
  return reasonsOf(sip).some(({ text }) => /\back\b|acknowledg/i.test(text));
}
