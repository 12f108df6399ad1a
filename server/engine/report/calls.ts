/** `calls`: one row a call. */
import type { Analysis } from '../analysis';
import { talkedFor, type CallRow } from '../calls/call-row';
import type { Call } from '../calls/call';
import type { TraceTime } from '../../../shared/times';
import { toIso } from '../text/time';
import { withoutControls } from '../../../shared/controls';
import type { CallsOutput } from './shapes';

/** The calls of an analysis as JSON. */
export function callsJson(analysis: Analysis): CallsOutput {
  return callsOf(analysis).map((call) => ({
    callId: call.callId,
    from: call.from,
    to: call.to,
    started: iso(call.started),
    answered: iso(call.answered),
    ended: iso(call.ended),
    outcome: call.outcome,
    status: call.status,
    reason: call.reason,
    messages: call.messages.length,
    forks: call.forks.map(({ toTag, status }) => ({ toTag, status })),
    profile: call.profile.name,
    profileReason: call.profile.reason,
    findings: analysis.callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
  }));
}

/** The calls of a trace as a list shows them. */
export function callRows(calls: readonly Call[]): readonly CallRow[] {
  return calls
    .filter((call) => call.kind === 'call')
    .map((call) => ({ ...call, messages: call.messages.length, talked: talkedFor(call) }));
}

/** Calls, a line each, behind a line of headings. There may be very many, so none is kept. */
export function* callsText(calls: readonly CallRow[]): Generator<string> {
  const clock = new Clock();
  const widths = headings.map(({ length }) => length);
  for (const call of calls) {
    cellsOf(call, clock).forEach((cell, column) => {
      if (cell.length > (widths[column] ?? 0)) widths[column] = cell.length;
    });
  }
  yield inColumns(headings, widths);
  for (const call of calls) yield withoutControls(inColumns(cellsOf(call, clock), widths));
}

const headings = ['STARTED', 'FROM', 'TO', 'OUTCOME', 'DURATION', 'MESSAGES', 'PROFILE', 'CALL-ID'] as const;

function cellsOf(call: CallRow, clock: Clock): readonly string[] {
  const { outcome, status, talked } = call;
  return [
    clock.text(call.started),
    call.from,
    call.to,
    status === null ? outcome : `${outcome} ${String(status)}`,
    talked === null ? '-' : `${(talked / 1e6).toFixed(1)} s`,
    String(call.messages),
    call.profile.name,
    call.callId,
  ];
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
      this.latest = iso(time)?.slice(0, 19).replace('T', ' ') ?? '-';
    }
    return this.latest;
  }
}

function callsOf(analysis: Analysis): readonly Call[] {
  return analysis.trace.calls.filter((call) => call.kind === 'call');
}

function iso(time: TraceTime | null): string | null {
  return time === null ? null : toIso(time);
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
