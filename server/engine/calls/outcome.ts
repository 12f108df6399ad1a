/** How a call went: answered, rejected, cancelled, unanswered, or seen only in part. */
import type { TraceTime } from '../../../shared/times';
import type { Outcome } from '../../../shared/calls';
import type { Mark, Signal } from './signal';

export interface CallOutcome<S extends Signal> {
  readonly outcome: Outcome;
  /** The response to the INVITE that decides: the final one, else the last provisional one. */
  readonly deciding: S | null;
  /** Why it ended: what the first BYE says of it, else the response that decides; null where neither is there. */
  readonly reason: string | null;
  readonly started: TraceTime | null;
  /** The first 18x; null where nothing rang, or a final response came at once. */
  readonly alerted: TraceTime | null;
  readonly answered: TraceTime | null;
  /** The BYE of the dialog that was answered, whatever other forks ended before. */
  readonly ended: TraceTime | null;
}

/** Reads the outcome of a leg off its messages. */
export function readOutcome<S extends Signal>(messages: readonly S[]): CallOutcome<S> {
  let invite = false;
  let cancelled = false;
  let accepted: S | null = null;
  let final: S | null = null;
  let provisional: S | null = null;
  let alerted: TraceTime | null = null;
  let ended: TraceTime | null = null;
  let ack: S | null = null;
  let asked: S | null = null;
  const byes: S[] = [];
  const later = new Set<Mark>();
  const tags = new Set<Mark>();
  for (const message of messages) {
    const { status, method } = message;
    if (status === null) {
      if (method === 'INVITE' && message.toTag === '') {
        invite = true;
        asked = message;
      } else if (method === 'INVITE') later.add(message.cseq);
      else if (method === 'ACK') ack ??= message;
      else if (method === 'CANCEL') {
        cancelled = true;
        // One that crosses the 2xx has no effect (RFC 3261 §9.1).
        if (accepted === null) ended ??= message.time;
      } else if (method === 'BYE') byes.push(message);
    } else if (method === 'INVITE') {
      if (message.toTag !== '') tags.add(message.toTag);
      if (accepted !== null) continue;
      if (status < 200) {
        provisional = message;
        if (status >= 180) alerted ??= message.time;
      } else final = message;
      if (status >= 200 && status < 300) accepted = message;
      else if (status >= 300) ended = message.time;
    }
  }
  const ending = endingOf(byes, accepted, tags);
  if (ending !== null) ended = ending.time;
  // A challenge before it (401, 407) ended a transaction, not the call.
  else if (accepted !== null) ended = null;
  const isTold = final === null && asked !== null && ack !== null && acknowledges2xx(asked, ack, ending);
  const deciding = final ?? provisional;
  return {
    outcome: decide(invite, cancelled, accepted !== null || isTold, final),
    deciding,
    reason: ending?.reason ?? deciding?.reason ?? null,
    started: messages[0]?.time ?? null,
    alerted,
    // What is asked for within a dialog was answered long before.
    answered: accepted === null || (!invite && later.has(accepted.cseq)) ? null : accepted.time,
    ended,
  };
}

/**
 * The BYE that ended the call: of several forks that of the dialog which was answered; a tag that belongs to none is
 * taken for a mistake of its sender's.
 *
 * @param tags of all forks
 */
function endingOf<S extends Signal>(
  byes: readonly S[],
  accepted: S | null,
  tags: ReadonlySet<Mark>,
): S | null {
  const [first = null] = byes;
  if (accepted === null) return first;
  const { toTag: tag, fromTag } = accepted;
  const own = byes.find((bye) => bye.toTag === tag || bye.fromTag === tag);
  const isOfOther = ({ toTag, fromTag: by }: S): boolean =>
    [toTag, by].some((each) => each !== fromTag && tags.has(each));
  return own ?? byes.find((bye) => !isOfOther(bye)) ?? null;
}

/**
 * Whether an ACK whose final response is not in the trace tells that the call was answered: the ACK of a 2xx is a
 * transaction of its own, that of a refusal has the branch of its INVITE (RFC 3261 §13.2.2.4, §17.1.1.3). Some reuse the
 * branch all the same; after a refusal there is nothing to end by a BYE.
 */
function acknowledges2xx(invite: Signal, ack: Signal, ending: Signal | null): boolean {
  if (ack.cseq !== invite.cseq) return false;
  return ack.branch !== invite.branch || ending?.method === 'BYE';
}

function decide(invite: boolean, cancelled: boolean, established: boolean, final: Signal | null): Outcome {
  if (established) return invite ? 'answered' : 'partial';
  if (cancelled) return 'cancelled';
  if (!invite) return 'partial';
  return final === null ? 'unanswered' : 'rejected';
}
