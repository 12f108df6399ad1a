/** The calls of a trace as a list shows them, without an analysis. */
import { type CallDetails, type CallRow, talkedFor } from '../calls/call-row';
import { findForks } from '../calls/forks';
import type { IndexedLeg } from './call-index';

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
  // There may be very many, and what is spread is dear.
  return {
    callId: row.callId,
    from: row.from,
    to: row.to,
    outcome: row.outcome,
    status: row.status,
    started: row.started,
    talked: row.talked,
    messages: row.messages,
    profile: row.profile,
    reason: course.reason,
    answered: course.answered,
    ended: course.ended,
    forks: findForks(leg.messages, parties),
  };
}
