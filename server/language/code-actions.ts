/** Quick fixes, fix-all, and what else can be done with a description. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { messageOf, type Analysis, type Finding } from '../engine/analysis';
import { correctTrace, editsOfFix } from '../engine/corrections/correct';
import { isEditable } from '../engine/corrections/editable';
import { isFixable, type Fixable } from '../engine/corrections/whole-fixes';
import type { TextEdit as TraceEdit } from '../engine/sdp/write';
import { ignoreMark } from '../engine/text/directives';
import { clientCommands } from '../../shared/protocol';
import { bodyAt, findingsIn, findingsOfBody, type FoundBody } from './bodies';
import { diagnosticSource } from './diagnostics';
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
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(view, range, context.diagnostics) : []),
    ...(wants(CodeActionKind.QuickFix) && found !== null ? bodyActions(view, found, range) : []),
    ...(wants(CodeActionKind.QuickFix) ? ignoreActions(view, range, context.diagnostics) : []),
    ...(wants(CodeActionKind.QuickFix) ? panelActions(view, range, context.diagnostics) : []),
    ...(wants(CodeActionKind.Refactor) && found !== null ? answerActions(view, found, range) : []),
    ...(wants(fixAllKind) && (context.only !== undefined || isSmall(view)) ? fixAll(view) : []),
  ];
}

/** One action for each fix of the findings at the range that may be applied in place. */
function quickFixes(
  view: TraceView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const fixable = findingsIn(view, range).filter(
    (finding): finding is Fixable => isFixable(finding) && isEditable(messageOf(view.analysis, finding)),
  );
  return fixable.flatMap((finding) => {
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

/** What leaves the file as it is: the corrected description, to copy or to look at. */
function bodyActions(view: TraceView, found: FoundBody, range: Range): readonly CodeAction[] {
  const fixable = findingsOfBody(view, found).filter((finding) => finding.fix !== null);
  if (fixable.length === 0) return [];
  const fixes = fixable.length === 1 ? '1 fix' : `${fixable.length} fixes`;
  return [
    {
      title: `Open corrected body beside (${fixes})`,
      kind: CodeActionKind.QuickFix,
      command: {
        title: 'Open corrected body beside',
        command: clientCommands.openCorrectedBody,
        arguments: [view.uri, range.start],
      },
    },
    {
      title: `Copy corrected body (${fixes})`,
      kind: CodeActionKind.QuickFix,
      command: {
        title: 'Copy corrected body',
        command: clientCommands.copyCorrectedBody,
        arguments: [view.uri, range.start],
      },
    },
  ];
}

/**
 * The call of a finding in its panel. It mends nothing, but editors list nothing else beside a diagnostic than what calls
 * itself a quick fix.
 */
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
    if (!isEditable(message) || actions.has(finding.rule.id)) continue;
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

/** Whether all fixes may be worked out unasked, as for a list of all actions there are. */
function isSmall({ analysis }: TraceView): boolean {
  return analysis.trace.text.length < 200_000;
}

/** Editors ask at each move of the cursor. */
const fixesOf = new WeakMap<Analysis, readonly TraceEdit[]>();

function allFixes(analysis: Analysis): readonly TraceEdit[] {
  const known = fixesOf.get(analysis);
  if (known !== undefined) return known;
  const { edits } = correctTrace(analysis);
  fixesOf.set(analysis, edits);
  return edits;
}

function textEdits(view: TraceView, edits: readonly TraceEdit[]): TextEdit[] {
  return edits.map((edit) => ({ range: rangeOf(view, edit), newText: edit.newText }));
}
