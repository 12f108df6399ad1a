/** `calls`: one row a call. */
import type { Analysis } from '../analysis';
import type { Call } from '../calls/call';
import { captureNotes, type CaptureNote } from '../ice/capture-notes';
import type { CallReplay } from '../ice/model';
import { capital } from '../../../shared/words';
import type { SeverityCounts } from '../../../shared/severities';
import { type CallDetails, type CallRow, talkedFor } from '../calls/call-row';
import type { TraceTime } from '../../../shared/times';
import { toIso } from '../../../shared/times';
import { withoutControls } from '../../../shared/controls';
import type { ListWriter } from './list-writer';
import type { CallRowValue } from './shapes';

/** What was found in a call, where that was asked for. */
interface Findings {
  readonly findings?: SeverityCounts;
  readonly evidence?: readonly Pick<CaptureNote, 'id' | 'message'>[];
}

/** A call with what was found in it: plain data. */
export interface AnalysedCall extends CallDetails {
  readonly findings: SeverityCounts;
  /** What the capture shows of it. */
  readonly evidence: readonly Pick<CaptureNote, 'id' | 'message'>[];
  /** Where its first message begins in the trace text. */
  readonly start: number;
}

/** Tells of calls that were described in full. */
export function writeCalls(writer: ListWriter, calls: readonly (CallDetails & Findings)[]): void {
  for (const call of calls) writer.row(() => callJson(call));
  writer.lines(() => callsText(calls));
}

/** A call as JSON. */
export function callJson(call: CallDetails & Findings): CallRowValue {
  return {
    callId: call.callId,
    from: call.from,
    to: call.to,
    started: toIso(call.started),
    answered: toIso(call.answered),
    ended: toIso(call.ended),
    outcome: call.outcome,
    status: call.status,
    reason: call.reason,
    messages: call.messages,
    forks: call.forks.map(({ toTag, status }) => ({ toTag, status })),
    profile: call.profile.name,
    profileReason: call.profile.reason,
    findings: call.findings ?? null,
    evidence: call.evidence?.map(({ id, message }) => ({ id, message: capital(message) })) ?? null,
  };
}

/** The calls of an analysis, with the counts of their findings. */
export function analysedCalls({
  trace,
  callCounts,
  replays,
}: Pick<Analysis, 'trace' | 'callCounts' | 'replays'>): readonly AnalysedCall[] {
  const replayOf = new Map((replays ?? []).map((replay) => [replay.call, replay]));
  return trace.calls
    .filter((call) => call.kind === 'call')
    .map((call) => ({
      ...detailsOf(call),
      start: call.messages[0]?.message.record.span.start ?? 0,
      evidence: evidenceOf(replayOf.get(call)),
      findings: callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
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

function evidenceOf(replay: CallReplay | undefined): AnalysedCall['evidence'] {
  return replay === undefined ? [] : captureNotes(replay).map(({ id, message }) => ({ id, message }));
}

/** Calls, a line each, behind a line of headings. There may be very many, so none is kept. */
export function* callsText(calls: readonly (CallRow & Findings)[]): Generator<string> {
  const clock = new Clock();
  const headings = calls[0]?.findings === undefined ? plainHeadings : allHeadings;
  const widths = headings.map(({ length }) => length);
  for (const call of calls) {
    cellsOf(call, clock).forEach((cell, column) => {
      if (cell.length > (widths[column] ?? 0)) widths[column] = cell.length;
    });
  }
  yield inColumns(headings, widths);
  for (const call of calls) yield withoutControls(inColumns(cellsOf(call, clock), widths));
}

const commonHeadings = ['STARTED', 'FROM', 'TO', 'OUTCOME', 'DURATION', 'MESSAGES', 'PROFILE'] as const;
const plainHeadings = [...commonHeadings, 'CALL-ID'];
const allHeadings = [...commonHeadings, 'FINDINGS', 'CALL-ID'];

function cellsOf(call: CallRow & Findings, clock: Clock): readonly string[] {
  const { outcome, status, talked, findings } = call;
  return [
    clock.text(call.started),
    call.from,
    call.to,
    status === null ? outcome : `${outcome} ${status}`,
    talked === null ? '-' : `${(talked / 1e6).toFixed(1)} s`,
    String(call.messages),
    call.profile.name,
    ...(findings === undefined ? [] : [findingsText(findings)]),
    call.callId,
  ];
}

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

/** Prints times to the second; those of one second look alike, and many calls begin in one. */
class Clock {
  private second = NaN;
  private latest = '';

  text(time: TraceTime | null): string {
    if (time === null || time.date !== 'full') return '-';
    const second = Math.floor(time.micros / 1e6);
    if (second !== this.second) {
      this.second = second;
      this.latest = toIso(time)?.slice(0, 19).replace('T', ' ') ?? '-';
    }
    return this.latest;
  }
}

/** Rows in columns; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) => inColumns(row, widths));
}

function inColumns(row: readonly string[], widths: readonly number[]): string {
  let line = '';
  for (let column = 0; column < row.length - 1; column++)
    line += `${(row[column] ?? '').padEnd(widths[column] ?? 0)}  `;
  return line + (row.at(-1) ?? '');
}
