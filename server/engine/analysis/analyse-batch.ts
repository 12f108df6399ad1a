/** The analysis of some calls of a large trace. */
import type { Trace } from '../calls/trace';
import type { RepeatedKeys } from '../evidence/repeated-keys';
import type { CallLint } from '../rules/lint';
import type { PlacedEvent } from '../rules/lint-trunk';
import type { Evaluation } from '../rules/speakers';
import { Sieve } from '../suppression/sieve';
import type { TraceMessage } from '../traces/message';
import { diagnosesOf } from './diagnoses';
import { gather } from './gather';
import { type AroundBatch, type Linted, judgeInSlices } from './judge';
import type { Analysis, AnalysisOptions, Reusable } from './model';
import { type UnjudgedFinding, trunkOf } from './trunk';
import { unknownRulesOf } from './unknown-rules';

/** What is found in some of a trace's calls, with what sums up over all of them. Nothing is withheld. */
export interface BatchAnalysis extends Pick<
  Analysis,
  | 'trace'
  | 'findings'
  | 'counts'
  | 'callCounts'
  | 'diagnoses'
  | 'replays'
  | 'heldBack'
  | 'silenced'
  | 'unknownRules'
> {
  /** What happened on trunks, in order of the trace: rules compare it with that of other batches. */
  readonly trunk: readonly PlacedEvent<UnjudgedFinding>[];
  /** Which rules could look at something, and why others could not: what calls have in common once. */
  readonly evaluations: readonly PlacedEvaluation[];
}

/** Which rules could look at something, with where they first could. */
export interface PlacedEvaluation {
  readonly evaluation: Evaluation;
  /** Index of the first message of the first Call-ID whose it is. */
  readonly first: number;
}

/**
 * Analyses some calls of a trace; yields between slices of a few milliseconds.
 *
 * @param read all messages of their Call-IDs, with what is known of the whole trace; their text need not be there
 * @param repeatedKeys of these calls, beside all calls of the trace
 * @param around null where nothing else that is judged of them looks at others
 */
export function* analyseBatchInSlices(
  read: Omit<Trace, 'calls'>,
  options: AnalysisOptions,
  repeatedKeys: RepeatedKeys,
  around: AroundBatch | null = null,
): Generator<void, BatchAnalysis> {
  const judged = yield* judgeInSlices(read, options, null, repeatedKeys, around);
  const { trace, replays, groups, linted } = judged;
  const sieve = new Sieve(options);
  const { found: findings, counts, callCounts, heldBack, silenced } = yield* gather(linted, sieve, 0);
  return {
    trace,
    findings,
    heldBack,
    silenced,
    unknownRules: unknownRulesOf(read.messages),
    counts,
    callCounts,
    diagnoses: diagnosesOf(trace, groups, linted, replays),
    replays,
    trunk: trunkOf(trace, linted.calls, options),
    evaluations: evaluationsOf(groups, linted),
  };
}

/** In order of what is first. */
function evaluationsOf(groups: Reusable, { packets }: Linted): readonly PlacedEvaluation[] {
  const found = new Map<Evaluation, number>();
  const see = ({ evaluation }: Pick<CallLint, 'evaluation'>, message: TraceMessage | undefined): void => {
    const first = message?.index ?? 0;
    if (first >= (found.get(evaluation) ?? Infinity)) return;
    found.delete(evaluation);
    found.set(evaluation, first);
  };
  for (const { calls, messages } of groups.values()) for (const { lint } of calls) see(lint, messages[0]);
  for (const { call, lint } of packets) see(lint, call.messages[0]?.message);
  return [...found].map(([evaluation, first]) => ({ evaluation, first }));
}
