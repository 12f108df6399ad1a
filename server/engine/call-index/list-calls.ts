/** The calls of a trace as a list shows them, whatever its size, without an analysis. */
import type { CallRow } from '../calls/call-row';
import type { Profile } from '../../../shared/calls';
import { findForks } from '../calls/forks';
import type { IndexedLeg } from './call-index';
import { indexTrace, type TraceIndexing } from './index-trace';

/**
 * Lists the calls of a trace; as {@link indexTrace}.
 *
 * @param keyLog lines of an SSLKEYLOGFILE
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function listCalls(
  open: () => Iterable<Uint8Array>,
  keyLog: string,
  chosen: Profile | null,
): TraceIndexing<CallRow> {
  const indexing = indexTrace(open, { keyLog, chosen, row: rowOf });
  for (;;) {
    const step = indexing.next();
    if (step.done === true) return step.value;
  }
}

function rowOf({ callId, decision, messages }: IndexedLeg): CallRow | null {
  const { kind, parties, course, profile } = decision;
  if (kind !== 'call') return null;
  const { outcome, deciding, reason, started, answered, ended } = course;
  return {
    callId,
    from: messages[0]?.from ?? '',
    to: messages[0]?.to ?? '',
    outcome,
    status: deciding?.status ?? null,
    reason,
    started,
    answered,
    ended,
    messages: messages.length,
    forks: findForks(messages, parties),
    profile,
  };
}
