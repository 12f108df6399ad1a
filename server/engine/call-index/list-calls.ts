/** The calls of a trace as a list shows them, whatever its size, without an analysis. */
import { finished } from '../basics/finished';
import type { Profile } from '../../../shared/calls';
import { type CallDetails, type CallRow, talkedFor } from '../calls/call-row';
import { findForks } from '../calls/forks';
import type { IndexedLeg } from './call-index';
import { indexTrace, type TraceIndexing } from './index-trace';

/**
 * Lists the calls of a trace; as {@link indexTrace}.
 *
 * @param keyLog lines of an SSLKEYLOGFILE
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 * @param row {@link rowOf} or {@link detailsOf}: there may be very many, so what is not shown is not kept
 */
export function listCalls<Row>(
  open: () => Iterable<Uint8Array>,
  keyLog: string,
  chosen: Profile | null,
  row: (leg: IndexedLeg) => Row | null,
): TraceIndexing<Row> {
  return finished(indexTrace(open, { keyLog, chosen, row }));
}

/** A call in a line; null for a leg that no INVITE made. */
export function rowOf({ callId, decision, messages }: IndexedLeg): CallRow | null {
  const { kind, course, profile } = decision;
  if (kind !== 'call') return null;
  return {
    callId,
    from: messages[0]?.from ?? '',
    to: messages[0]?.to ?? '',
    outcome: course.outcome,
    status: course.deciding?.status ?? null,
    started: course.started,
    talked: talkedFor(course),
    messages: messages.length,
    profile,
  };
}

/** All of a call; null for a leg that no INVITE made. */
export function detailsOf(leg: IndexedLeg): CallDetails | null {
  const row = rowOf(leg);
  if (row === null) return null;
  const { parties, course } = leg.decision;
  const { reason, answered, ended } = course;
  return { ...row, reason, answered, ended, forks: findForks(leg.messages, parties) };
}
