/** The batches of a capture that is held packed: some of its clusters at a time. */
import type { AnalysisOptions } from '../analysis';
import { isTold } from '../network/network';
import type { Batch, BatchLimits, Settling } from './batch-stream';
import type { Cluster, Clustered } from './clusters';
import type { HeldTrace } from './held-trace';

/** So little that it is let go while young: what belongs together is mostly a call, and is not taken apart. */
export const usualClusters: BatchLimits = { calls: 8, characters: 1 << 18 };

export class ClusterStream implements Settling {
  private readonly batches: readonly (readonly Cluster[])[];
  /** Where in the trace text the first message of each batch and all behind it begins. */
  private readonly starts: readonly number[];
  /** Places of batches that were told of. */
  private readonly settled = new Set<number>();
  /** Batches of which all before are settled. */
  private first = 0;
  private read = 0;

  /** @param restIsLast as {@link restMatters} says */
  constructor(
    private readonly trace: HeldTrace,
    private readonly clustered: Clustered,
    private readonly restIsLast: boolean,
    limits: BatchLimits = usualClusters,
  ) {
    this.batches = batchesOf(clustered, restIsLast, limits);
    let earliest = Infinity;
    this.starts = this.batches
      .toReversed()
      .map((batch) => {
        for (const { messages } of batch)
          earliest = Math.min(earliest, messages[0]?.record.span.start ?? Infinity);
        return earliest;
      })
      .reverse();
  }

  /** The share of the trace that was read, 0 to 1. */
  get share(): number {
    return this.read / this.trace.messages.length;
  }

  get settledTo(): number {
    const start = this.starts[this.first];
    // What the capture shows of a call may stand before the call.
    return start === undefined ? Infinity : this.restIsLast ? 0 : start;
  }

  settle(calls: Batch['calls']): void {
    for (const place of calls) this.settled.add(place);
    while (this.settled.delete(this.first)) this.first++;
  }

  *batchesInOrder(): Generator<Batch> {
    const { trace, clustered, restIsLast, batches } = this;
    for (const [place, batch] of batches.entries()) {
      const messages = batch.flatMap((cluster) => cluster.messages).sort((a, b) => a.index - b.index);
      this.read += messages.length;
      yield {
        excerpts: messages.map(trace.excerptOf),
        repeatedKeys: messages.flatMap(({ index }) => {
          const keys = clustered.repeatedKeys.get(index);
          return keys === undefined ? [] : [[index, keys] as const];
        }),
        withRest: restIsLast && place === batches.length - 1,
        calls: [place],
      };
    }
  }
}

/**
 * Whether anything is judged of the conversations that no call took. They stand with the first call, which then comes
 * last, and one thread judges all, as nobody else knows what was taken.
 */
export function restMatters({ conversations }: HeldTrace, { facts }: AnalysisOptions): boolean {
  return (
    isTold(facts.network) ||
    conversations.rows.some(({ out, in: back }) => out.remarked.length > 0 || back.remarked.length > 0)
  );
}

/**
 * Clusters in the order of the trace, but those that are large by themselves last, as after them V8 collects less often; and
 * that of the first call at the end where its path tells of what no call took.
 */
function batchesOf(
  { clusters, first }: Clustered,
  restIsLast: boolean,
  { calls, characters }: BatchLimits,
): readonly (readonly Cluster[])[] {
  const isLarge = (cluster: Cluster): boolean => cluster.characters > characters;
  const others = restIsLast ? clusters.filter((each) => each !== first) : clusters;
  const ordered = [
    ...others.filter((each) => !isLarge(each)),
    ...others.filter(isLarge),
    ...(restIsLast && first !== null ? [first] : []),
  ];
  const batches: Cluster[][] = [];
  let room = { calls: 0, characters: 0 };
  for (const cluster of ordered) {
    const last = batches.at(-1);
    if (last === undefined || room.calls <= 0 || room.characters <= 0) {
      batches.push([cluster]);
      room = { calls, characters };
    } else last.push(cluster);
    room = {
      calls: room.calls - cluster.callIds,
      characters: room.characters - cluster.characters,
    };
  }
  return batches;
}
