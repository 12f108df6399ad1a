/**
 * The analysis of a text in which somebody types: what a change costs depends on the change, not on the length of the text.
 * Records around it are read again, Call-IDs that it touches are judged again, and all else stands, moved with the text. It takes
 * the ordinary case alone, a log without packets, directives or damages of its layout; any other goes the whole way.
 */
import type { Severity, SeverityCounts } from '../../shared/severities';
import {
  addTotals,
  type Analysis,
  type AnalysisOptions,
  byPlace,
  type Finding,
  diagnosesOf,
  findRepeatedKeys,
  firstOfEach,
  keyMessageOf,
  keyOf,
  type LintedCall,
  type LintedGroup,
  lintGroup,
  lintTrunk,
  parseRecordInSlices,
  placeFindings,
  reasonsOf,
  treeOf,
  watchedFor,
  withhold,
  withoutPackets,
} from './analysis';
import { compare } from '../../shared/order';
import { Beside, perObject } from './basics/memo';
import type { PiecedText } from './basics/pieced-text';
import { type CallGroup, inOrder } from './calls/build';
import type { Call } from './calls/call';
import type { Trace } from './calls/trace';
import { type TraceEvidence, weigh } from './evidence/evidence';
import { isTold } from './network/network';
import type { CallFinding, CallLint } from './rules/lint';
import { Sieve } from './suppression/sieve';
import { mainFormat } from './text/reader';
import { moveRecord } from './text/record';
import { factsOf } from './sip/facts';
import { type ChangedRecords, isWithoutYear, readChange } from './traces/read-change';
import { firstLineOf, isSip, type SipTraceMessage, type TraceMessage } from './traces/message';

/** Groups judged, or whose findings are placed, between two slices. */
const groupsPerSlice = 5;

/** A finding that stays true while the text around its message moves. */
interface StandingFinding extends Pick<Finding, 'rule'> {
  /** As it was when it was found. */
  readonly finding: Finding;
  /** Null of what is found of a trunk. */
  readonly callKey: string | null;
  /** Where its message, and those of the places related to it, stood then. */
  readonly stood: readonly number[];
}

/** What was placed already, of which messages: what is kept of a long call is found again with each keystroke. */
const placed = new Beside<
  CallFinding,
  { readonly standing: StandingFinding; readonly messages: readonly (TraceMessage | undefined)[] }
>();

/** What is known of an analysis beside what it tells, so that nobody looks through all messages at each change. */
interface Standing {
  /** What may be told, in order of its place. */
  readonly findings: readonly StandingFinding[];
  /** How many findings there are of each rule. */
  readonly totals: ReadonlyMap<string, number>;
  /** Whether the time of some message has no year. */
  readonly lacksYear: boolean;
}

/** Null beside an analysis of which each change goes the whole way. */
const standings = new Beside<Analysis, Standing | null>();

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

function* standingInSlices(analysis: Analysis): Generator<void, Standing | null> {
  let standing = standings.get(analysis);
  if (standing === undefined) {
    standing = isPlain(analysis) ? yield* stand(analysis) : null;
    standings.set(analysis, standing);
  }
  return standing;
}

function* stand({ trace, options, reusable }: Analysis): Generator<void, Standing> {
  yield;
  const findings: StandingFinding[] = [];
  const totals = new Map<string, number>();
  let place = 0;
  for (const { calls } of reusable.values()) {
    if (++place % groupsPerSlice === 0) yield;
    for (const { lint } of calls) addTotals(totals, lint.findings);
    for (const each of standingInCalls(calls, trace, options)) findings.push(each);
  }
  yield;
  const ofTrunk = standingOfTrunk(trace, callsOf(reusable.values()), options);
  addTotals(totals, ofTrunk);
  for (const each of ofTrunk) findings.push(each);
  findings.sort((one, other) => byPlace(one.finding, other.finding));
  return { findings, totals, lacksYear: trace.messages.some(({ record }) => isWithoutYear(record)) };
}

/** Whether each message is judged by itself and its Call-ID, with nothing that the file or the settings say beside. */
function isPlain({ trace, options, heldBack, replays }: Analysis): boolean {
  if (options.baseline !== undefined || options.collectsKinds === true) return false;
  if (replays !== null || isTold(options.facts.network) || heldBack.ignored.length > 0) return false;
  if (trace.repairs.length > 0 || trace.unread.length > 0) return false;
  return trace.messages.every(
    ({ parsed, record: { ignored, directives } }) =>
      parsed.kind === 'sip' &&
      ignored === undefined &&
      directives.side === null &&
      directives.role === null &&
      directives.profile === null,
  );
}

function callsOf(groups: Iterable<LintedGroup>): readonly LintedCall[] {
  return [...groups].flatMap(({ calls }) => calls);
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

/** Calls that were judged again, or are there no more, and those in place of them. */
interface Exchanged {
  readonly left: readonly LintedCall[];
  readonly come: readonly LintedCall[];
  /** Whether each stands where its other stood. */
  readonly isInPlace: boolean;
}

function exchanged(
  gone: ReadonlyMap<string, LintedGroup>,
  judged: ReadonlyMap<string, LintedGroup>,
): Exchanged {
  const left = callsOf(gone.values());
  const come = callsOf(judged.values());
  const firstOf = (each: LintedCall | undefined): number | undefined => each?.call.messages[0]?.message.index;
  const isInPlace =
    left.length === come.length && left.every((each, place) => firstOf(each) === firstOf(come[place]));
  return { left, come, isInPlace };
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

/** A group that is to be judged again. */
interface Again {
  readonly group: CallGroup;
  readonly watched: number | null;
  readonly repeated: readonly string[];
}

interface Regrouped {
  readonly again: readonly Again[];
  /** Groups that are judged again, or are there no more, as they were. */
  readonly gone: ReadonlyMap<string, LintedGroup>;
}

/** Finds what of the groups is to be judged again. */
function regroup(
  { trace, reusable }: Analysis,
  messages: readonly TraceMessage[],
  changed: ChangedRecords,
  evidence: TraceEvidence,
): Regrouped {
  const touched = touchedGroups(reusable, trace.messages, messages, changed);
  const isSameLedger =
    isSameToLedger(trace.messages, messages, changed) ||
    [...touched].every(
      ([key, { messages: own }]) => keysOf(own) === keysOf(reusable.get(key)?.messages ?? []),
    );
  const isSameTime = evidence.end === trace.evidence.end && evidence.clock === trace.evidence.clock;
  const all = isSameLedger && isSameTime ? touched : new Map([...groupsOf(reusable), ...touched]);
  const ledger = isSameLedger
    ? null
    : findRepeatedKeys([...all.values()].filter((group) => group.messages.length > 0));
  const again: Again[] = [];
  const gone = new Map<string, LintedGroup>();
  for (const [key, group] of all) {
    const known = reusable.get(key);
    const watched = watchedFor(group, evidence);
    const repeated =
      ledger === null ? (known?.repeated ?? []) : (ledger.get(group.messages[0]?.index ?? -1) ?? []);
    const stands = known?.watched === watched && known.repeated.join() === repeated.join();
    if (stands && !touched.has(key)) continue;
    if (known !== undefined) gone.set(key, known);
    if (group.messages.length > 0) again.push({ group, watched, repeated });
  }
  return { again, gone };
}

/** The groups of the messages that changed, as they are now; one that lost all of its messages is empty. */
function touchedGroups(
  groups: Analysis['reusable'],
  before: readonly TraceMessage[],
  messages: readonly TraceMessage[],
  { from, removed }: ChangedRecords,
): ReadonlyMap<string, CallGroup> {
  const changed = messages.slice(from, from + removed);
  const callIds = new Set([...before.slice(from, from + removed), ...changed].filter(isSip).map(callIdOf));
  return new Map(
    [...callIds].map((callId): readonly [string, CallGroup] => {
      const key = keyOf({ kind: 'sip', callId, messages: [] });
      const places = new Set([...(groups.get(key)?.messages ?? []), ...changed].map(({ index }) => index));
      const own = [...places]
        .sort((one, other) => one - other)
        .flatMap((index) => messages[index] ?? [])
        .filter(isSip)
        .filter((message) => callIdOf(message) === callId);
      return [key, { kind: 'sip', callId, messages: own }];
    }),
  );
}

function callIdOf({ parsed }: SipTraceMessage): string {
  return factsOf(parsed).callId;
}

function groupsOf(groups: Analysis['reusable']): readonly (readonly [string, CallGroup])[] {
  return [...groups].map(([key, { messages }]) => {
    const own = messages.filter(isSip);
    const [first] = own;
    return [key, { kind: 'sip', callId: first === undefined ? '' : callIdOf(first), messages: own }];
  });
}

/** Whether a ledger of keys takes the same of each changed message as before. */
function isSameToLedger(
  before: readonly TraceMessage[],
  after: readonly TraceMessage[],
  { from, removed }: ChangedRecords,
): boolean {
  const taken = (messages: readonly TraceMessage[]): string =>
    JSON.stringify(
      messages
        .slice(from, from + removed)
        .filter(isSip)
        .map((message) => [callIdOf(message), keyMessageOf(message)]),
    );
  return taken(before) === taken(after);
}

/** What a ledger of keys takes of some messages, as text to compare; empty where that is nothing. */
function keysOf(messages: readonly TraceMessage[]): string {
  const signs = messages.filter(isSip).map(keyMessageOf);
  return signs.some(({ signs: { keys } }) => keys.length > 0) ? JSON.stringify(signs) : '';
}

/** All groups, in the order of their first messages. */
function withGroups(
  groups: Analysis['reusable'],
  gone: ReadonlyMap<string, LintedGroup>,
  judged: ReadonlyMap<string, LintedGroup>,
): ReadonlyMap<string, LintedGroup> {
  const all = new Map(groups);
  let isInOrder = true;
  for (const [key, { messages }] of gone) {
    const first = judged.get(key)?.messages[0];
    if (first === undefined) all.delete(key);
    else if (first.index !== messages[0]?.index) isInOrder = false;
  }
  for (const [key, group] of judged) {
    isInOrder &&= all.has(key);
    all.set(key, group);
  }
  if (isInOrder) return all;
  const firstOf = ({ messages }: LintedGroup): number => messages[0]?.index ?? 0;
  return new Map([...all].sort(([, one], [, other]) => firstOf(one) - firstOf(other)));
}

interface GatheredChange
  extends Pick<Analysis, 'counts' | 'callCounts'>, Pick<Standing, 'findings' | 'totals'> {}

function gatherChange(
  { options, counts: all, callCounts: ofCalls }: Analysis,
  trace: Trace,
  known: Standing,
  { left, come }: Exchanged,
  groups: Analysis['reusable'],
): GatheredChange {
  const isSameTrunk = trunkText(left) === trunkText(come);
  const leaving = new Set<string | null>(left.map(({ call }) => call.key));
  if (!isSameTrunk) leaving.add(null);
  const inCalls = standingInCalls(come, trace, options);
  const ofTrunk = isSameTrunk ? [] : standingOfTrunk(trace, callsOf(groups.values()), options);
  const counts: Record<Severity, number> = { ...all };
  const totals = new Map(known.totals);
  const count = ({ severities, rules }: Tally, by: 1 | -1): void => {
    counts.error += by * severities.error;
    counts.warning += by * severities.warning;
    counts.info += by * severities.info;
    for (const [rule, found] of rules) totals.set(rule, (totals.get(rule) ?? 0) + by * found);
  };
  const callCounts = new Map(ofCalls);
  const stay: StandingFinding[] = [];
  const gone: Finding[] = [];
  for (const each of known.findings)
    if (!leaving.has(each.callKey)) stay.push(each);
    else if (each.callKey === null) gone.push(each.finding);
  count(tally(gone), -1);
  count(tally(ofTrunk.map(({ finding }) => finding)), 1);
  for (const { call, lint } of left) {
    count(tallyOf(lint), -1);
    callCounts.delete(call);
  }
  for (const { call, lint } of come) {
    const own = tallyOf(lint);
    count(own, 1);
    callCounts.set(call, own.severities);
  }
  return { counts, totals, callCounts, findings: merged(stay, [...inCalls, ...ofTrunk], trace.messages) };
}

/** Findings, counted. */
interface Tally {
  readonly severities: SeverityCounts;
  readonly rules: ReadonlyMap<string, number>;
}

/** A call that is judged again was counted before. */
const tallyOf = perObject(({ findings }: CallLint): Tally => tally(findings));

function tally(findings: readonly Pick<Finding, 'rule' | 'severity'>[]): Tally {
  const severities = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) severities[severity]++;
  const rules = new Map<string, number>();
  addTotals(rules, findings);
  return { severities, rules };
}

/** What happened on trunks in some calls, with where it is told, as text to compare. */
function trunkText(calls: readonly LintedCall[]): string {
  const events = calls.flatMap(({ call, trunk }) =>
    trunk.map((event) => {
      const message = call.messages[event.place]?.message;
      const line = message === undefined ? null : firstLineOf(message.parsed);
      return {
        event,
        key: call.key,
        kind: call.kind,
        index: message?.index,
        start: line?.start,
        end: line?.end,
      };
    }),
  );
  return JSON.stringify(events);
}

function standingInCalls(
  calls: readonly LintedCall[],
  { messages }: Trace,
  { maxFindingsPerRule: most }: AnalysisOptions,
): readonly StandingFinding[] {
  return calls.flatMap(({ call, lint }) =>
    firstOfEach(lint.findings, most).flatMap((found) => standingInCall(call, found, messages) ?? []),
  );
}

function standingInCall(
  call: Call,
  found: CallFinding,
  all: readonly TraceMessage[],
): StandingFinding | undefined {
  const messages = [found, ...found.related.map((each) => each.in)].map(
    ({ place }) => call.messages[place]?.message,
  );
  const known = placed.get(found);
  const isKnown =
    known?.standing.callKey === call.key && known.messages.every((each, index) => each === messages[index]);
  if (isKnown) return known.standing;
  const [standing] = standingIn(call.key, placeFindings(call, [found]), all);
  if (standing !== undefined) placed.set(found, { standing, messages });
  return standing;
}

function standingOfTrunk(
  trace: Trace,
  calls: readonly LintedCall[],
  options: AnalysisOptions,
): readonly StandingFinding[] {
  return standingIn(null, lintTrunk(trace, calls, options, new Sieve(options)), trace.messages);
}

function standingIn(
  callKey: string | null,
  findings: readonly Finding[],
  messages: readonly TraceMessage[],
): readonly StandingFinding[] {
  return findings.map((finding) => ({
    rule: finding.rule,
    finding,
    callKey,
    stood: [finding, ...finding.related].map((place) => startOf(messages, place)),
  }));
}

function startOf(messages: readonly TraceMessage[], { in: index }: Pick<Finding, 'in'>): number {
  return messages[index]?.record.span.start ?? 0;
}

/** A finding with its places where they stand now. */
function whereItStands({ finding, stood }: StandingFinding, messages: readonly TraceMessage[]): Finding {
  const moves = [finding, ...finding.related].map(
    (place, index) => startOf(messages, place) - (stood[index] ?? 0),
  );
  if (moves.every((by) => by === 0)) return finding;
  const moved = ({ start, end }: Finding['range'], by = 0): Finding['range'] => ({
    start: start + by,
    end: end + by,
  });
  return {
    ...finding,
    range: moved(finding.range, moves[0]),
    related: finding.related.map((place, index) => ({
      ...place,
      range: moved(place.range, moves[index + 1]),
    })),
  };
}

/** The order in which findings are told, by where they stand now. */
function inOrderNow(
  messages: readonly TraceMessage[],
): (one: StandingFinding, other: StandingFinding) => number {
  const moveOf = ({ finding, stood }: StandingFinding): number =>
    startOf(messages, finding) - (stood[0] ?? 0);
  return (one, other) => {
    const { range: a } = one.finding;
    const { range: b } = other.finding;
    const by = moveOf(one) - moveOf(other);
    return a.start - b.start + by || a.end - b.end + by || compare(one.rule.id, other.rule.id);
  };
}

/** Findings in order of their place, with some more. */
function merged(
  known: readonly StandingFinding[],
  found: readonly StandingFinding[],
  messages: readonly TraceMessage[],
): readonly StandingFinding[] {
  const all: StandingFinding[] = [];
  const order = inOrderNow(messages);
  let from = 0;
  for (const each of found.toSorted(order)) {
    let low = from;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = known[middle];
      if (other !== undefined && order(other, each) <= 0) low = middle + 1;
      else high = middle;
    }
    for (const other of known.slice(from, low)) all.push(other);
    from = low;
    all.push(each);
  }
  return all.concat(known.slice(from));
}
