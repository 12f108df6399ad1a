/** Judges some calls of a trace, wherever the rest of it is: excerpts in, plain data out. */
import { finished } from '../basics/finished';
import { type BatchAnalysis, type PlacedEvaluation, analyseBatchInSlices } from '../analysis/analyse-batch';
import type { AroundBatch } from '../analysis/judge';
import type { AnalysisOptions, RuleReason } from '../analysis/model';
import { noConversations } from '../basics/conversation';
import { steadyClocks } from '../basics/capture-clocks';
import type { Lines } from '../basics/lines';
import type { Span } from '../basics/span';
import type { Trace } from '../calls/trace';
import { Clock } from '../evidence/clock';
import { weigh } from '../evidence/evidence';
import type { RepeatedKeys } from '../evidence/repeated-keys';
import { replayTrace } from '../ice/replay';
import { type AnalysedCall, analysedCalls } from '../report/calls';
import { placedDiagnoses, type PlacedDiagnosis, summaryOf } from '../report/diagnosis';
import { reportFinding, reportPlace, type ReportedFinding, type ReportedPlace } from '../report/file-report';
import type { PlacedEvent } from '../rules/lint-trunk';
import type { Evaluation } from '../rules/speakers';
import { diagnosisOf, replayJson, replayText } from '../report/replay';
import { messageRow, messageText } from '../report/messages';
import type { MessageRow, ReplayRow } from '../report/shapes';
import type { Shown } from '../suppression/finding-kind';
import { nothingHeldBack, type HeldBack } from '../suppression/sieve';
import { RecentTrees } from '../sip/recent-trees';
import type { TraceMessage } from '../traces/message';
import { type CallJudgement, legKey } from '../../../shared/large-trace';
import type { SeverityCounts } from '../../../shared/severities';
import type { TraceTime } from '../../../shared/times';
import type { BatchContent } from './batch-stream';
import { type CaptureBearing, captureContext } from './capture-bearing';
import { type Excerpt, ExcerptLines, messageOf } from './excerpt';

/** What is wanted of the calls. */
export type Task =
  | { readonly kind: 'findings' }
  | { readonly kind: 'calls' }
  /** Of each call what a list shows beside it. */
  | { readonly kind: 'judgements' }
  /** @param callId of the calls that are wanted; null for all */
  | { readonly kind: 'replays'; readonly as: Form; readonly callId: string | null }
  /** Each by itself, whatever call it belongs to. */
  | { readonly kind: 'messages'; readonly as: Form };

/** A row of JSON, or lines of text. */
type Form = 'row' | 'lines';

/** What holds for all batches of a trace. */
export interface Bearing {
  readonly options: AnalysisOptions;
  readonly task: Task;
  readonly format: string;
  readonly trace: TextBearing | CaptureBearing;
}

/** What batches of a text must know of all of it. */
export interface TextBearing {
  readonly kind: 'text';
  /** The time with which others are compared; see `firstTime`. */
  readonly first: TraceTime | null;
  /** When the last message of the trace came, by the judging clock; null where no time is known. */
  readonly end: number | null;
  /** That message; null where nobody asks for it. */
  readonly last: Excerpt | null;
}

/** Something to be told, with its place among all that is told of the trace. */
export type Told = ToldFinding | ToldCall | ToldJudgement | ToldRow;

export interface ToldFinding {
  readonly kind: 'finding';
  readonly rule: { readonly id: string };
  /** In the trace text. */
  readonly range: Span;
  /** Place of the first message of its call, by which findings of several calls at one place are put into order. */
  readonly order: number;
  readonly finding: Omit<ReportedFinding, 'rule'>;
}

export interface ToldCall {
  readonly kind: 'call';
  readonly call: AnalysedCall;
}

export interface ToldJudgement {
  readonly kind: 'judgement';
  readonly call: CallJudgement;
  /** Where its first message begins in the trace text. */
  readonly start: number;
}

/** A replay or a message. */
export interface ToldRow {
  readonly kind: 'row';
  /** Where its message, or the first one of its call, begins in the trace text. */
  readonly start: number;
  /** As JSON; null where text is wanted. */
  readonly row: ReplayRow | MessageRow | null;
  /** As text; none where JSON is wanted. */
  readonly lines: readonly string[];
}

/** What was found in a batch: it can be sent to another thread. */
export interface BatchResult {
  /** In order of their places. */
  readonly told: readonly Told[];
  readonly counts: SeverityCounts;
  /** Ids of rules that could look at something. */
  readonly evaluated: readonly string[];
  /** Why others could not. */
  readonly reasons: readonly PlacedReason[];
  readonly diagnoses: readonly PlacedDiagnosis[];
  readonly heldBack: HeldBack;
  readonly unknownRules: readonly string[];
  /** What happened on trunks, in order of the trace. */
  readonly trunk: readonly PlacedEvent<ToldPlace>[];
}

export interface PlacedReason extends RuleReason {
  /** Index of the first message of the Call-ID whose it is. */
  readonly first: number;
}

/** Where something happened of which rules may have to say something. */
export interface ToldPlace {
  /** In the trace text. */
  readonly range: Span;
  readonly reported: ReportedPlace;
  readonly shown: Shown;
}

/** {@link judgeBatchInSlices}, to its end. */
export function judgeBatch(batch: BatchContent, bearing: Bearing, known?: KnownEvaluations): BatchResult {
  return finished(judgeBatchInSlices(batch, bearing, known));
}

/**
 * What a thread told of rules that could be evaluated, or could not: it is the same for nearly all calls, and of each batch
 * only what is new is told.
 */
export class KnownEvaluations {
  /** With the place from which on they are known. */
  readonly #known = new Map<Evaluation, number>();
  readonly #evaluated = new Set<string>();
  readonly #reasons = new Map<string, number>();

  take(evaluations: readonly PlacedEvaluation[]): Pick<BatchResult, 'evaluated' | 'reasons'> {
    const evaluated: string[] = [];
    const reasons: PlacedReason[] = [];
    for (const { evaluation, first } of evaluations) {
      if (first >= (this.#known.get(evaluation) ?? Infinity)) continue;
      this.#known.set(evaluation, first);
      for (const rule of evaluation.evaluated) {
        if (this.#evaluated.has(rule)) continue;
        this.#evaluated.add(rule);
        evaluated.push(rule);
      }
      for (const [rule, reason] of evaluation.notEvaluated) {
        if (first >= (this.#reasons.get(rule) ?? Infinity)) continue;
        this.#reasons.set(rule, first);
        reasons.push({ rule, reason, first });
      }
    }
    return { evaluated, reasons };
  }
}

/**
 * Judges calls; yields between slices of a few milliseconds.
 *
 * @param batch all messages of their Call-IDs
 * @param known what was told of other batches
 */
export function* judgeBatchInSlices(
  batch: BatchContent,
  { options, task, format, trace }: Bearing,
  known = new KnownEvaluations(),
): Generator<void, BatchResult> {
  const judging = trace.kind === 'text' ? ofText(batch, trace) : ofCapture(batch, trace);
  const { read, repeatedKeys } = judging;
  return yield* judgeInSlices(
    {
      ...judging,
      read: { ...read, text: '', format, repairs: [] },
      repeatedKeys: new Map(repeatedKeys),
    },
    options,
    task,
    known,
  );
}

/** What is particular to the batches of a kind of trace. */
type OfKind = Omit<Judging, 'read' | 'repeatedKeys'> &
  Pick<BatchContent, 'repeatedKeys'> & {
    readonly read: Pick<Trace, 'messages' | 'evidence' | 'conversations' | 'unread'>;
  };

function ofText({ excerpts, repeatedKeys }: BatchContent, { first, end, last }: TextBearing): OfKind {
  const clock = new Clock(first);
  const messages = messagesIn(excerpts, clock);
  const evidence = {
    ...weigh(messages, steadyClocks, clock),
    end,
    last:
      last === null
        ? null
        : (messages.find(({ index }) => index === last.index) ?? messageOf(last, clock)[0] ?? null),
  };
  const read = { messages, evidence, conversations: noConversations, unread: [] };
  return { read, lines: new ExcerptLines(excerpts), end: 0, repeatedKeys, around: null };
}

function ofCapture({ excerpts, repeatedKeys, withRest }: BatchContent, capture: CaptureBearing): OfKind {
  const context = captureContext(capture);
  const { unread, length: end } = capture;
  const clock = context.newClock();
  const messages = messagesIn(excerpts, clock);
  const evidence = context.evidence(messages, clock);
  const read = { messages, evidence, conversations: noConversations, unread };
  const lines = new ExcerptLines(excerpts, context.lines);
  return { read, lines, end, repeatedKeys, around: context.aroundBatch(withRest) };
}

/** The messages of excerpts, in the order of the trace. */
function messagesIn(excerpts: readonly Excerpt[], clock: Clock): readonly TraceMessage[] {
  const trees = new RecentTrees();
  return excerpts
    .toSorted((one, other) => one.index - other.index)
    .flatMap((excerpt) => messageOf(excerpt, clock, trees));
}

/** Calls to be judged, with what they are told by. */
interface Judging {
  readonly read: Omit<Trace, 'calls'>;
  readonly lines: Lines;
  /** Where the trace text ends; what belongs to no call is told behind it. */
  readonly end: number;
  readonly repeatedKeys: RepeatedKeys;
  /** Null where nothing else that is judged of a call looks at others. */
  readonly around: AroundBatch | null;
}

/** Judges calls of which all messages are there; yields between slices of a few milliseconds. */
function* judgeInSlices(
  { read, lines, end, repeatedKeys, around }: Judging,
  options: AnalysisOptions,
  task: Task,
  known: KnownEvaluations,
): Generator<void, BatchResult> {
  if (task.kind === 'messages') return { ...nothingFound, told: messagesOf(read, lines, task) };
  const batch = yield* analyseBatchInSlices(read, options, repeatedKeys, around);
  switch (task.kind) {
    case 'replays':
      return { ...nothingFound, told: replaysOf(batch, { lines, end }, task) };
    case 'judgements':
      return {
        ...nothingFound,
        told: judgementsOf(batch),
        counts: batch.counts,
        trunk: trunkOf(batch, lines),
      };
    case 'calls':
    case 'findings': {
      const { counts, heldBack, unknownRules } = batch;
      const told = task.kind === 'calls' ? callsOf(batch, lines) : findingsOf(batch, lines);
      const diagnoses = task.kind === 'calls' ? [] : placedDiagnoses(batch, lines);
      const trunk = task.kind === 'calls' ? [] : trunkOf(batch, lines);
      const { evaluated, reasons } = known.take(batch.evaluations);
      return { told, counts, evaluated, reasons, diagnoses, trunk, heldBack, unknownRules };
    }
  }
}

const nothingFound = {
  counts: { error: 0, warning: 0, info: 0 },
  evaluated: [],
  reasons: [],
  diagnoses: [],
  trunk: [],
  heldBack: nothingHeldBack,
  unknownRules: [],
};

function findingsOf({ findings, trace }: BatchAnalysis, lines: Lines): readonly ToldFinding[] {
  const starts = new Map(trace.calls.map(({ key, messages }) => [key, messages[0]?.message.index ?? 0]));
  return findings.map((each) => {
    const { rule, ...finding } = reportFinding(each, lines);
    const order = starts.get(each.call.key) ?? 0;
    return { kind: 'finding', rule: { id: rule.id }, range: each.range, order, finding };
  });
}

function trunkOf({ trunk }: BatchAnalysis, lines: Lines): BatchResult['trunk'] {
  return trunk.map(({ event, place }) => ({
    event,
    place: { range: place.range, reported: reportPlace(place, lines), shown: place.shown },
  }));
}

function callsOf(batch: BatchAnalysis, lines: Lines): readonly ToldCall[] {
  return analysedCalls(batch, lines).map((call) => ({ kind: 'call', call }));
}

function judgementsOf({ trace, callCounts, diagnoses }: BatchAnalysis): readonly ToldJudgement[] {
  return trace.calls.map((call) => ({
    kind: 'judgement',
    call: {
      key: legKey(call),
      counts: callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
      diagnosis: summaryOf(diagnoses.of(call)),
    },
    start: call.messages[0]?.message.record.span.start ?? 0,
  }));
}

function replaysOf(
  { trace, replays, diagnoses }: BatchAnalysis,
  { lines, end }: Pick<Judging, 'lines' | 'end'>,
  { as, callId }: Extract<Task, { readonly kind: 'replays' }>,
): readonly ToldRow[] {
  const { clock } = trace.evidence;
  return (replays ?? replayTrace(trace))
    .filter(({ call }) => callId === null || call?.callId === callId)
    .map((replay) => {
      const diagnosis = diagnosisOf(replay, diagnoses, lines);
      return {
        kind: 'row',
        start:
          replay.call?.messages[0]?.message.record.span.start ??
          end + (replay.checks[0]?.request.record.span.start ?? 0),
        row: as === 'row' ? replayJson(replay, diagnosis, lines) : null,
        lines: as === 'lines' ? replayText(replay, diagnosis, clock, lines) : [],
      };
    });
}

/** Of a log no message is a packet, whose integrity might be told. */
function messagesOf(
  read: Omit<Trace, 'calls'>,
  lines: Lines,
  { as }: Extract<Task, { readonly kind: 'messages' }>,
): readonly ToldRow[] {
  return read.messages.map((message) => ({
    kind: 'row',
    start: message.record.span.start,
    row: as === 'row' ? messageRow(read, message, lines, new Map()) : null,
    lines: as === 'lines' ? [messageText(read, message, lines)] : [],
  }));
}
