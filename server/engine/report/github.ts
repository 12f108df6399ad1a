/** `lint --format github`: workflow commands that GitHub turns into annotations of a file's lines. */
import type { Severity } from '../../../shared/severities';
import type { FileReport } from './file-report';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export function toGithub(files: readonly FileReport[]): string {
  const lines = files.flatMap((file) => [
    ...file.findings.map((finding) => {
      const columns =
        finding.endLine === finding.line
          ? `,col=${finding.column},endColumn=${finding.endColumn}`
          : `,endLine=${finding.endLine}`;
      const properties = `file=${property(file.path)},line=${finding.line}${columns},title=${property(finding.rule.id)}`;
      return `::${commands[finding.severity]} ${properties}::${data(finding.message)}`;
    }),
    ...file.withheld.map(
      ({ rule, count }) =>
        `::notice file=${property(file.path)}::${data(`${count} more of ${rule} not shown`)}`,
    ),
  ]);
  return lines.join('\n');
}

/** The escapes that the runner undoes in the text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Those it undoes in a property, too. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
