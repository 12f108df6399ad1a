/** `calls`: one row a call. The JSON shape is fixed. */
import type { Analysis } from '../analysis';
import type { Call } from '../calls/call';
import type { TraceTime } from '../text/record';
import { toIso } from '../text/time';
import { withoutControls } from './secrets';

/** The calls of an analysis as JSON. */
export function callsJson(analysis: Analysis): readonly object[] {
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

/** The calls of an analysis, a line each, behind a line of headings. */
export function callsText(analysis: Analysis): readonly string[] {
  const rows = callsOf(analysis).map((call) => {
    const counts = analysis.callCounts.get(call);
    return [
      iso(call.started)?.slice(0, 19).replace('T', ' ') ?? '-',
      call.from,
      call.to,
      `${call.outcome}${call.status === null ? '' : ` ${String(call.status)}`}`,
      durationText(call),
      String(call.messages.length),
      call.profile.name,
      `${String(counts?.error ?? 0)}/${String(counts?.warning ?? 0)}/${String(counts?.info ?? 0)}`,
      call.callId,
    ].map(withoutControls);
  });
  return table([
    ['STARTED', 'FROM', 'TO', 'OUTCOME', 'DURATION', 'MESSAGES', 'PROFILE', 'ERR/WARN/NOTE', 'CALL-ID'],
    ...rows,
  ]);
}

function callsOf(analysis: Analysis): readonly Call[] {
  return analysis.trace.calls.filter((call) => call.kind === 'call');
}

function iso(time: TraceTime | null): string | null {
  return time === null ? null : toIso(time);
}

/** Seconds from the answer to the end. */
function durationText(call: Call): string {
  if (call.answered === null || call.ended === null) return '-';
  return `${((call.ended.micros - call.answered.micros) / 1e6).toFixed(1)} s`;
}

/** Rows in columns; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  );
}
