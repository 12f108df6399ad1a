/** The findings of one file in the form that every output format starts from: lines and columns from 1. */
import type { Analysis, Finding, RuleCount, RuleReason } from '../analysis';
import { notesOf } from '../evidence/notes';
import { noteOf } from '../ice/capture-notes';
import type { LineIndex } from '../basics/lines';
import type { Rule } from '../rules/rule';
import type { Severity, SeverityCounts } from '../../../shared/severities';
import { captureValue } from './capture';
import type { CaptureNoteValue } from './shapes';

export interface FileReport {
  readonly path: string;
  readonly format: string;
  readonly messages: number;
  readonly calls: number;
  readonly findings: readonly ReportedFinding[];
  readonly withheld: readonly RuleCount[];
  readonly notEvaluated: readonly RuleReason[];
  /** What the trace can and cannot show, a note each. */
  readonly evidence: readonly CaptureNoteValue[];
  readonly counts: SeverityCounts;
}

export interface ReportedFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
  /** Packet number in a capture. */
  readonly frame: number | null;
  readonly callId: string | null;
  readonly fixable: boolean;
  readonly related: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  /** The line that the finding begins in, as it stands in the file. */
  readonly sourceLine: string;
}

/** Puts an analysis into the form of a report. */
export function reportFile(
  path: string,
  analysis: Analysis,
  lines: LineIndex,
  format: string = analysis.trace.format,
): FileReport {
  const { trace } = analysis;
  return {
    path,
    format,
    messages: trace.messages.length,
    calls: trace.calls.filter((call) => call.kind === 'call').length,
    findings: analysis.findings.map((finding) => reportFinding(finding, trace.text, lines)),
    withheld: analysis.withheld,
    notEvaluated: analysis.notEvaluated,
    evidence: notesOf(trace.evidence).map((note) => captureValue(noteOf(note), lines)),
    counts: analysis.counts,
  };
}

function reportFinding(finding: Finding, text: string, lines: LineIndex): ReportedFinding {
  const start = lines.positionAt(finding.range.start);
  const end = lines.positionAt(finding.range.end);
  const lineStart = finding.range.start - (start.column - 1);
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    frame: finding.in.record.meta.frame ?? null,
    callId: finding.call.callId === '' ? null : finding.call.callId,
    fixable: finding.fix !== null,
    related: finding.related.map(({ range, message }) => {
      const place = lines.positionAt(range.start);
      return { line: place.line, column: place.column, message };
    }),
    sourceLine: text.slice(lineStart, endOfLine(text, lineStart)),
  };
}

function endOfLine(text: string, start: number): number {
  const limit = Math.min(text.length, start + 500);
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return limit;
}

/** Sums the counts of several files. */
export function sumCounts(files: readonly FileReport[]): SeverityCounts {
  return {
    error: files.reduce((sum, file) => sum + file.counts.error, 0),
    warning: files.reduce((sum, file) => sum + file.counts.warning, 0),
    info: files.reduce((sum, file) => sum + file.counts.info, 0),
  };
}
