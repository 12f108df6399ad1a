/** `lint --format sarif`: SARIF 2.1.0 (OASIS), for code-scanning services. */
import type { Rule } from '../rules/rule';
import type { Severity } from '../../../shared/severities';
import type { FileReport, ReportedFinding } from './file-report';
import { appliesText, basisText } from './rule-docs';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

export function toSarif(files: readonly FileReport[], rules: readonly Rule[], version: string): string {
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'SIP Trace Inspector', semanticVersion: version, rules: rules.map(ruleText) },
          },
          columnKind: 'utf16CodeUnits',
          artifacts: files.map((file) => ({ location: { uri: uriOf(file.path) } })),
          results: files.flatMap((file, index) =>
            file.findings.map((finding) => result(file, index, finding, rules)),
          ),
        },
      ],
    },
    null,
    2,
  );
}

function ruleText(rule: Rule): object {
  return {
    id: rule.id,
    shortDescription: { text: `${rule.title}.` },
    help: {
      text: `${rule.title}. Basis: ${basisText(rule.basis)}. Who must comply: ${appliesText(rule.applies)}. Source: ${rule.source.join('; ')}.`,
    },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { basis: rule.basis, applies: rule.applies, profiles: rule.profiles },
  };
}

function result(
  file: FileReport,
  artifact: number,
  finding: ReportedFinding,
  rules: readonly Rule[],
): object {
  const uri = uriOf(file.path);
  return {
    ruleId: finding.rule.id,
    ruleIndex: rules.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri, index: artifact },
          region: {
            startLine: finding.line,
            startColumn: finding.column,
            endLine: finding.endLine,
            endColumn: finding.endColumn,
          },
        },
      },
    ],
    relatedLocations: finding.related.map((related, id) => ({
      id,
      message: { text: related.message },
      physicalLocation: {
        artifactLocation: { uri, index: artifact },
        region: { startLine: related.line, startColumn: related.column },
      },
    })),
  };
}

/** A path as a relative or absolute URI reference. */
function uriOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
}
