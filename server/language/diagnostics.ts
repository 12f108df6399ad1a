/** Findings as LSP diagnostics. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { type Finding, messageOf } from '../engine/analysis/model';
import { basisWord } from '../engine/report/rule-docs';
import type { Severity } from '../../shared/severities';
import { ignoresIn } from '../engine/text/directives';
import { withContentLengths } from '../engine/corrections/content-length';
import { inTraceText } from '../engine/corrections/draft';
import { positionAt, rangeOf, type TraceView } from './view';

export const diagnosticSource = 'sip-trace';

/** What travels with a diagnostic, so that a quick fix needs no second look at the text. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fix: { readonly title: string; readonly edits: readonly FixEdit[] } | null;
}

export interface FixEdit {
  readonly range: Range;
  readonly newText: string;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/**
 * The diagnostics of a document, and a last one at its top where findings were withheld.
 *
 * @param docs URI of the folder of rule pages, with a slash at its end; null where there is none
 */
export function provideDiagnostics(view: TraceView, docs: string | null): readonly Diagnostic[] {
  return [
    ...view.analysis.findings.map((finding) => toDiagnostic(view, finding, docs)),
    ...withheldDiagnostics(view),
    ...unknownDiagnostics(view),
  ];
}

function toDiagnostic(view: TraceView, finding: Finding, docs: string | null): Diagnostic {
  const { rule, fix } = finding;
  const message = messageOf(view.analysis, finding);
  const data: DiagnosticData = {
    rule: rule.id,
    fix:
      fix === null
        ? null
        : {
            title: fix.title,
            edits: inTraceText(message, withContentLengths(message.parsed, fix.edits)).map((edit) => ({
              range: rangeOf(view, edit),
              newText: edit.newText,
            })),
          },
  };
  return {
    range: rangeOf(view, finding.range),
    severity: severities[finding.severity],
    code: rule.id,
    ...(docs === null ? {} : { codeDescription: { href: `${docs}${rule.id}.md` } }),
    source: diagnosticSource,
    message: `${sentenceByLine(finding.message)} [${basisWord(rule.basis)}]`,
    ...(rule.superfluous === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: finding.related.map(({ range, message }) => ({
      location: { uri: view.uri, range: rangeOf(view, range) },
      message,
    })),
    data,
  };
}

/** A sentence a line, as editors show them. */
function sentenceByLine(text: string): string {
  return text.replaceAll(/(?<=[.!?]) (?=[A-Z])/g, '\n');
}

/** One note that counts what is not shown: silence must mean "checked and fine". */
function withheldDiagnostics(view: TraceView): readonly Diagnostic[] {
  const { withheld } = view.analysis;
  if (withheld.length === 0) return [];
  const list = withheld.map(({ rule, count }) => `${count} more of ${rule}`).join(', ');
  const start = positionAt(view, 0);
  return [
    {
      range: { start, end: start },
      severity: DiagnosticSeverity.Information,
      source: diagnosticSource,
      message: `Not shown: ${list}. The setting sipTrace.maxFindingsPerRule decides how many are shown.`,
    },
  ];
}

/** `#!ignore` lines that name no rule. */
function unknownDiagnostics(view: TraceView): readonly Diagnostic[] {
  const { unknownRules, trace } = view.analysis;
  if (unknownRules.length === 0) return [];
  return ignoresIn(trace.text, 0, trace.text.length)
    .filter(({ value }) => unknownRules.includes(value.text))
    .map(({ value }) => ({
      range: rangeOf(view, value),
      severity: DiagnosticSeverity.Warning,
      source: diagnosticSource,
      message: 'There is no rule of this name, so nothing is ignored.',
    }));
}
