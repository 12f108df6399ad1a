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
    message: messageText(finding.message),
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
      message: messageText(related.message),
      physicalLocation: {
        artifactLocation: { uri, index: artifact },
        region: { startLine: related.line, startColumn: related.column },
      },
    })),
  };
}

/** Of `[a](b)` a reader makes a link (SARIF 2.1.0 §3.11.6): what a trace holds must not become one. */
function messageText(text: string): { readonly text: string } {
  return { text: text.replaceAll('](', '\\](') };
}

/** A path as a URI reference, or as a URI where it is absolute: a reference counts from the repository's root. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/');
  const encoded = parts
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  // RFC 8089 §2 and E.2: a host only behind two slashes, and a drive behind three.
  if (parts.startsWith('//')) return `file:${encoded}`;
  if (parts.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(parts) ? `file:///${parts.slice(0, 2)}${encoded.slice('C%3A'.length)}` : encoded;
}
