/** How a call went: answered, rejected, cancelled, unanswered, or seen only in part. */
import type { SipMessage } from '../sip/message';
import { headerOf } from '../sip/values';
import type { TraceTime } from '../text/record';
import type { SipTraceMessage } from '../trace';
import type { Outcome } from './call';
import { factsOf } from './facts';

export interface CallOutcome {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly reason: string | null;
  readonly started: TraceTime | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
}

/** Reads the outcome of a leg off its messages. */
export function readOutcome(messages: readonly SipTraceMessage[]): CallOutcome {
  let invite = false;
  let cancelled = false;
  let established = false;
  let final: SipTraceMessage | null = null;
  let provisional: SipTraceMessage | null = null;
  let answered: TraceTime | null = null;
  let ended: TraceTime | null = null;
  let ending: SipTraceMessage | null = null;
  for (const message of messages) {
    const facts = factsOf(message.parsed);
    const time = message.record.meta.time;
    if (facts.status === null) {
      if (facts.method === 'INVITE' && facts.toTag === '') invite = true;
      else if (facts.method === 'CANCEL') cancelled = true;
      else if (facts.method === 'BYE') ending ??= message;
      if (facts.method === 'CANCEL' || facts.method === 'BYE') ended ??= time;
    } else if (facts.method === 'INVITE' && !established) {
      if (facts.status < 200) provisional = message;
      else final = message;
      if (facts.status >= 200 && facts.status < 300) {
        established = true;
        answered = time;
      } else if (facts.status >= 300) ended = time;
    }
  }
  const deciding = final ?? provisional;
  return {
    outcome: decide(invite, cancelled, established, final),
    status: deciding === null ? null : factsOf(deciding.parsed).status,
    reason:
      reasonOf(ending?.parsed ?? null) ??
      reasonOf(final?.parsed ?? null) ??
      phraseOf(deciding?.parsed ?? null),
    started: messages[0]?.record.meta.time ?? null,
    answered,
    ended,
  };
}

function decide(
  invite: boolean,
  cancelled: boolean,
  established: boolean,
  final: SipTraceMessage | null,
): Outcome {
  if (established) return invite ? 'answered' : 'partial';
  if (cancelled) return 'cancelled';
  if (!invite) return 'partial';
  return final === null ? 'unanswered' : 'rejected';
}

/** The Reason header (RFC 3326), which says more than the phrase. */
function reasonOf(message: SipMessage | null): string | null {
  return message === null ? null : (headerOf(message, 'reason')?.value.text ?? null);
}

function phraseOf(message: SipMessage | null): string | null {
  return message?.startLine.kind === 'status' ? message.startLine.phrase.text : null;
}
