/**
 * Indexes a trace that is too large for an analysis, so that an overview can show its calls, and any of them can be
 * found again in the file and be analysed alone.
 */
import type { Profile } from '../../../shared/calls';
import { type LargeTrace, type LargeTraceCall, legKey } from '../../../shared/large-trace';
import type { IndexedLeg } from './call-index';
import { indexTrace, type TraceIndexing } from './index-trace';

export type LargeTraceIndexing =
  | { readonly kind: 'indexed'; readonly trace: LargeTrace }
  | Exclude<TraceIndexing, { readonly kind: 'indexed' }>;

/**
 * Indexes a trace for an overview; as {@link indexTrace}.
 *
 * @param keyLog lines of an SSLKEYLOGFILE
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function* indexLargeTrace(
  open: () => Iterable<Uint8Array>,
  keyLog: string,
  chosen: Profile | null,
): Generator<number, LargeTraceIndexing> {
  const calls: LargeTraceCall[] = [];
  const indexing = yield* indexTrace([open], {
    keyLog,
    chosen,
    row: (leg, places) => rowOf(leg, places()),
    take: (call) => calls.push(call),
  });
  if (indexing.kind === 'unreadable') return indexing;
  const { format, kind, messages, heading, problems } = indexing.trace;
  return { kind: 'indexed', trace: { format, kind, messages, calls, heading, problems } };
}

function rowOf({ callId, place, decision, messages }: IndexedLeg, places: readonly number[]): LargeTraceCall {
  const { kind, course, profile } = decision;
  return {
    key: legKey({ callId, leg: place }),
    kind,
    callId,
    method: messages.find(({ status }) => status === null)?.method ?? null,
    from: messages[0]?.from ?? '',
    to: messages[0]?.to ?? '',
    outcome: course.outcome,
    status: course.deciding?.status ?? null,
    started: course.started,
    answered: course.answered,
    ended: course.ended,
    profile: profile.name,
    messages: messages.length,
    places,
  };
}
