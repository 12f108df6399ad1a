/** `lint --format json`. */
import { sumCounts, type FileReport } from './file-report';
import type { LintOutput } from './shapes';

export function toJson(files: readonly FileReport[]): string {
  return JSON.stringify(lintJson(files), null, 2);
}

function lintJson(files: readonly FileReport[]): LintOutput {
  return {
    files: files.map((file) => ({
      path: file.path,
      format: file.format,
      messages: file.messages,
      calls: file.calls,
      findings: file.findings.map((finding) => ({
        rule: finding.rule.id,
        severity: finding.severity,
        basis: finding.rule.basis,
        message: finding.message,
        line: finding.line,
        column: finding.column,
        endLine: finding.endLine,
        endColumn: finding.endColumn,
        frame: finding.frame,
        callId: finding.callId,
        fixable: finding.fixable,
        related: finding.related,
      })),
      withheld: file.withheld,
      notEvaluated: file.notEvaluated,
      evidence: file.evidence,
    })),
    summary: sumCounts(files),
  };
}
