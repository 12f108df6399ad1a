/** Colours of a terminal, by meaning. */
import type { Severity } from '../../../shared/severities';

export interface Paint {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly severity: (severity: Severity) => string;
  readonly marker: (text: string, severity: Severity) => string;
}

const severityColours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36 };

function sequence(code: number): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
}

export const colours: Paint = {
  strong: sequence(1),
  dim: sequence(2),
  severity: (severity) => sequence(severityColours[severity])(severity.padEnd(7)),
  marker: (text, severity) => sequence(severityColours[severity])(text),
};

export const plain: Paint = {
  strong: (text) => text,
  dim: (text) => text,
  severity: (severity) => severity.padEnd(7),
  marker: (text) => text,
};
