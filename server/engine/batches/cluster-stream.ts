/** The batches of a capture that is held packed: some of its clusters at a time. */
import type { AnalysisOptions } from '../analysis/model';
import { isTold } from '../network/network';
import { tellRemarked } from '../trace-text/conversations';
import type { Batch, BatchLimits, Settling } from './batch-stream';
import type { Cluster, Clustered } from './clusters';
import type { HeldTrace } from './held-trace';

/** So little that it is let go while young: what belongs together is mostly a call, and is not taken apart. */
const usualClusters: BatchLimits = { calls: 8, characters: 1 << 18 };

export class ClusterStream implements Settling {
  private readonly batches: readonly (readonly Cluster[])[];
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
  }

  /** The share of the trace that was read, 0 to 1. */
  get share(): number {
    return this.read / this.trace.messages.length;
  }

  get settledTo(): number {
    const next = this.trace.messages.at(this.batches[this.first]?.[0]?.first ?? Infinity);
    // What the capture shows of a call may stand before the call.
    return next === null ? Infinity : this.restIsLast ? 0 : next.record.span.start;
  }

  settle(calls: Batch['calls']): void {
    for (const place of calls) this.settled.add(place);
    while (this.settled.delete(this.first)) this.first++;
  }

  *batchesInOrder(): Generator<Batch> {
    const { trace, clustered, restIsLast, batches } = this;
    for (const [place, batch] of batches.entries()) {
      const messages = batch.flatMap(clustered.messagesOf).sort((a, b) => a.index - b.index);
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
  return isTold(facts.network) || tellRemarked(conversations());
}

/** Clusters in the order of the trace; that of the first call comes last where its path tells of what no call took. */
function batchesOf(
  { clusters, first }: Clustered,
  restIsLast: boolean,
  { calls, characters }: BatchLimits,
): readonly (readonly Cluster[])[] {
  const ordered =
    restIsLast && first !== null ? [...clusters.filter((each) => each !== first), first] : clusters;
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
