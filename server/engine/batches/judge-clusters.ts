/** Judges a capture that is held packed: some of its clusters at a time, each let go when it was told of. */
import type { AnalysisOptions } from '../analysis';
import { isTold } from '../network/network';
import { ConversationIndex } from '../path/flows';
import type { BatchLimits } from './batch-stream';
import type { Cluster, Clustered } from './clusters';
import type { HeldTrace } from './held-trace';
import { type BatchResult, judgeInSlices, type Task } from './judge';

/** What was found in some clusters. */
export interface ClusterResult {
  readonly result: BatchResult;
  /** Where in the trace text the first call begins of which something may still be told; at the end infinite. */
  readonly settledTo: number;
  /** The share of the trace that was judged, 0 to 1. */
  readonly share: number;
}

/** So little that it is let go while young: what belongs together is mostly a call, and is not taken apart. */
export const usualClusters: BatchLimits = { calls: 8, characters: 1 << 18 };

/** Characters of one cluster that may be too much for the memory. */
const LARGE = 1 << 24;

type CallTask = Exclude<Task, { readonly kind: 'messages' }>;

/**
 * Judges all clusters; yields null between slices, and after some of them what was found in them.
 *
 * @param assertRoom is given what of a trace cannot be taken apart any more, before it is judged
 */
export function* judgeClusters(
  trace: HeldTrace,
  clustered: Clustered,
  options: AnalysisOptions,
  task: CallTask,
  limits: BatchLimits,
  assertRoom: (contents: readonly { readonly text: string }[]) => void = () => undefined,
): Generator<ClusterResult | null, void> {
  const conversations = new ConversationIndex(trace.conversations.rows);
  const { names, around } = clustered;
  const isFirstLast = task.kind !== 'replays' || restMatters(trace, options);
  const batches = batchesOf(clustered, isFirstLast, limits);
  let judged = 0;
  for (const [place, batch] of batches.entries()) {
    const messages = batch.flatMap((cluster) => cluster.messages).sort((a, b) => a.index - b.index);
    const isLast = isFirstLast && place === batches.length - 1;
    if (batch.some(({ characters }) => characters > LARGE))
      assertRoom(messages.map(({ record }) => ({ text: record.content })));
    for (const message of messages) message.open();
    const judging = judgeInSlices(
      {
        read: {
          text: '',
          format: trace.format,
          messages,
          evidence: trace.evidence,
          conversations: trace.conversations,
          unread: trace.unread,
          repairs: [],
        },
        lines: trace.lines,
        end: trace.length,
        repeatedKeys: clustered.repeatedKeys,
        around: { replay: around, path: { conversations, names, isLast } },
      },
      options,
      task,
    );
    let step = judging.next();
    for (; step.done !== true; step = judging.next()) yield null;
    const result = step.value;
    for (const message of messages) message.close();
    judged += messages.length;
    const next = batches[place + 1]?.[0]?.messages[0];
    // What the capture shows of a call may stand before the call.
    const settledTo = next === undefined ? Infinity : isFirstLast ? 0 : next.record.span.start;
    yield { result, settledTo, share: judged / trace.messages.length };
  }
}

/** Whether anything is judged of the conversations that no call took: they stand with the first call. */
function restMatters({ conversations }: HeldTrace, { facts }: AnalysisOptions): boolean {
  return (
    isTold(facts.network) ||
    conversations.rows.some(({ out, in: back }) => out.remarked.length > 0 || back.remarked.length > 0)
  );
}

/**
 * Clusters in the order of the trace; that of the first call comes last where its path tells of what no call took.
 */
function batchesOf(
  { clusters, first }: Clustered,
  isFirstLast: boolean,
  { calls, characters }: BatchLimits,
): readonly (readonly Cluster[])[] {
  const ordered =
    isFirstLast && first !== null ? [...clusters.filter((each) => each !== first), first] : clusters;
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
