/** `lint --format text`: for people at a terminal. */
import { plural } from '../../../shared/words';
import type { Severity } from '../../../shared/severities';
import { sumCounts, type FileReport, type ReportedFinding } from './file-report';
import { reasonsOf } from './reasons';
import { basisAndSource } from './rule-docs';
import { maskSecrets } from '../sdp/secrets';
import { withoutControls } from '../../../shared/controls';
import { captureParagraph } from './capture';
import type { Paint } from './paint';

/** Renders reports; `paint` colours, or does nothing where the output is no terminal. */
export function toText(files: readonly FileReport[], paint: Paint): string {
  return [...files.map((file) => fileText(file, paint)), summaryText(files, paint)].join('\n');
}

/** Rules that are named in a line. */
const mostNamed = 8;

function fileText(file: FileReport, paint: Paint): string {
  const lines = [paint.strong(withoutControls(file.path)) + paint.dim(`  ${contentText(file)}`)];
  for (const paragraph of captureParagraph(file.evidence.map(({ message }) => message)))
    lines.push(paint.dim(`  ${withoutControls(paragraph)}`));
  for (const finding of file.findings) lines.push(...findingLines(file.path, finding, paint));
  for (const { rule, count } of file.withheld) {
    lines.push(paint.dim(`  ${count} more of ${rule} not shown; --max-findings 0 shows all`));
  }
  for (const { rules, reason } of reasonsOf(file.notEvaluated)) {
    lines.push(
      paint.dim(
        rules.length <= mostNamed
          ? `  not evaluated, as ${reason}: ${rules.join(', ')}`
          : `  ${rules.length} rules not evaluated, as ${reason}; --format json names them`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function contentText(file: FileReport): string {
  if (file.messages === 0) return 'no SIP message and no session description found';
  return `${file.format}, ${plural(file.messages, 'message')}, ${plural(file.calls, 'call')}`;
}

function findingLines(path: string, finding: ReportedFinding, paint: Paint): readonly string[] {
  const place = `${withoutControls(path)}:${finding.line}:${finding.column}`;
  const head = `  ${place}  ${paint.severity(finding.severity)}  ${paint.dim(finding.rule.id)} ${paint.dim(`[${basisAndSource(finding.rule)}]`)}`;
  const source = withoutControls(maskSecrets(finding.sourceLine)).replaceAll('\t', ' ');
  const width =
    finding.endLine === finding.line
      ? finding.endColumn - finding.column
      : source.length - finding.column + 1;
  const marks =
    ' '.repeat(finding.column - 1) + paint.marker('^'.repeat(Math.max(1, width)), finding.severity);
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

function summaryText(files: readonly FileReport[], paint: Paint): string {
  const counts = sumCounts(files);
  const parts = (['error', 'warning', 'info'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint.marker(countText(severity, counts[severity]), severity));
  if (files.every((file) => file.messages === 0)) return 'Nothing was checked.';
  const read = files.length === 1 ? '' : ` in ${plural(files.length, 'file')}`;
  return parts.length === 0 ? `No findings${read}.` : `${parts.join(', ')}${read}.`;
}

function countText(severity: Severity, count: number): string {
  return severity === 'info' ? plural(count, 'note') : plural(count, severity);
}
