/** The findings of files in the form that every output format starts from: lines and columns from 1. */
import type { HeldBack, RuleCount } from '../suppression/sieve';
import type { Analysis, Finding, RuleReason } from '../analysis/model';
import type { UnjudgedFinding } from '../analysis/trunk';
import { noteOf } from '../ice/capture-notes';
import type { Lines } from '../basics/lines';
import type { UnreadFrames } from '../basics/unread-frames';
import type { Rule } from '../rules/rule';
import type { Severity, SeverityCounts } from '../../../shared/severities';
import { captureValue } from './capture';
import { placedDiagnoses, tellingOf } from './diagnosis';
import type { CallDiagnosisValue, CaptureNoteValue, LintSummary, RepairValue } from './shapes';

/** What is known of a file before its findings are told. */
export interface FileHead {
  readonly path: string;
  readonly format: string;
  readonly messages: number;
  readonly calls: number;
  /** What the trace can and cannot show, a note each. */
  readonly evidence: readonly CaptureNoteValue[];
  /** Packets of which nothing is read. */
  readonly unread: readonly UnreadFrames[];
  /** What was repaired in the layout of its text before it was read. */
  readonly repaired: readonly RepairValue[];
}

/** What is known of a file behind its findings. */
export interface FileTail {
  readonly withheld: readonly RuleCount[];
  readonly notEvaluated: readonly RuleReason[];
  /** Of calls that failed or have defects, in order of the trace; the first ones. */
  readonly diagnoses: readonly CallDiagnosisValue[];
  /** How many calls failed, broke off or had no audio, also those that are not told. */
  readonly failed: number;
  /** All findings, the withheld ones too. */
  readonly counts: SeverityCounts;
  /** What is neither told nor counted: ignored, or known. */
  readonly heldBack: HeldBack;
  /** Rules that `#!ignore` lines name and that do not exist. */
  readonly unknownRules: readonly string[];
  /** Not all of the file was checked. */
  readonly isBroken?: boolean;
}

/** Writes the findings of files as it is told of them, one file after another. */
export interface LintWriter {
  begin(head: FileHead): void;
  /** The next finding of the file, in order of the trace. */
  finding(finding: ReportedFinding): void;
  end(tail: FileTail): void;
  /** Says that no file follows. */
  finish(summary: LintSummary): void;
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

/** Tells a writer of an analysis. */
export function writeAnalysis(
  writer: LintWriter,
  path: string,
  analysis: Analysis,
  lines: Lines,
  format: string = analysis.trace.format,
): void {
  const { findings, withheld, notEvaluated, counts, heldBack, unknownRules } = analysis;
  writer.begin(headOf(path, analysis, lines, format));
  for (const finding of findings) writer.finding(reportFinding(finding, lines));
  writer.end({
    withheld,
    notEvaluated,
    counts,
    heldBack,
    unknownRules,
    ...tellingOf(placedDiagnoses(analysis, lines), analysis.options.maxFindingsPerRule),
  });
}

/** What is told of a file beforehand. */
export function headOf(path: string, { trace }: Analysis, lines: Lines, format = trace.format): FileHead {
  return {
    path,
    format,
    messages: trace.messages.length,
    calls: trace.calls.filter((call) => call.kind === 'call').length,
    evidence: trace.evidence.notes.map((note) => captureValue(noteOf(note), lines)),
    unread: trace.unread,
    repaired: trace.repairs.map(({ what, places }) => ({
      what,
      places: places.length,
      line: lines.positionAt(places[0] ?? 0).line,
    })),
  };
}

/** Puts a finding into the form of reports. */
export function reportFinding(finding: Finding, lines: Lines): ReportedFinding {
  const { rule, severity, message } = finding;
  return { rule, severity, message, ...reportPlace(finding, lines) };
}

/** What of a report does not depend on what a rule says. */
export type ReportedPlace = Omit<ReportedFinding, 'rule' | 'severity' | 'message'>;

/** Puts the place of a finding into the form of reports. */
export function reportPlace(finding: Omit<UnjudgedFinding, 'shown'>, lines: Lines): ReportedPlace {
  const start = lines.positionAt(finding.range.start);
  const end = lines.positionAt(finding.range.end);
  const lineStart = finding.range.start - (start.column - 1);
  return {
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    frame: finding.frame,
    callId: finding.call.callId === '' ? null : finding.call.callId,
    fixable: finding.fix !== null,
    related: finding.related.map(({ range, message }) => {
      const place = lines.positionAt(range.start);
      return { line: place.line, column: place.column, message };
    }),
    sourceLine: lineIn(lines.textFrom(lineStart, longestLine)),
  };
}

/** So much of a line is shown. */
const longestLine = 500;

function lineIn(text: string): string {
  const end = text.search(/[\r\n]/);
  return end === -1 ? text : text.slice(0, end);
}
