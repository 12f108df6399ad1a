/** What became of the ACK of a final answer to an INVITE: two rules look at one defect, and one of them speaks. */
import { SECOND } from '../../basics/durations';
import { perObject } from '../../basics/memo';
import { firstAfter, groupedBy } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { headerOf } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { repetitionOf, type Repetition } from './in-call';

export type AckFate =
  /** Nobody acknowledges it: it is sent again and again. */
  | { readonly kind: 'repeated'; readonly repetition: Repetition }
  /** The callee says in its BYE that no ACK came. */
  | { readonly kind: 'said'; readonly bye: SipTraceMessage }
  /** The caller goes on with this dialog, and acknowledged another one only. */
  | { readonly kind: 'forgotten'; readonly request: SipTraceMessage }
  /** It is in the trace, and the answer is repeated all the same. */
  | { readonly kind: 'not-arriving'; readonly repetition: Repetition; readonly ack: SipTraceMessage }
  /** The answer was repeated once before the ACK. */
  | { readonly kind: 'late'; readonly repetition: Repetition };

/** An ACK takes so long to arrive at most; a repetition that crosses it tells nothing. */
const ON_THE_WAY = 0.4 * SECOND;

const fatesOf = perObject<Signalling, Map<SipTraceMessage, AckFate | null>>(() => new Map());

/** What happened to the ACK of a 2xx; null where nothing did, or the trace does not tell. */
export function fateOfAck(signalling: Signalling, accepted: SipTraceMessage): AckFate | null {
  const fates = fatesOf(signalling);
  let fate = fates.get(accepted);
  if (fate === undefined) {
    fate = judge(signalling, accepted);
    fates.set(accepted, fate);
  }
  return fate;
}

function judge(signalling: Signalling, accepted: SipTraceMessage): AckFate | null {
  const repetition = repetitionOf(signalling, accepted);
  const [ack] = signalling.acksOf(accepted);
  if (ack !== undefined) return repetition === null ? null : fateOfSeen(signalling, repetition, ack);
  if (isMisdirected(signalling, accepted)) return null;
  const bye = byeWithoutAck(signalling, accepted);
  if (bye !== null) return { kind: 'said', bye };
  if (repetition !== null && repetition.times >= 3 && isCallerHeard(signalling, accepted))
    return { kind: 'repeated', repetition };
  const request = goesOn(signalling, accepted);
  if (request !== null) return { kind: 'forgotten', request };
  return repetition?.times === 2 ? { kind: 'late', repetition } : null;
}

function fateOfSeen(signalling: Signalling, repetition: Repetition, ack: SipTraceMessage): AckFate | null {
  if (repetition.times < 2) return null;
  const late = signalling.elapsed(ack, repetition.last);
  if (late !== null && late > ON_THE_WAY) return { kind: 'not-arriving', repetition, ack };
  return { kind: 'late', repetition };
}

/** Whether an ACK of this INVITE has another tag or CSeq: sip-dialog-tag and sip-ack-cseq speak of those. */
function isMisdirected(signalling: Signalling, accepted: SipTraceMessage): boolean {
  const own = factsOf(accepted.parsed);
  if (firstAfter(otherAcks(signalling, `${own.fromTag} ${own.toTag}`), accepted) !== null) return true;
  return signalling
    .ofCseq('ACK', own)
    .some(
      ({ parsed, index }) => index > accepted.index && finals(signalling, factsOf(parsed).toTag).length === 0,
    );
}

/** ACKs whose CSeq is that of no INVITE of their sender, by the tags of From and To. */
const otherAcks = groupedBy(({ parsed }, signalling: Signalling) => {
  const { method, fromTag, toTag } = factsOf(parsed);
  return method === 'ACK' && isOfNoInvite(signalling, parsed) ? `${fromTag} ${toTag}` : null;
});

/** Final answers to INVITEs, by the tag of who answers. */
const finals = groupedBy(({ parsed }) => {
  const { status, method, toTag } = factsOf(parsed);
  return method === 'INVITE' && status !== null && status >= 200 ? toTag : null;
});

/** Whether the trace holds nothing of an INVITE that an ACK can belong to. */
export function isOfNoInvite(signalling: Signalling, ack: SipMessage): boolean {
  return signalling.ofCseq('INVITE', factsOf(ack)).length === 0;
}

function isCallerHeard(signalling: Signalling, accepted: SipTraceMessage): boolean {
  return signalling.requestOf(accepted) !== null || signalling.isHeardAfter('receiver', accepted);
}

/** Words of RFC 3261's sentence and of Microsoft's (408/1106: "An acknowledgement was not received …"). */
const noAck = /\bno ACK\b|ACK timeout|acknowledge?ment was not received|missing ACK/i;

function byeWithoutAck(signalling: Signalling, accepted: SipTraceMessage): SipTraceMessage | null {
  const { fromTag, toTag } = factsOf(accepted.parsed);
  return firstAfter(byesWithoutAck(signalling, `${toTag} ${fromTag}`), accepted);
}

/** BYEs that give a missing ACK as their reason, by the tags of From and To. */
const byesWithoutAck = groupedBy(({ parsed }) => {
  const { status, method, fromTag, toTag } = factsOf(parsed);
  if (status !== null || method !== 'BYE') return null;
  return noAck.test(headerOf(parsed, 'reason')?.value.text ?? '') ? `${fromTag} ${toTag}` : null;
});

/** A request of the caller inside the dialog, where another dialog of the same INVITE shows that his ACKs are captured. */
function goesOn(signalling: Signalling, accepted: SipTraceMessage): SipTraceMessage | null {
  const own = factsOf(accepted.parsed);
  if (signalling.ofCseq('ACK', own).length === 0) return null;
  return firstAfter(requests(signalling, `${own.fromTag} ${own.toTag}`), accepted);
}

/** Requests by the tags of From and To. */
const requests = groupedBy(({ parsed }) => {
  const { status, fromTag, toTag } = factsOf(parsed);
  return status === null ? `${fromTag} ${toTag}` : null;
});
