/** All that is judged of a trace, or of some of its calls: calls, packets, paths. */
import type { Profile } from '../../../shared/calls';
import { groupMessages, inOrder } from '../calls/build';
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import type { TraceEvidence } from '../evidence/evidence';
import type { RepeatedKeys } from '../evidence/repeated-keys';
import { mayBeUndelivered } from '../evidence/undelivered';
import type { CallReplay } from '../ice/model';
import { replayTraceInSlices } from '../ice/replay';
import type { Surroundings } from '../ice/surroundings';
import type { PathSurroundings } from '../path/trace-paths';
import { rules } from '../rules/index';
import { type PacketLint, lintPackets } from '../rules/lint-packets';
import { speakersFor } from '../rules/speakers';
import type { TraceMessage } from '../traces/message';
import { findRepeatedKeys, groupsPerSlice, keyOf, lintGroup, watchedFor } from './groups';
import type { AnalysisOptions, LintedCall, LintedGroup, Reusable } from './model';
import { moveGroup } from './move-group';
import { type LintedPath, lintPaths } from './paths';

/** What is known of the calls of a trace that are not analysed with some of them. */
export interface AroundBatch {
  readonly replay: Surroundings;
  readonly path: PathSurroundings;
}

/** All that is judged of a trace, or of some of its calls. */
interface Judged {
  readonly trace: Trace;
  readonly replays: readonly CallReplay[] | null;
  readonly groups: Reusable;
  readonly linted: Linted;
}

/** What rules found, by what they looked at. */
export interface Linted {
  readonly calls: readonly LintedCall[];
  readonly packets: readonly LintedPackets[];
  readonly paths: readonly LintedPath[];
}

interface LintedPackets {
  readonly call: Call;
  readonly lint: PacketLint;
}

/** @param told keys that repeat, where the messages are not all of the trace; null where they are */
export function* judgeInSlices(
  read: Omit<Trace, 'calls'>,
  options: AnalysisOptions,
  known: Reusable | null,
  told: RepeatedKeys | null,
  around: AroundBatch | null = null,
): Generator<void, Judged> {
  const { messages, evidence } = read;
  const groups = new Map<string, LintedGroup>();
  const grouped = groupMessages(messages.filter(evidence.counts));
  const repeatedKeys = told ?? findRepeatedKeys(grouped);
  for (const group of grouped) {
    if (groups.size % groupsPerSlice === 0) yield;
    const key = keyOf(group);
    const watched = watchedFor(group, evidence);
    const repeated = repeatedKeys.get(group.messages[0]?.index ?? -1) ?? [];
    const moved = mayBeUndelivered(group.messages, evidence.undelivered)
      ? null
      : moveGroup(known?.get(key), group.messages, watched, repeated);
    groups.set(key, moved ?? (yield* lintGroup(group, options, evidence, watched, repeated)));
  }
  yield;
  const calls = [...groups.values()].flatMap((group) => group.calls);
  const trace: Trace = { ...read, calls: inOrder(calls.map(({ call }) => call)) };
  const replays = hasPackets(messages) ? yield* replayTraceInSlices(trace, around?.replay) : null;
  yield;
  const packets =
    replays === null ? withoutPackets(calls, options) : yield* lintReplays(replays, options, evidence);
  const paths = yield* lintPaths(trace, replays, options, around?.path);
  return { trace, replays, groups, linted: { calls, packets, paths } };
}

/** Whether a trace may show checks and media: it holds some, or says that it was captured. */
function hasPackets(messages: readonly TraceMessage[]): boolean {
  return messages.some(({ parsed, record }) => parsed.kind === 'packet' || record.meta.frame !== undefined);
}

function* lintReplays(
  replays: readonly CallReplay[],
  { severities, facts }: AnalysisOptions,
  evidence: TraceEvidence,
): Generator<void, readonly LintedPackets[]> {
  const linted: LintedPackets[] = [];
  for (const [place, replay] of replays.entries()) {
    if (place % groupsPerSlice === 0) yield;
    const { call } = replay;
    if (call !== null)
      linted.push({ call, lint: lintPackets(call, replay, rules, severities, facts, evidence) });
  }
  return linted;
}

/** What is said of calls where no packet is to be seen: the same of all that have a profile in common. */
export function withoutPackets(
  linted: readonly LintedCall[],
  { severities, facts }: AnalysisOptions,
): readonly LintedPackets[] {
  const ofProfile = new Map<Profile, LintedPackets>();
  for (const { call } of linted) {
    const { name } = call.profile;
    if (call.kind !== 'call' || ofProfile.has(name)) continue;
    const { withoutPackets: evaluation } = speakersFor(rules, severities, facts, name);
    ofProfile.set(name, { call, lint: { findings: [], evaluation } });
  }
  return [...ofProfile.values()];
}
