/**
 * The whole analysis of a text: records, messages, calls, findings. It runs in slices, so that a host may stop
 * for other work or drop it, and it reuses of an earlier analysis what did not change.
 */
import { finished } from './basics/finished';
import { compare } from '../../shared/order';
import { buildGroup, groupMessages, inOrder, moveCall, type CallGroup } from './calls/build';
import { agentEventsOf } from './calls/agent-logs';
import type { Call } from './calls/call';
import { connectionEventOf, trunkEventsOf, type TrunkEvent } from './calls/trunk-events';
import type { Profile } from '../../shared/calls';
import { weigh, type TraceEvidence } from './evidence/evidence';
import { mayBeUndelivered } from './evidence/undelivered';
import {
  callKeysOf,
  type KeyMessage,
  keySignsOf,
  type RepeatedKeys,
  repeatedKeysOf,
} from './evidence/repeated-keys';
import { LONGEST_WATCH, Signalling } from './evidence/signalling';
import { detached } from './basics/detached';
import { perObject } from './basics/memo';
import type { CaptureClocks } from './basics/capture-clocks';
import { Diagnoses, type Ground } from './diagnosis/diagnoses';
import type { KnownFinding } from './diagnosis/model';
import { noConversations } from './basics/conversation';
import { ofTrunk, shownOf, type Shown } from './suppression/finding-kind';
import { Sieve, type HeldBack, type RuleCount, type SieveOptions } from './suppression/sieve';
import { withIgnored } from './text/directives';
import type { CallReplay } from './ice/model';
import { replayTraceInSlices } from './ice/replay';
import type { Surroundings } from './ice/surroundings';
import { rules } from './rules/index';
import { lintPackets, type PacketFinding, type PacketLint } from './rules/lint-packets';
import { isAskedStatement, isDefect, lintPath, type PathFinding } from './rules/lint-paths';
import { lintCallInSlices, profileChoice, type CallFinding, type CallLint } from './rules/lint';
import type { Facts, Fix } from './rules/rule';
import { isTold, unknownNetwork, type Network } from './network/network';
import { mayTellOfPath } from './path/described-path';
import { type PathSurroundings, pathsOf } from './path/trace-paths';
import { TrunkLint, type PlacedEvent } from './rules/lint-trunk';
import { type Evaluation, speakersFor } from './rules/speakers';
import type { Severity, SeverityCounts, RuleSettings } from '../../shared/severities';
import { parseSdpInSlices } from './sdp/parse';
import type { ParsedMessage } from './traces/message';
import { parseSip, readDescriptionsInSlices } from './sip/parse';
import type { Span } from './basics/span';
import { readTextInSlices } from './traces/read';
import type { TextRecord } from './text/record';
import { parsePacket } from './trace-text/packet';
import { firstLineOf, inTrace, isSip, type SipTraceMessage, type TraceMessage } from './traces/message';
import type { Trace } from './calls/trace';

export interface AnalysisOptions extends SieveOptions {
  readonly profile: 'auto' | Profile;
  readonly severities: RuleSettings;
  readonly facts: Facts;
  /** How many findings of one rule are kept; the rest is counted. 0: all. */
  readonly maxFindingsPerRule: number;
  /** False: each body is judged by all rules, though one of its form was before. The findings are the same. */
  readonly remembers?: false;
  /** The text may change: of calls of so many messages what is judged of each part is kept. */
  readonly keepsFrom?: number;
}

export const defaultOptions: AnalysisOptions = {
  profile: 'auto',
  severities: {},
  facts: { sbcFqdn: '', network: unknownNetwork, thresholds: {} },
  maxFindingsPerRule: 100,
};

/** A finding in the trace. It is plain data: it keeps neither trees nor the text of the trace alive. */
export interface Finding {
  readonly rule: CallFinding['rule'];
  readonly severity: Severity;
  readonly message: string;
  readonly call: CallName;
  /** Index of its message in {@link Trace.messages}; {@link messageOf} looks it up. */
  readonly in: number;
  /** Number of the packet that its message came in, where the text comes from a capture. */
  readonly frame: number | null;
  /** In the content of its message. */
  readonly at: Span;
  /** In the trace text. */
  readonly range: Span;
  readonly related: readonly RelatedPlace[];
  /** Its edits are edits of the content of its message. */
  readonly fix: Fix | null;
}

/** What findings know of their call. */
export type CallName = Pick<Call, 'kind' | 'key' | 'callId'>;

export interface RelatedPlace {
  /** As of {@link Finding.in}. */
  readonly in: number;
  readonly range: Span;
  readonly message: string;
}

export interface RuleReason {
  readonly rule: string;
  readonly reason: string;
}

export interface Analysis {
  readonly options: AnalysisOptions;
  readonly trace: Trace;
  /** In order of their place in the trace. */
  readonly findings: readonly Finding[];
  readonly withheld: readonly RuleCount[];
  readonly notEvaluated: readonly RuleReason[];
  /** What is neither told nor counted. */
  readonly heldBack: HeldBack;
  /** {@link Call.key} → rules of which all findings in the call are held back. */
  readonly silenced: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rules that `#!ignore` lines name and that do not exist. */
  readonly unknownRules: readonly string[];
  /** All findings, the withheld ones too. */
  readonly counts: SeverityCounts;
  /** The same, call by call. */
  readonly callCounts: ReadonlyMap<Call, SeverityCounts>;
  /** What most likely went wrong with each. */
  readonly diagnoses: Diagnoses;
  /** Null where the trace holds no packets; what descriptions alone tell is told by `replayTrace`. */
  readonly replays: readonly CallReplay[] | null;
  /** For the next analysis of a changed text. */
  readonly reusable: Reusable;
}

/** Groups of calls by {@link keyOf}. */
type Reusable = ReadonlyMap<string, LintedGroup>;

export interface LintedGroup {
  readonly messages: readonly TraceMessage[];
  /** As {@link watchedFor} told. */
  readonly watched: number | null;
  /** Keys that calls before it had, as text to compare. */
  readonly repeated: readonly string[];
  /** Whether ICMP says of some of its messages that they did not get through. */
  readonly isRefused: boolean;
  readonly calls: readonly LintedCall[];
}

export interface LintedCall {
  readonly call: Call;
  readonly lint: CallLint;
  readonly trunk: readonly TrunkEvent[];
}

interface LintedPath {
  readonly call: Call;
  readonly findings: readonly PacketFinding[];
}

interface LintedPackets {
  readonly call: Call;
  readonly lint: PacketLint;
}

/** Messages parsed, groups of calls linted, or findings of a call placed, between two slices. */
const messagesPerSlice = 50;
const groupsPerSlice = 5;
const findingsPerSlice = 1000;
/** Characters of a message whose descriptions are read before anyone asks for them: of many only the headers are wanted. */
const longMessage = 100_000;

/** Analyses a text in one go. */
export function analyse(
  text: string,
  options: AnalysisOptions = defaultOptions,
  earlier?: Analysis,
): Analysis {
  return finished(analyseInSlices(text, options, earlier));
}

/** Analyses a text; yields between slices of a few milliseconds. */
export function* analyseInSlices(
  text: string,
  options: AnalysisOptions,
  earlier?: Analysis,
): Generator<void, Analysis> {
  const reading = yield* readTextInSlices(text);
  const { ignored = [] } = reading;
  const records =
    ignored.length === 0 ? reading.records : reading.records.map((record) => withIgnored(record, ignored));
  const messages = yield* parseInSlices(records, earlier?.trace.messages ?? []);
  yield;
  const evidence = weigh(messages, reading.clocks);
  const known =
    earlier?.options === options && sameClocks(earlier.trace.evidence.clocks, evidence.clocks)
      ? earlier.reusable
      : null;
  const { format, conversations = noConversations, unread = [], repairs = [] } = reading;
  const read = { text, format, messages, evidence, conversations, unread, repairs };
  const { trace, replays, groups, linted } = yield* judgeInSlices(read, options, known, null);
  const sieve = new Sieve(options);
  const trunk = lintTrunk(trace, linted.calls, options, sieve);
  const { maxFindingsPerRule: most } = options;
  const { found, totals, counts, callCounts, heldBack, silenced } = yield* gather(linted, sieve, most, trunk);
  const { findings, withheld } = withhold(found, most, totals);
  const notEvaluated = reasonsOf(linted);
  const diagnoses = diagnosesOf(trace, groups, linted, replays);
  return {
    options,
    trace,
    findings,
    withheld,
    notEvaluated,
    heldBack,
    silenced,
    unknownRules: unknownRulesOf(messages),
    counts,
    callCounts,
    diagnoses,
    replays,
    reusable: groups,
  };
}

/**
 * What rules of bodies, messages and calls would find in the Call-ID of a message, were its content another one. What
 * repeats it to the letter is rewritten with it. Places in the trace are those of the message as it is.
 */
export function findingsWith(
  { options, trace, reusable }: Analysis,
  message: TraceMessage,
  content: string,
): { readonly parsed: ParsedMessage; readonly findings: readonly Finding[] } {
  const record = { ...message.record, content };
  const parsed = content === message.parsed.content ? message.parsed : parseRecord(record);
  const rewritten = (each: TraceMessage): TraceMessage =>
    each.index === message.index || each.parsed.content === message.parsed.content
      ? { ...each, record: { ...each.record, content }, parsed }
      : each;
  const own = [...reusable.values()].find(({ messages }) =>
    messages.some(({ index }) => index === message.index),
  );
  if (own === undefined) return { parsed, findings: [] };
  const sieve = new Sieve(options);
  const findings = groupMessages(own.messages.map(rewritten)).flatMap((group) => {
    const { calls } = finished(lintGroup(group, options, trace.evidence, own.watched, own.repeated));
    return calls.flatMap(({ call, lint }) => placeFindings(call, toldOf(call, lint, sieve)));
  });
  return { parsed, findings };
}

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

export interface PlacedEvaluation {
  readonly evaluation: Evaluation;
  /** Index of the first message of the first Call-ID whose it is. */
  readonly first: number;
}

/** What is known of the calls of a trace that are not analysed with some of them. */
export interface AroundBatch {
  readonly replay: Surroundings;
  readonly path: PathSurroundings;
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

/** All that is judged of a trace, or of some of its calls. */
interface Judged {
  readonly trace: Trace;
  readonly replays: readonly CallReplay[] | null;
  readonly groups: Reusable;
  readonly linted: Linted;
}

interface Linted {
  readonly calls: readonly LintedCall[];
  readonly packets: readonly LintedPackets[];
  readonly paths: readonly LintedPath[];
}

/** @param told keys that repeat, where the messages are not all of the trace; null where they are */
function* judgeInSlices(
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

/**
 * What is wrong with the paths of calls. Without packets and without a word of the network, an address tells nothing.
 */
function* lintPaths(
  trace: Trace,
  replays: readonly CallReplay[] | null,
  { severities, facts: { network } }: AnalysisOptions,
  around?: PathSurroundings,
): Generator<void, readonly LintedPath[]> {
  const known = replays ?? (yield* foretold(trace, severities, network));
  if (!known.some(({ call }) => call !== null)) return [];
  const paths = pathsOf(trace, known, network, around);
  return paths.flatMap((path) => {
    const { call } = path;
    if (call === null) return [];
    const findings = lintPath(path, rules, severities, network).filter((each) => isDefect(each, severities));
    return [{ call, findings: findings.flatMap((finding) => shownIn(call, finding)) }];
  });
}

/** The calls without packets whose paths may be wrong; all of them where a severity is set for what is no defect. */
function* foretold(
  trace: Trace,
  severities: AnalysisOptions['severities'],
  network: Network,
): Generator<void, readonly CallReplay[]> {
  if (!isTold(network)) return [];
  const isAsked = rules.some((rule) => isAskedStatement(rule, severities));
  const calls = trace.calls.filter((call) => isAsked || mayTellOfPath(call, network));
  return calls.length === 0 ? [] : yield* replayTraceInSlices({ ...trace, calls });
}

/** What no message shows stands at the first one of the call. */
function shownIn(
  call: Call,
  { rule, severity, message, in: at, ...place }: PathFinding,
): readonly PacketFinding[] {
  const shown = at ?? call.messages[0]?.message;
  if (shown === undefined) return [];
  return [{ rule, severity, message, in: shown, at: place.at ?? firstLineOf(shown.parsed), related: [] }];
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

/** Reads the messages, and takes over the trees of those that did not change. */
function* parseInSlices(
  records: readonly TextRecord[],
  earlier: readonly TraceMessage[],
): Generator<void, readonly TraceMessage[]> {
  const messages: TraceMessage[] = [];
  // Behind the place of an edit, messages have moved up or down together.
  const shift = earlier.length - records.length;
  for (const [index, record] of records.entries()) {
    if (index % messagesPerSlice === 0) yield;
    const known = treeOf(earlier[index], record) ?? treeOf(earlier[index + shift], record);
    const parsed = known ?? (yield* parseRecordInSlices(record));
    messages.push({ index, record, parsed });
  }
  return messages;
}

/** The tree of an earlier message, if it is that of a record. */
export function treeOf(
  earlier: TraceMessage | undefined,
  { kind, content, isCut }: TextRecord,
): ParsedMessage | null {
  if (earlier === undefined || earlier.parsed.kind !== kind || earlier.parsed.content !== content)
    return null;
  if (earlier.record.isCut !== isCut) return null;
  return earlier.parsed;
}

/** Reads what a record holds. */
export function parseRecord(record: TextRecord): ParsedMessage {
  switch (record.kind) {
    case 'sip':
      return parseSip(ownContentOf(record), record.isCut);
    case 'sdp':
      return finished(parseBareInSlices(record));
    case 'packet':
      return parsePacket(ownContentOf(record));
  }
}

/** {@link parseRecord}; what is long is read in slices, its descriptions with it. */
export function* parseRecordInSlices(record: TextRecord): Generator<void, ParsedMessage> {
  if (record.kind === 'sdp') return yield* parseBareInSlices(record);
  const parsed = parseRecord(record);
  if (parsed.kind === 'sip' && parsed.content.length > longMessage) yield* readDescriptionsInSlices(parsed);
  return parsed;
}

/** Of a description that stands alone, which may be long. */
function* parseBareInSlices(record: TextRecord): Generator<void, ParsedMessage> {
  const content = ownContentOf(record);
  return { kind: 'sdp', content, sdp: yield* parseSdpInSlices(content) };
}

/** A slice of the text would keep the whole text alive for as long as its tree is reused. */
function ownContentOf({ content }: TextRecord): string {
  return detached(content);
}

/** The key of a group, or of the group that a call is of. */
export function keyOf(group: CallGroup | Call): string {
  return group.kind === 'sdp' ? 'sdp' : `sip ${group.callId}`;
}

function sameClocks(one: CaptureClocks, other: CaptureClocks): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** For how many microseconds a trace goes on behind the last message of a group; null where times are not known. */
export function watchedFor({ kind, messages }: CallGroup, { clock, end }: TraceEvidence): number | null {
  const own = messages.at(-1);
  if (kind === 'sdp' || own === undefined || end === null) return null;
  return Math.min(Math.max(0, end - clock.at(own)), LONGEST_WATCH);
}

/** Of all calls of a trace, in the order of their last messages, as a ledger takes them. */
export function findRepeatedKeys(groups: readonly CallGroup[]): RepeatedKeys {
  const calls = groups.flatMap((group) => (group.kind === 'sip' ? [group.messages] : []));
  return repeatedKeysOf(calls.flatMap((messages) => callKeysOf(messages.map(keyMessageOf)) ?? []));
}

/** A message as a ledger of keys takes it. */
export function keyMessageOf({ index, record, parsed }: SipTraceMessage): KeyMessage {
  return { index, micros: record.meta.time?.micros ?? null, signs: keySignsOf(parsed) };
}

export function* lintGroup(
  group: CallGroup,
  { profile, severities, facts, remembers, keepsFrom }: AnalysisOptions,
  evidence: TraceEvidence,
  watched: number | null,
  repeated: readonly string[],
): Generator<void, LintedGroup> {
  const messages = group.kind === 'sip' ? group.messages : [];
  const signalling = signallingOf(messages, watched, evidence, repeated);
  const calls: LintedCall[] = [];
  for (const call of buildGroup(group, profileChoice(profile))) {
    const lint = yield* lintCallInSlices(call, rules, severities, facts, signalling, remembers, keepsFrom);
    calls.push({ call, lint, trunk: trunkEventsOf(call, signalling, facts.network) });
  }
  const isRefused = mayBeUndelivered(messages, evidence.undelivered);
  return { messages: group.messages, watched, repeated, isRefused, calls };
}

/** @param watched for how many microseconds the trace goes on behind them; null where that is not known */
function signallingOf(
  messages: readonly SipTraceMessage[],
  watched: number | null,
  { clock, undelivered }: TraceEvidence,
  repeatedKeys: readonly string[] = [],
): Signalling {
  const stampOf = (message: SipTraceMessage): number | null => {
    const { time } = message.record.meta;
    return time === null ? null : clock.corrected(time.micros, message);
  };
  const own = messages.at(-1);
  const last = own === undefined ? null : stampOf(own);
  const end = last === null || watched === null ? null : last + watched;
  return new Signalling(messages, stampOf, end, new Set(repeatedKeys), undelivered);
}

/** Findings are taken before any is withheld. */
export function diagnosesOf(
  { evidence }: Pick<Trace, 'evidence'>,
  groups: Reusable,
  { packets, paths }: Pick<Linted, 'packets' | 'paths'>,
  replays: readonly CallReplay[] | null,
): Diagnoses {
  const replayOf = new Map((replays ?? []).map((replay) => [replay.call, replay]));
  const beside = new Map<Call, KnownFinding[]>();
  for (const [call, findings] of [
    ...packets.map(({ call, lint }) => [call, lint.findings] as const),
    ...paths.map((path) => [path.call, path.findings] as const),
  ]) {
    const known = beside.get(call);
    if (known === undefined) beside.set(call, [...findings]);
    else for (const finding of findings) known.push(finding);
  }
  // One after another, legs of a Call-ID are asked for: there may be thousands, and each looks at all messages of it.
  let last: { readonly group: LintedGroup; readonly signalling: Signalling } | null = null;
  const signallingFor = (group: LintedGroup): Signalling => {
    if (last?.group !== group) {
      const messages = group.messages.filter(isSip);
      last = { group, signalling: signallingOf(messages, group.watched, evidence) };
    }
    return last.signalling;
  };
  return new Diagnoses((call): Ground | null => {
    const group = groups.get(keyOf(call));
    const lint = group === undefined ? undefined : lintsOf(group.calls).get(call);
    if (group === undefined || lint === undefined) return null;
    const replay = replayOf.get(call) ?? null;
    const others = beside.get(call) ?? [];
    return {
      key: replay === null && others.length === 0 ? lint : null,
      of: () => ({
        call,
        signalling: signallingFor(group),
        findings: [...inCall(call, lint.findings), ...others],
        replay,
      }),
    };
  });
}

const lintsOf = perObject(
  (calls: readonly LintedCall[]) => new Map(calls.map(({ call, lint }) => [call, lint])),
);

function inCall(call: Call, findings: readonly CallFinding[]): readonly KnownFinding[] {
  return findings.flatMap(({ rule, severity, message, place, at }) => {
    const found = call.messages[place]?.message;
    return found === undefined ? [] : [{ rule, severity, message, in: found, at }];
  });
}

/** An earlier group with its messages where they stand now; null where one of them changed. */
function moveGroup(
  known: LintedGroup | undefined,
  messages: readonly TraceMessage[],
  watched: number | null,
  repeated: readonly string[],
): LintedGroup | null {
  if (known === undefined || known.isRefused) return null;
  if (known.watched !== watched || known.repeated.join() !== repeated.join()) return null;
  if (known.messages.length !== messages.length) return null;
  const moved = new Map<TraceMessage, TraceMessage>();
  for (const [place, message] of messages.entries()) {
    const before = known.messages[place];
    if (before === undefined || !sameMessage(before, message)) return null;
    moved.set(before, message);
  }
  return {
    messages,
    watched,
    repeated,
    isRefused: false,
    calls: known.calls.map((each) => ({ ...each, call: moveCall(each.call, moved) })),
  };
}

/** Whether calls and rules see no difference between two messages. */
function sameMessage(one: TraceMessage, other: TraceMessage): boolean {
  return one.parsed === other.parsed && sameMeta(one.record, other.record);
}

function sameMeta(one: TextRecord, other: TextRecord): boolean {
  const a = one.meta;
  const b = other.meta;
  return (
    one.format === other.format &&
    one.end === other.end &&
    one.byteCount === other.byteCount &&
    one.lost === other.lost &&
    one.isCut === other.isCut &&
    one.isMended === other.isMended &&
    one.directives.side === other.directives.side &&
    one.directives.role === other.directives.role &&
    one.directives.profile === other.directives.profile &&
    a.time?.micros === b.time?.micros &&
    a.transport === b.transport &&
    a.direction === b.direction &&
    a.source?.address === b.source?.address &&
    a.source?.port === b.source?.port &&
    a.destination?.address === b.destination?.address &&
    a.destination?.port === b.destination?.port
  );
}

interface Gathered extends Pick<Analysis, 'counts' | 'callCounts' | 'heldBack' | 'silenced'> {
  /** What may be told, in order of its place. */
  readonly found: readonly Finding[];
  /** How many findings there are of each rule. */
  readonly totals: ReadonlyMap<string, number>;
}

/**
 * @param most how many findings of a rule are told; 0: all
 * @param trunk what is of no single call: it counts for the trace alone
 */
function* gather(
  { calls, packets, paths }: Linted,
  sieve: Sieve,
  most: number,
  trunk: readonly Finding[] = [],
): Generator<void, Gathered> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const totals = new Map<string, number>();
  const callCounts = new Map<Call, Record<Severity, number>>();
  const count = (call: Call, findings: readonly Pick<CallFinding, 'rule' | 'severity'>[]): void => {
    const ofCall = callCounts.get(call) ?? { error: 0, warning: 0, info: 0 };
    callCounts.set(call, ofCall);
    for (const { severity } of findings) {
      ofCall[severity]++;
      counts[severity]++;
    }
    addTotals(totals, findings);
  };
  const all: Finding[] = [];
  for (const { call, lint } of calls) {
    const passed = toldOf(call, lint, sieve);
    count(call, passed);
    const told = firstOfEach(passed, most);
    for (let from = 0; from < told.length; from += findingsPerSlice) {
      if (from > 0) yield;
      const some = told.slice(from, from + findingsPerSlice);
      for (const finding of placeFindings(call, some)) all.push(finding);
    }
  }
  const beside = [...packets.map(({ call, lint }) => ({ call, findings: lint.findings })), ...paths];
  for (const { call, findings } of beside) {
    const told = findings.filter((each) => sieve.passesInCall(each.rule.id, each.message, each.in, call));
    count(call, told);
    if (told.length > 0) for (const finding of placePacketFindings(call, told)) all.push(finding);
  }
  for (const finding of trunk) {
    counts[finding.severity]++;
    all.push(finding);
  }
  addTotals(totals, trunk);
  all.sort(byPlace);
  const silenced = sieve.ofCalls;
  for (const { call, rule } of all) silenced.get(call.key)?.delete(rule.id);
  return { found: all, totals, counts, callCounts, heldBack: sieve.heldBack, silenced };
}

function toldOf(call: Call, { findings }: CallLint, sieve: Sieve): readonly CallFinding[] {
  return findings.filter(({ rule, message, place }) => {
    const shown = call.messages[place]?.message;
    return shown === undefined || sieve.passesInCall(rule.id, message, shown, call);
  });
}

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

function unknownRulesOf(messages: readonly TraceMessage[]): readonly string[] {
  const unknown = new Set<string>();
  for (const { record } of messages)
    for (const id of record.ignored ?? []) if (!ruleIds.has(id)) unknown.add(detached(id));
  return [...unknown].sort(compare);
}

/** A finding but for what a rule says. */
export interface UnjudgedFinding extends Omit<Finding, 'rule' | 'severity' | 'message'> {
  /** What decides whether it is told. */
  readonly shown: Shown;
}

/** What happened on trunks, in order of the trace. */
function trunkOf(
  { messages, evidence }: Trace,
  calls: readonly LintedCall[],
  { facts: { network } }: AnalysisOptions,
): readonly PlacedEvent<UnjudgedFinding>[] {
  const events = calls.flatMap(({ call, trunk }): readonly PlacedEvent<UnjudgedFinding>[] => {
    if (trunk.length === 0) return [];
    const name = nameOf(call);
    return trunk.flatMap((event) => {
      const message = call.messages[event.place]?.message;
      return message === undefined ? [] : [{ event, place: firstLineAsPlace(message, name) }];
    });
  });
  for (const message of messages) {
    const event = connectionEventOf(message, network, evidence.end);
    if (event !== null) events.push({ event, place: firstLineAsPlace(message, noCall) });
  }
  for (const { event, message } of agentEventsOf(messages))
    events.push({ event, place: firstLineAsPlace(message, noCall) });
  return events.sort((one, other) => one.place.range.start - other.place.range.start);
}

/** What belongs to no call. */
const noCall: CallName = { kind: 'other', key: '', callId: '' };

function firstLineAsPlace(message: TraceMessage, call: CallName): UnjudgedFinding {
  const at = plainSpan(firstLineOf(message.parsed));
  const frame = message.record.meta.frame ?? null;
  const shown = shownOf(message, ofTrunk);
  return { call, in: message.index, frame, at, range: inTrace(message, at), related: [], fix: null, shown };
}

export function lintTrunk(
  trace: Trace,
  calls: readonly LintedCall[],
  options: AnalysisOptions,
  sieve: Sieve,
): readonly Finding[] {
  const findings: Finding[] = [];
  const lint = new TrunkLint<UnjudgedFinding>(
    rules,
    options.severities,
    ({ message, ...found }, { shown, ...place }) => {
      if (sieve.passes(found.rule.id, message, shown))
        findings.push({ ...found, ...place, message: detached(message) });
    },
  );
  for (const placed of trunkOf(trace, calls, options)) lint.see(placed);
  lint.finish();
  return findings;
}

/** The order in which findings are told. */
export function byPlace(
  a: { readonly range: Span; readonly rule: { readonly id: string } },
  b: { readonly range: Span; readonly rule: { readonly id: string } },
): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || compare(a.rule.id, b.rule.id);
}

/** Why rules could not be evaluated on any call. */
export function reasonsOf(linted: Pick<Linted, 'calls' | 'packets'>): readonly RuleReason[] {
  // Few kinds of calls share what could be evaluated on them, so each of these is looked through once.
  const kinds = new Set([...linted.calls, ...linted.packets].map(({ lint }) => lint.evaluation));
  const evaluated = new Set<string>();
  for (const kind of kinds) for (const rule of kind.evaluated) evaluated.add(rule);
  const reasons = new Map<string, string>();
  for (const kind of kinds)
    for (const [id, reason] of kind.notEvaluated)
      if (!evaluated.has(id) && !reasons.has(id)) reasons.set(id, reason);
  return [...reasons].map(([rule, reason]) => ({ rule, reason })).sort((a, b) => compare(a.rule, b.rule));
}

function placePacketFindings(call: Call, findings: readonly PacketFinding[]): readonly Finding[] {
  const name = nameOf(call);
  return findings.map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    message: detached(finding.message),
    call: name,
    in: finding.in.index,
    frame: finding.in.record.meta.frame ?? null,
    at: plainSpan(finding.at),
    range: inTrace(finding.in, finding.at),
    related: finding.related.map(({ in: message, at, message: text }) => relatedPlace(message, at, text)),
    fix: null,
  }));
}

export function placeFindings(call: Call, findings: readonly CallFinding[]): readonly Finding[] {
  const name = nameOf(call);
  return findings.flatMap((finding): readonly Finding[] => {
    const message = call.messages[finding.place]?.message;
    if (message === undefined) return [];
    return [
      {
        rule: finding.rule,
        severity: finding.severity,
        message: detached(finding.message),
        call: name,
        in: message.index,
        frame: message.record.meta.frame ?? null,
        at: plainSpan(finding.at),
        range: inTrace(message, finding.at),
        related: finding.related.flatMap((related) => {
          const other = call.messages[related.in.place]?.message;
          return other === undefined ? [] : [relatedPlace(other, related.at, related.message)];
        }),
        fix: finding.fix === null ? null : plainFix(finding.fix),
      },
    ];
  });
}

function nameOf({ kind, key, callId }: Call): CallName {
  return { kind, key: detached(key), callId: detached(callId) };
}

function relatedPlace(message: TraceMessage, at: Span, text: string): RelatedPlace {
  return { in: message.index, range: inTrace(message, at), message: detached(text) };
}

/** A rule reports nodes of trees as places. */
function plainSpan({ start, end }: Span): Span {
  return { start, end };
}

function plainFix({ title, edits }: Fix): Fix {
  return {
    title: detached(title),
    edits: edits.map(({ start, end, newText }) => ({ start, end, newText: detached(newText) })),
  };
}

/** The message that a finding, or a place related to it, is in. */
export function messageOf({ trace }: Analysis, { in: index }: Pick<Finding, 'in'>): TraceMessage {
  const message = trace.messages[index];
  if (message === undefined) throw new RangeError('a finding of another analysis');
  return message;
}

/** Counts findings by their rules. */
export function addTotals(
  totals: Map<string, number>,
  findings: readonly Pick<Finding, 'rule'>[],
  by: 1 | -1 = 1,
): void {
  for (const { rule } of findings) totals.set(rule.id, (totals.get(rule.id) ?? 0) + by);
}

/** The first findings of each rule: of a call, no more of them can be told than of the trace. All where `most` is 0. */
export function firstOfEach<Found extends Pick<Finding, 'rule'>>(
  all: readonly Found[],
  most: number,
): readonly Found[] {
  if (most <= 0 || all.length <= most) return all;
  const seen = new Map<string, number>();
  return all.filter(({ rule }) => {
    const count = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, count);
    return count <= most;
  });
}

/**
 * @param may the first findings of each call
 * @param totals how many findings there are of each rule
 */
export function withhold<Found extends Pick<Finding, 'rule'>>(
  may: readonly Found[],
  most: number,
  totals: ReadonlyMap<string, number>,
): { readonly findings: readonly Found[]; readonly withheld: readonly RuleCount[] } {
  const findings = firstOfEach(may, most);
  const left = new Map(totals);
  addTotals(left, findings, -1);
  const withheld = [...left]
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => ({ rule, count }))
    .sort((a, b) => compare(a.rule, b.rule));
  return { findings, withheld };
}
