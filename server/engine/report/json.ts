/** `lint --format json` and `lint --format ndjson`. */
import type { FileHead, LintWriter, ReportedFinding } from './file-report';
import { jsonLine, JsonStream, type Write } from './json-stream';
import type { LintFinding, LintFindingLine, LintSummaryLine } from './shapes';

export function jsonWriter(write: Write): LintWriter {
  const json = new JsonStream(write);
  json.openObject();
  json.openArray('files');
  let about: Pick<FileHead, 'evidence' | 'unread' | 'repaired'> = { evidence: [], unread: [], repaired: [] };
  return {
    begin: (head) => {
      about = head;
      json.openObject();
      for (const name of ['path', 'format', 'messages', 'calls'] as const) json.value(head[name], name);
      json.openArray('findings');
    },
    finding: (finding) => {
      json.value(findingJson(finding));
    },
    end: ({ withheld, notEvaluated, diagnoses, heldBack }) => {
      json.close();
      json.value(diagnoses, 'diagnoses');
      json.value(withheld, 'withheld');
      json.value(heldBack.ignored, 'ignored');
      json.value(heldBack.known, 'known');
      json.value(notEvaluated, 'notEvaluated');
      json.value(about.evidence, 'evidence');
      json.value(about.unread, 'unread');
      json.value(about.repaired, 'repaired');
      json.close();
    },
    finish: (summary) => {
      json.close();
      json.value(summary, 'summary');
      json.close();
      write('\n');
    },
  };
}

/** A finding a line; the last line sums up, and says of each file what was not listed or not evaluated. */
export function ndjsonWriter(write: Write): LintWriter {
  const files: LintSummaryLine['files'][number][] = [];
  let head: FileHead | null = null;
  return {
    begin: (begun) => {
      head = begun;
    },
    finding: (finding) => {
      const line: LintFindingLine = { path: head?.path ?? '', ...findingJson(finding) };
      write(jsonLine(line));
    },
    end: ({ withheld, notEvaluated, diagnoses, heldBack: { ignored, known } }) => {
      if (head !== null) files.push({ ...head, diagnoses, withheld, ignored, known, notEvaluated });
    },
    finish: (summary) => {
      const line: LintSummaryLine = { summary, files };
      write(jsonLine(line));
    },
  };
}

function findingJson(finding: ReportedFinding): LintFinding {
  return {
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
  };
}
