/** How a call went: answered, rejected, cancelled, unanswered, or seen only in part. */
import type { TraceTime } from '../../../shared/times';
import type { Outcome } from '../../../shared/calls';
import type { Signal } from './signal';

export interface CallOutcome<S extends Signal> {
  readonly outcome: Outcome;
  /** The response to the INVITE that decides: the final one, else the last provisional one. */
  readonly deciding: S | null;
  /** Why it ended: what the first BYE says of it, else the response that decides; null where neither is there. */
  readonly reason: string | null;
  readonly started: TraceTime | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
}

/** Reads the outcome of a leg off its messages. */
export function readOutcome<S extends Signal>(messages: readonly S[]): CallOutcome<S> {
  let invite = false;
  let cancelled = false;
  let established = false;
  let final: S | null = null;
  let provisional: S | null = null;
  let answered: TraceTime | null = null;
  let ended: TraceTime | null = null;
  let ending: S | null = null;
  let ack: S | null = null;
  let asked: S | null = null;
  for (const message of messages) {
    const { status, method } = message;
    if (status === null) {
      if (method === 'INVITE' && message.toTag === '') {
        invite = true;
        asked = message;
      } else if (method === 'ACK') ack ??= message;
      else if (method === 'CANCEL') {
        cancelled = true;
        // One that crosses the 2xx has no effect (RFC 3261 §9.1).
        if (!established) ended ??= message.time;
      } else if (method === 'BYE' && ending === null) {
        ending = message;
        ended = message.time;
      }
    } else if (method === 'INVITE' && !established) {
      if (status < 200) provisional = message;
      else final = message;
      if (status >= 200 && status < 300) {
        established = true;
        answered = message.time;
        // A challenge before it (401, 407) ended a transaction, not the call.
        ended = ending?.time ?? null;
      } else if (status >= 300) ended = message.time;
    }
  }
  if (final === null && asked !== null && ack !== null && acknowledges2xx(asked, ack, ending))
    established = true;
  const deciding = final ?? provisional;
  return {
    outcome: decide(invite, cancelled, established, final),
    deciding,
    reason: ending?.reason ?? deciding?.reason ?? null,
    started: messages[0]?.time ?? null,
    answered,
    ended,
  };
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
