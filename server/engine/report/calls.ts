/** `calls`: one row a call. */
import type { Analysis } from '../analysis/model';
import type { Lines } from '../basics/lines';
import type { Call } from '../calls/call';
import { captureNotes, type CaptureNote } from '../ice/capture-notes';
import type { Diagnosis } from '../diagnosis/model';
import type { CallReplay } from '../ice/model';
import { capital } from '../../../shared/words';
import type { SeverityCounts } from '../../../shared/severities';
import { type CallDetails, type CallRow, talkedFor } from '../calls/call-row';
import type { TraceTime } from '../../../shared/times';
import { timeText, toIsoAsFarAsKnown } from '../../../shared/times';
import { withoutControls } from '../../../shared/controls';
import type { DialogKind } from '../../../shared/calls';
import { diagnosisLine, diagnosisValue } from './diagnosis';
import { dialogKindOf, requestsOf, type RequestDetails, upkeepOf, upkeepRows } from './requests';
import type { ListWriter } from './list-writer';
import type { CallRowValue, DiagnosisValue } from './shapes';

/** What was found in a call, where that was asked for. */
interface Findings {
  readonly findings?: SeverityCounts;
  readonly evidence?: readonly Pick<CaptureNote, 'id' | 'message'>[];
  readonly diagnosis?: DiagnosisValue | null;
}

/** A call, or what else has a Call-ID, with what was found in it: plain data. */
export interface AnalysedCall extends CallDetails {
  readonly kind: DialogKind;
  /** Of what is no call. */
  readonly requests: readonly RequestDetails[];
  readonly findings: SeverityCounts;
  /** What the capture shows of it. */
  readonly evidence: readonly Pick<CaptureNote, 'id' | 'message'>[];
  readonly diagnosis: DiagnosisValue | null;
  /** Where its first message begins in the trace text. */
  readonly start: number;
}

/** What of calls is told. */
export interface CallsChoice {
  /** The counts of findings, and what the capture shows. */
  readonly findings: boolean;
  /** In JSON also requests outside of calls. */
  readonly transactions: boolean;
}

/** Tells of calls that were analysed, and of what else keeps a trunk alive. */
export function writeAnalysedCalls(
  writer: ListWriter,
  analysed: readonly AnalysedCall[],
  choice: CallsChoice,
): void {
  for (const call of analysed) for (const row of analysedRows(call, choice)) writer.row(() => row);
  writer.lines(() => analysedText(analysed, choice));
}

/** A call as JSON; of what is no call its requests, where they are wanted. */
export function analysedRows(call: AnalysedCall, choice: CallsChoice): readonly CallRowValue[] {
  const row = callJson(toldOf(call, choice));
  if (call.kind === 'call') return [row];
  return choice.transactions ? call.requests.map((request) => requestJson(row, request)) : [];
}

/** Without what was not asked for. */
function toldOf({ findings, evidence, ...call }: AnalysedCall, choice: CallsChoice): CallDetails & Findings {
  return choice.findings ? { ...call, findings, evidence } : call;
}

function requestJson(row: CallRowValue, request: RequestDetails): CallRowValue {
  const { status, phrase, started, roundTrip, messages, kind } = request;
  return {
    ...row,
    kind,
    started: toIsoAsFarAsKnown(started),
    answered: null,
    ended: null,
    outcome: status === null ? 'unanswered' : status < 300 ? 'answered' : 'rejected',
    status,
    reason: phrase,
    roundTrip: roundTrip === null ? null : roundTrip / 1e6,
    messages,
    forks: [],
  };
}

/** Calls as {@link callsText} tells them, and the table of registrations and keep-alives. */
export function* analysedText(analysed: readonly AnalysedCall[], choice: CallsChoice): Generator<string> {
  yield* callsText(analysed.filter(({ kind }) => kind === 'call').map((call) => toldOf(call, choice)));
  yield* upkeepText(analysed);
}

/** The table of registrations and keep-alives; nothing where there are none. */
export function* upkeepText(analysed: readonly AnalysedCall[]): Generator<string> {
  const rows = upkeepRows(upkeepOf(analysed.flatMap(({ requests }) => requests)));
  if (rows.length === 0) return;
  yield '';
  yield 'Registrations and keep-alives';
  for (const line of table(rows)) yield withoutControls(line);
}

/** A call as JSON. */
export function callJson(call: CallDetails & Findings): CallRowValue {
  return {
    kind: 'call',
    callId: call.callId,
    from: call.from,
    to: call.to,
    started: toIsoAsFarAsKnown(call.started),
    answered: toIsoAsFarAsKnown(call.answered),
    ended: toIsoAsFarAsKnown(call.ended),
    outcome: call.outcome,
    status: call.status,
    reason: call.reason,
    messages: call.messages,
    forks: call.forks.map(({ toTag, status }) => ({ toTag, status })),
    profile: call.profile.name,
    profileReason: call.profile.reason,
    roundTrip: null,
    findings: call.findings ?? null,
    evidence: call.evidence?.map(({ id, message }) => ({ id, message: capital(message) })) ?? null,
    diagnosis: call.diagnosis ?? null,
  };
}

/** The calls of an analysis and what else has a Call-ID, with the counts of their findings. */
export function analysedCalls(
  { trace, callCounts, diagnoses, replays }: Pick<Analysis, 'trace' | 'callCounts' | 'diagnoses' | 'replays'>,
  lines: Lines,
): readonly AnalysedCall[] {
  const replayOf = new Map((replays ?? []).map((replay) => [replay.call, replay]));
  return trace.calls
    .filter((call) => call.kind !== 'sdp')
    .map((call) => ({
      ...detailsOf(call),
      kind: dialogKindOf(call),
      requests: requestsOf(call),
      start: call.messages[0]?.message.record.span.start ?? 0,
      evidence: evidenceOf(replayOf.get(call)),
      findings: callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
      diagnosis: diagnosed(diagnoses.of(call), lines),
    }));
}

function detailsOf(call: Call): CallDetails {
  const { callId, from, to, outcome, status, reason, started, answered, ended, forks, profile } = call;
  return {
    callId,
    from,
    to,
    outcome,
    status,
    reason,
    started,
    answered,
    ended,
    talked: talkedFor(call),
    messages: call.messages.length,
    forks: forks.map(({ toTag, status: highest }) => ({ toTag, status: highest })),
    profile,
  };
}

function diagnosed(diagnosis: Diagnosis | null, lines: Lines): DiagnosisValue | null {
  return diagnosis === null ? null : diagnosisValue(diagnosis, lines);
}

function evidenceOf(replay: CallReplay | undefined): AnalysedCall['evidence'] {
  return replay === undefined ? [] : captureNotes(replay).map(({ id, message }) => ({ id, message }));
}

/** Calls, a line each and one for what went wrong, behind a line of headings. There may be very many, so none is kept. */
export function* callsText(calls: readonly ToldCall[]): Generator<string> {
  const columns = columnsOf(calls[0]?.findings !== undefined);
  const widths = columns.map(({ heading, cell }) =>
    calls.reduce((width, call) => Math.max(width, cell(call).length), heading.length),
  );
  yield inColumns(columns, ({ heading }) => heading, widths);
  for (const call of calls) {
    yield withoutControls(inColumns(columns, ({ cell }) => cell(call), widths));
    const { diagnosis = null } = call;
    if (diagnosis !== null) yield `    ${diagnosisLine(diagnosis)}`;
  }
}

type ToldCall = CallRow & Findings;

interface Column {
  readonly heading: string;
  readonly cell: (call: ToldCall) => string;
}

function columnsOf(tellsFindings: boolean): readonly Column[] {
  const clock = new Clock();
  return [
    { heading: 'STARTED', cell: ({ started }) => clock.text(started) },
    { heading: 'FROM', cell: ({ from }) => from },
    { heading: 'TO', cell: ({ to }) => to },
    {
      heading: 'OUTCOME',
      cell: ({ outcome, status }) => (status === null ? outcome : `${outcome} ${status}`),
    },
    {
      heading: 'DURATION',
      cell: ({ talked }) => (talked === null ? '-' : `${(talked / 1e6).toFixed(1)} s`),
    },
    { heading: 'MESSAGES', cell: ({ messages }) => String(messages) },
    { heading: 'PROFILE', cell: ({ profile }) => profile.name },
    ...(tellsFindings ? [findingsColumn] : []),
    { heading: 'CALL-ID', cell: ({ callId }) => callId },
  ];
}

const findingsColumn: Column = {
  heading: 'FINDINGS',
  cell: ({ findings }) => (findings === undefined ? '-' : findingsText(findings)),
};

/** `1 error, 2 warnings` */
function findingsText({ error, warning, info }: SeverityCounts): string {
  const counts = [
    [error, error === 1 ? 'error' : 'errors'],
    [warning, warning === 1 ? 'warning' : 'warnings'],
    [info, 'info'],
  ] as const;
  const words = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return words.length === 0 ? '-' : words.join(', ');
}

/** Prints times to the second, as far as they are known; those of one second look alike, and many calls begin in one. */
class Clock {
  private second = NaN;
  private date: TraceTime['date'] = 'full';
  private latest = '';

  text(time: TraceTime | null): string {
    if (time === null) return '-';
    const second = Math.floor(time.micros / 1e6);
    if (second !== this.second || time.date !== this.date) {
      this.second = second;
      this.date = time.date;
      this.latest = timeText(time) ?? '-';
    }
    return this.latest;
  }
}

/** Rows in columns; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) => inColumns(row, (cell) => cell, widths));
}

function inColumns<Column>(
  columns: readonly Column[],
  cellOf: (column: Column) => string,
  widths: readonly number[],
): string {
  let line = '';
  const last = columns.length - 1;
  for (const [place, column] of columns.entries())
    line += place === last ? cellOf(column) : `${cellOf(column).padEnd(widths[place] ?? 0)}  `;
  return line;
}
