/** `lint --format text`: for people at a terminal. */
import { plural } from '../../../shared/words';
import type { Severity } from '../../../shared/severities';
import { heldBackText, staleText } from './held-back';
import type { LintSummary } from './shapes';
import type { FileHead, FileTail, LintWriter, ReportedFinding } from './file-report';
import type { Write } from './json-stream';
import { reasonsOf } from './reasons';
import { basisAndSource } from './rule-docs';
import { maskSecrets } from '../sdp/secrets';
import { withoutControls } from '../../../shared/controls';
import { repairParagraph } from '../layout/repair';
import { nothingFound, unreadParagraph } from '../basics/unread-frames';
import { captureParagraph } from './capture';
import { diagnosisLine } from './diagnosis';
import type { Paint } from './paint';

/** Writes for people; `paint` colours, or does nothing where the output is no terminal. */
export function textWriter(write: Write, paint: Paint): LintWriter {
  let path = '';
  let files = 0;
  let isAnyRead = false;
  let isAllChecked = true;
  let failed = 0;
  return {
    begin: (head) => {
      path = head.path;
      files++;
      isAnyRead ||= head.messages > 0;
      put(write, headLines(head, paint));
    },
    finding: (finding) => {
      put(write, findingLines(path, finding, paint));
    },
    end: (tail) => {
      isAllChecked &&= tail.isBroken !== true;
      failed += tail.failed;
      put(write, [...tailLines(tail, paint), '']);
    },
    finish: (summary) => {
      if (files > 0)
        put(write, [
          isAnyRead ? summaryText(files, summary, failed, isAllChecked, paint) : 'Nothing was checked.',
        ]);
    },
  };
}

function put(write: Write, lines: readonly string[]): void {
  if (lines.length > 0) write(`${lines.join('\n')}\n`);
}

/** Calls that are told of behind the findings of a file. */
const mostDiagnoses = 10;

/** Rules that are named in a line. */
const mostNamed = 8;

function headLines(file: FileHead, paint: Paint): readonly string[] {
  return [
    paint.strong(withoutControls(file.path)) + paint.dim(`  ${contentText(file)}`),
    ...[
      ...captureParagraph(file.evidence.map(({ message }) => message)),
      ...unreadParagraph(file.unread),
      ...repairParagraph(file.repaired),
    ].map((paragraph) => paint.dim(`  ${withoutControls(paragraph)}`)),
  ];
}

function tailLines(
  { withheld, notEvaluated, diagnoses, heldBack, isBroken }: FileTail,
  paint: Paint,
): readonly string[] {
  const told = diagnoses.slice(0, mostDiagnoses);
  return [
    ...told.map((each) => `  ${withoutControls(`${each.kind} ${each.callId}`)}: ${diagnosisLine(each)}`),
    ...(told.length === diagnoses.length
      ? []
      : [paint.dim(`  ${diagnoses.length - told.length} more such calls; "sip-trace explain" tells of all`)]),
    ...(isBroken === true ? ['  not checked to its end'] : []),
    ...withheld.map(({ rule, count }) =>
      paint.dim(`  ${count} more of ${rule} not shown; --max-findings 0 shows all`),
    ),
    ...heldBackText(heldBack).map((line) => paint.dim(`  ${line}`)),
    ...reasonsOf(notEvaluated).map(({ rules, reason }) =>
      paint.dim(
        rules.length <= mostNamed
          ? `  not evaluated, as ${reason}: ${rules.join(', ')}`
          : `  ${rules.length} rules not evaluated, as ${reason}; --format json names them`,
      ),
    ),
  ];
}

function contentText(file: FileHead): string {
  // What the packets of a capture are instead follows in the next line.
  if (file.messages === 0) return nothingFound([]);
  return `${file.format}, ${plural(file.messages, 'message')}, ${plural(file.calls, 'call')}`;
}

function findingLines(path: string, finding: ReportedFinding, paint: Paint): readonly string[] {
  const place = `${withoutControls(path)}:${finding.line}:${finding.column}`;
  const head = `  ${place}  ${paint.severity(finding.severity)}  ${paint.dim(finding.rule.id)} ${paint.dim(`[${basisAndSource(finding.rule)}]`)}`;
  const source = withoutControls(maskSecrets(finding.sourceLine)).replaceAll('\t', ' ');
  // Of a long line only the beginning is printed.
  const rest = Math.max(0, source.length - finding.column + 1);
  const width = finding.endLine === finding.line ? Math.min(rest, finding.endColumn - finding.column) : rest;
  const marks =
    ' '.repeat(Math.min(finding.column - 1, source.length)) +
    paint.marker('^'.repeat(Math.max(1, width)), finding.severity);
  return [
    head,
    `    ${withoutControls(finding.message)}`,
    ...(finding.column > source.length + 1
      ? []
      : [`    ${paint.dim('|')} ${source}`, `    ${paint.dim('|')} ${marks}`]),
    ...finding.related.map(({ line, message }) =>
      paint.dim(`    see line ${line}: ${withoutControls(message)}`),
    ),
  ];
}

function summaryText(
  files: number,
  counts: LintSummary,
  failed: number,
  isAllChecked: boolean,
  paint: Paint,
): string {
  const parts = (['error', 'warning', 'info'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint.marker(countText(severity, counts[severity]), severity));
  const read = `${isAllChecked ? '' : ' in what was checked'}${files === 1 ? '' : ` in ${plural(files, 'file')}`}`;
  const calls = failed === 0 ? '' : ` ${plural(failed, 'call')} failed or ended abnormally.`;
  const silent = [
    ...(counts.ignored > 0 ? [`${counts.ignored} ignored`] : []),
    ...(counts.known > 0 ? [`${counts.known} known`] : []),
  ];
  const beside = silent.length === 0 ? '' : ` (${silent.join(', ')})`;
  const stale = counts.stale === 0 ? '' : ` ${staleText(counts.stale)}.`;
  if (parts.length > 0) return `${parts.join(', ')}${beside}${read}.${calls}${stale}`;
  const none = beside === '' ? 'No findings' : `No findings but those that are not told${beside}`;
  return `${failed === 0 ? none : `No rule is broken${beside}`}${read}.${calls}${stale}`;
}

function countText(severity: Severity, count: number): string {
  return severity === 'info' ? plural(count, 'note') : plural(count, severity);
}
