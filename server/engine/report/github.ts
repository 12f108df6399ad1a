/** `lint --format github`: workflow commands that GitHub turns into annotations of a file's lines. */
import { withoutControls } from '../../../shared/controls';
import type { Severity } from '../../../shared/severities';
import type { LintWriter } from './file-report';
import { heldBackText, staleText } from './held-back';
import type { Write } from './json-stream';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export function githubWriter(write: Write): LintWriter {
  let path = '';
  return {
    begin: (head) => {
      path = head.path;
    },
    finding: (finding) => {
      const columns =
        finding.endLine === finding.line
          ? `,col=${finding.column},endColumn=${finding.endColumn}`
          : `,endLine=${finding.endLine}`;
      const properties = `file=${property(path)},line=${finding.line}${columns},title=${property(finding.rule.id)}`;
      write(`::${commands[finding.severity]} ${properties}::${data(finding.message)}\n`);
    },
    end: ({ withheld, heldBack }) => {
      const notes = [
        ...withheld.map(({ rule, count }) => `${count} more of ${rule} not shown`),
        ...heldBackText(heldBack),
      ];
      for (const note of notes) write(`::notice file=${property(path)}::${data(note)}\n`);
    },
    finish: ({ stale }) => {
      if (stale > 0) write(`::notice::${data(staleText(stale))}\n`);
    },
  };
}

/** The escapes that the runner undoes in the text of a command; what is left would steer who looks at its log. */
function data(text: string): string {
  return withoutControls(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

/** Those it undoes in a property, too. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
