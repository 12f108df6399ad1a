/** `lint --format sarif`: SARIF 2.1.0 (OASIS), for code-scanning services. */
import type { Rule } from '../rules/rule';
import type { Severity } from '../../../shared/severities';
import type { LintWriter, ReportedFinding } from './file-report';
import { JsonStream, type Write } from './json-stream';
import { appliesText, basisText } from './rule-docs';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

export function sarifWriter(write: Write, rules: readonly Rule[], version: string): LintWriter {
  const json = new JsonStream(write);
  const numbers = new Map(rules.map((rule, number) => [rule, number]));
  const paths: string[] = [];
  json.openObject();
  json.value('https://json.schemastore.org/sarif-2.1.0.json', '$schema');
  json.value('2.1.0', 'version');
  json.openArray('runs');
  json.openObject();
  json.value(
    {
      driver: { name: 'SIP Trace Inspector', semanticVersion: version, rules: rules.map(ruleText) },
    },
    'tool',
  );
  json.value('utf16CodeUnits', 'columnKind');
  json.openArray('results');
  return {
    begin: ({ path }) => {
      paths.push(path);
    },
    finding: (finding) => {
      json.value(result(paths.at(-1) ?? '', paths.length - 1, finding, numbers.get(finding.rule) ?? -1));
    },
    end: () => undefined,
    finish: ({ ignored, known, stale }) => {
      json.close();
      // Of what is suppressed a result could be told with its reason; it is counted, as everywhere.
      json.value({ ignored, known, stale }, 'properties');
      // Which files there are is known when all were read.
      json.value(
        paths.map((path) => ({ location: { uri: uriOf(path) } })),
        'artifacts',
      );
      json.close();
      json.close();
      json.close();
      write('\n');
    },
  };
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

function result(path: string, artifact: number, finding: ReportedFinding, ruleIndex: number): object {
  const uri = uriOf(path);
  return {
    ruleId: finding.rule.id,
    ruleIndex,
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
