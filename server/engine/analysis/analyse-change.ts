/**
 * The analysis of a text in which somebody types: what a change costs depends on the change, not on the length of the text.
 * Records around it are read again, Call-IDs that it touches are judged again, and all else stands, moved with the text. It takes
 * the ordinary case alone, a log without packets, directives or damages of its layout; any other goes the whole way.
 */
import type { PiecedText } from '../basics/pieced-text';
import { inOrder } from '../calls/build';
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import { type TraceEvidence, weigh } from '../evidence/evidence';
import { mainFormat } from '../text/reader';
import { moveRecord } from '../text/record';
import type { TraceMessage } from '../traces/message';
import { type ChangedRecords, isWithoutYear, readChange } from '../traces/read-change';
import { diagnosesOf } from './diagnoses';
import { type Exchanged, exchanged, gatherChange } from './gather-change';
import { groupsPerSlice, keyOf, lintGroup } from './groups';
import { withoutPackets } from './judge';
import { parseRecordInSlices, treeOf } from './messages';
import type { Analysis, LintedCall, LintedGroup } from './model';
import { reasonsOf } from './reasons';
import { regroup, withGroups } from './regroup';
import { callsOf, standingInSlices, standings } from './standing';
import { whereItStands } from './standing-findings';
import { withhold } from './withhold';

/**
 * The analysis of a changed text, which uses up the one before; null, and that one stays as it is, where the whole way is to be
 * gone. Yields between slices of a few milliseconds.
 *
 * @param before the text of the earlier analysis
 */
export function* analyseChangeInSlices(
  earlier: Analysis,
  before: PiecedText,
  after: PiecedText,
): Generator<void, Analysis | null> {
  const change = after.changeFrom(before);
  if (change === null) return earlier;
  const known = yield* standingInSlices(earlier);
  if (known === null) return null;
  const { trace, options } = earlier;
  const changed = readChange(before, trace.messages, known.lacksYear, after, change);
  // Messages keep their numbers.
  if (changed === null || changed.put.length !== changed.removed) return null;
  yield;
  const messages = yield* withChanged(trace.messages, changed);
  const evidence = evidenceOf(trace, messages, changed);
  const regrouped = regroup(earlier, messages, changed, evidence);
  const judged = new Map<string, LintedGroup>();
  for (const { group, watched, repeated } of regrouped.again) {
    if (judged.size % groupsPerSlice === 0) yield;
    judged.set(keyOf(group), yield* lintGroup(group, options, evidence, watched, repeated));
  }
  yield;
  // From here on the earlier analysis is no more, and nothing else is heard until this one is there.
  const grown = change.newEnd - change.end;
  if (grown !== 0)
    for (let at = changed.from + changed.removed; at < messages.length; at++) moveBy(messages[at], grown);
  const reusable = withGroups(earlier.reusable, regrouped.gone, judged);
  const calls = exchanged(regrouped.gone, judged);
  const now: Trace = {
    format: formatOf(trace, messages, changed),
    messages,
    calls: withCalls(trace.calls, calls),
    evidence,
    conversations: trace.conversations,
    unread: trace.unread,
    repairs: trace.repairs,
    get text() {
      return String(after);
    },
  };
  const { counts, callCounts, findings, totals } = gatherChange(earlier, now, known, calls, reusable);
  const told = withhold(findings, options.maxFindingsPerRule, totals);
  const analysis: Analysis = {
    options,
    trace: now,
    findings: told.findings.map((each) => whereItStands(each, messages)),
    withheld: told.withheld,
    notEvaluated: reasonsAfter(earlier, calls, reusable),
    heldBack: earlier.heldBack,
    silenced: earlier.silenced,
    unknownRules: earlier.unknownRules,
    counts,
    callCounts,
    diagnoses: diagnosesOf(now, reusable, { packets: [], paths: [] }, null),
    replays: null,
    reusable,
  };
  const lacksYear = known.lacksYear || changed.put.some(isWithoutYear);
  standings.set(analysis, { findings, totals, lacksYear });
  return analysis;
}

/**
 * Looks through an analysis that was made the whole way before its text changes, so that the first change is as quick as any
 * other. Yields between slices of a few milliseconds.
 */
export function* prepareChangeInSlices(analysis: Analysis): Generator<void> {
  yield* standingInSlices(analysis);
}

function moveBy(message: TraceMessage | undefined, by: number): void {
  if (message !== undefined) moveRecord(message.record, by);
}

function* withChanged(
  messages: readonly TraceMessage[],
  { from, put }: ChangedRecords,
): Generator<void, readonly TraceMessage[]> {
  const changed = messages.slice();
  for (const [place, record] of put.entries()) {
    const index = from + place;
    const parsed = treeOf(messages[index], record) ?? (yield* parseRecordInSlices(record));
    changed[index] = { index, record, parsed };
  }
  return changed;
}

function evidenceOf(
  { evidence, messages: before }: Trace,
  messages: readonly TraceMessage[],
  { from, removed }: ChangedRecords,
): TraceEvidence {
  const isTimed = messages.slice(from, from + removed).every(({ index, record }) => {
    const time = before[index]?.record.meta.time;
    return time?.micros === record.meta.time?.micros && time?.date === record.meta.time?.date;
  });
  // Of what was not captured nothing but the clock is weighed.
  if (isTimed) return { ...evidence, last: messages.at(-1) ?? null };
  return weigh(messages, evidence.clocks);
}

/** The format of most messages. */
function formatOf(
  { format, messages: before }: Trace,
  messages: readonly TraceMessage[],
  { from, put }: ChangedRecords,
): string {
  return put.every((record, place) => record.format === before[from + place]?.record.format)
    ? format
    : mainFormat(messages.map(({ record }) => record));
}

/** The calls of a trace in order of their first messages. */
function withCalls(calls: readonly Call[], { left, come, isInPlace }: Exchanged): readonly Call[] {
  const instead = new Map(left.map(({ call }, place) => [call, come[place]?.call]));
  if (isInPlace) return calls.map((call) => instead.get(call) ?? call);
  return inOrder([...calls.filter((call) => !instead.has(call)), ...come.map(({ call }) => call)]);
}

/** Why rules could not be evaluated on any call: calls that lack the same share what is said of it. */
function reasonsAfter(
  { options, notEvaluated }: Analysis,
  { left, come, isInPlace }: Exchanged,
  groups: Analysis['reusable'],
): Analysis['notEvaluated'] {
  const isSame = (one: LintedCall, other: LintedCall | undefined): boolean =>
    one.lint.evaluation === other?.lint.evaluation &&
    one.call.kind === other.call.kind &&
    one.call.profile.name === other.call.profile.name;
  if (isInPlace && left.every((each, place) => isSame(each, come[place]))) return notEvaluated;
  const calls = callsOf(groups.values());
  return reasonsOf({ calls, packets: withoutPackets(calls, options) });
}
