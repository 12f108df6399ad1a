/** Quick fixes, fix-all, and what else can be done with a description. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { type Analysis, type Finding, messageOf } from '../engine/analysis/model';
import { perObject } from '../engine/basics/memo';
import { correctTrace, editsOfFix } from '../engine/corrections/correct';
import { isEditable } from '../engine/corrections/editable';
import { isFixable, type Fixable } from '../engine/corrections/whole-fixes';
import type { TextEdit as TraceEdit } from '../engine/sdp/write';
import { ignoreMark } from '../engine/text/directives';
import { clientCommands } from '../../shared/protocol';
import { bodyAt, findingsIn, findingsOfBody, type FoundBody } from './bodies';
import { answersBeside } from './answers-beside';
import { diagnosticSource } from './diagnostics';
import { ticketText } from './ticket-text';
import { positionAt, rangeOf, type TraceView } from './view';

/** The kind of *fix all*; `source.fixAll` asks for it too. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.sipTrace`;

/** The actions for a range. The context's kinds narrow them down. */
export function provideCodeActions(
  view: TraceView,
  range: Range,
  context: CodeActionContext,
): readonly CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const found = bodyAt(view, range.start);
  const { diagnostics } = context;
  return [
    ...(wants(CodeActionKind.QuickFix) ? findingActions(view, range, diagnostics, found) : []),
    ...(wants(CodeActionKind.Refactor) && found !== null ? answerActions(view, found, range) : []),
    // All fixes take as long as several analyses; editors ask at each move of the cursor, and list no such action unasked.
    ...(wants(fixAllKind) && context.only !== undefined ? fixAll(view) : []),
  ];
}

/**
 * What can be done with the findings at a range, in the order of the menu: see what mends it, mend it, tell of it, do
 * without it. Editors list nothing else beside a diagnostic than what calls itself a quick fix.
 */
function findingActions(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  found: FoundBody | null,
): readonly CodeAction[] {
  return [
    ...(found === null ? [] : compareActions(view, found, range)),
    ...quickFixes(view, range, diagnostics),
    ...(found === null ? [] : bodyActions(view, found, range)),
    ...(found === null ? [] : answersActions(view, found, range)),
    ...panelActions(view, range, diagnostics),
    ...ruleActions(view, range, diagnostics),
    ...ignoreActions(view, range, diagnostics),
  ];
}

/** Each is judged before it is offered, and a file that is selected as a whole may have hundreds. */
const mostFixes = 20;

/** One action for each fix of the findings at the range that may be applied in place. */
function quickFixes(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const fixable = findingsIn(view, range).filter(
    (finding): finding is Fixable =>
      isFixable(finding) && isEditable(view.analysis.trace, messageOf(view.analysis, finding)),
  );
  return fixable.slice(0, mostFixes).flatMap((finding) => {
    const edits = editsOfFix(view.analysis, finding);
    if (edits === null) return [];
    return [
      {
        title: `${finding.fix.title} (${finding.rule.id})`,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnosticsOf(view, finding, diagnostics),
        // One finding, one fix: there is no second right answer to choose from.
        isPreferred: fixable.every((other) => other === finding || other.rule !== finding.rule),
        edit: { changes: { [view.uri]: textEdits(view, edits) } },
      },
    ];
  });
}

function diagnosticsOf(view: TraceView, finding: Finding, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const { start, end } = rangeOf(view, finding.range);
  return diagnostics.filter(
    ({ source, code, range }) =>
      source === diagnosticSource &&
      code === finding.rule.id &&
      range.start.line === start.line &&
      range.start.character === start.character &&
      range.end.line === end.line &&
      range.end.character === end.character,
  );
}

/** The description beside what its fixes make of it. The title names the fixes of the place, or how many there are. */
function compareActions(view: TraceView, found: FoundBody, range: Range): readonly CodeAction[] {
  const fixable = findingsOfBody(view, found).filter(isFixable);
  if (fixable.length === 0) return [];
  const here = findingsIn(view, range)
    .filter((finding) => fixable.some((each) => each === finding))
    .map(({ fix }) => fix?.title ?? '');
  const [first, ...others] = new Set(here);
  const what =
    first === undefined
      ? countOf(fixable.length, 'fix', 'fixes')
      : `${first.slice(0, 1).toLowerCase()}${first.slice(1)}${others.length === 0 ? '' : ` and ${others.length} more`}`;
  return [
    commandAction(`Compare with corrected body: ${what}`, clientCommands.compareCorrectedBody, [
      view.uri,
      range.start,
    ]),
  ];
}

/** What leaves the file as it is: the corrected description, to copy or to look at. */
function bodyActions(view: TraceView, found: FoundBody, range: Range): readonly CodeAction[] {
  const { length } = findingsOfBody(view, found).filter(isFixable);
  if (length === 0) return [];
  const fixes = countOf(length, 'fix', 'fixes');
  const place = [view.uri, range.start];
  return [
    commandAction(`Open corrected body beside (${fixes})`, clientCommands.openCorrectedBody, place),
    commandAction(`Copy corrected body (${fixes})`, clientCommands.copyCorrectedBody, place),
  ];
}

/** The answers of one dialog to one offer beside each other: they must not differ (RFC 3261 §13.2.1). */
function answersActions(view: TraceView, found: FoundBody, range: Range): readonly CodeAction[] {
  const pair = findingsIn(view, range).length === 0 ? null : answersBeside(view, found);
  if (pair === null) return [];
  const [one, other] = pair;
  return [
    commandAction(`Compare ${one.name} and ${other.name}`, clientCommands.compareBodies, [
      view.uri,
      one,
      other,
    ]),
  ];
}

/** For each rule at the range: tell others of its finding, or choose how bad it is. */
function ruleActions(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const findings = new Map(findingsIn(view, range).map((finding) => [finding.rule.id, finding]));
  const ofRule = (rule: string): string => (findings.size === 1 ? '' : ` (${rule})`);
  return [...findings].flatMap(([rule, finding]) => {
    const shown = diagnosticsOf(view, finding, diagnostics);
    return [
      {
        ...commandAction(`Copy finding for a ticket${ofRule(rule)}`, clientCommands.copyFinding, [
          ticketText(view, finding),
        ]),
        diagnostics: shown,
      },
      {
        ...commandAction(`Set severity of ${rule}…`, clientCommands.setSeverity, [rule]),
        diagnostics: shown,
      },
    ];
  });
}

function commandAction(title: string, command: string, args: unknown[]): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, command: { title, command, arguments: args } };
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The call of a finding in its panel. */
function panelActions(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const ofCalls = findingsIn(view, range).filter(({ call }) => call.kind === 'call');
  if (ofCalls.length === 0) return [];
  const title = 'Show in the call panel';
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: ofCalls.flatMap((finding) => diagnosticsOf(view, finding, diagnostics)),
      command: { title, command: clientCommands.openCall, arguments: [view.uri, range.start] },
    },
  ];
}

/**
 * A line above the message that says not to tell of a rule there; above the first one it speaks of the whole file. Only
 * what somebody wrote by hand may say so: a log is evidence.
 */
function ignoreActions(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const actions = new Map<string, CodeAction>();
  for (const finding of findingsIn(view, range)) {
    const message = messageOf(view.analysis, finding);
    if (!isEditable(view.analysis.trace, message) || actions.has(finding.rule.id)) continue;
    const { id } = finding.rule;
    const { line } = positionAt(view, message.record.message.start);
    const start = { line, character: 0 };
    const lineEnd = message.parsed.content.includes('\r\n') ? '\r\n' : '\n';
    const newText = `${ignoreMark} ${id} (say why)${lineEnd}`;
    actions.set(id, {
      title: `Ignore ${id} ${message.index === 0 ? 'in this file' : 'here'}: write the reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnosticsOf(view, finding, diagnostics),
      edit: { changes: { [view.uri]: [{ range: { start, end: start }, newText }] } },
    });
  }
  return [...actions.values()];
}

function answerActions(view: TraceView, { body }: FoundBody, range: Range): readonly CodeAction[] {
  if (body.role === 'answer' || body.sdp.media.length === 0) return [];
  return [
    {
      title: 'Generate a compliant answer to this offer',
      kind: CodeActionKind.RefactorRewrite,
      command: {
        title: 'Generate a compliant answer to this offer',
        command: clientCommands.generateAnswer,
        arguments: [view.uri, range.start],
      },
    },
  ];
}

/** All fixes of the document in one edit; nothing where the document is evidence. */
function fixAll(view: TraceView): readonly CodeAction[] {
  const edits = allFixes(view.analysis);
  if (edits.length === 0) return [];
  return [
    {
      title: 'Fix all SIP Trace problems',
      kind: fixAllKind,
      edit: { changes: { [view.uri]: textEdits(view, edits) } },
    },
  ];
}

/** Asked for as a list, and once more where it is applied. */
const allFixes = perObject((analysis: Analysis): readonly TraceEdit[] => correctTrace(analysis).edits);

function textEdits(view: TraceView, edits: readonly TraceEdit[]): TextEdit[] {
  return edits.map((edit) => ({ range: rangeOf(view, edit), newText: edit.newText }));
}
