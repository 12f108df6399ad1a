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
  for (const message of messages) {
    const { status, method } = message;
    if (status === null) {
      if (method === 'INVITE' && message.toTag === '') invite = true;
      else if (method === 'CANCEL') cancelled = true;
      else if (method === 'BYE') ending ??= message;
      if (method === 'CANCEL' || method === 'BYE') ended ??= message.time;
    } else if (method === 'INVITE' && !established) {
      if (status < 200) provisional = message;
      else final = message;
      if (status >= 200 && status < 300) {
        established = true;
        answered = message.time;
      } else if (status >= 300) ended = message.time;
    }
  }
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

function decide(invite: boolean, cancelled: boolean, established: boolean, final: Signal | null): Outcome {
  if (established) return invite ? 'answered' : 'partial';
  if (cancelled) return 'cancelled';
  if (!invite) return 'partial';
  return final === null ? 'unanswered' : 'rejected';
}
