import {
  l10n,
  QuickPickItemKind,
  Range,
  Selection,
  TextEditorRevealType,
  window,
  type QuickPickItem,
  type TextEditor,
} from 'vscode';
import type { CallSummary, TraceSummary } from '../../shared/protocol';
import { callDuration, callTitle, outcomeInWords, outcomeLook } from './call-text';
import { isTrace } from '../common/identity';
import { toPosition, toUri } from '../common/place';
import type { Summaries } from './summaries';
import { countsInWords, label, profileName } from '../common/text';
import { clock } from '../common/time';

/** A row of a list of calls. */
export type CallItem = QuickPickItem & { readonly call: CallSummary };

/** Lets the user choose a call; the trace follows the choice, and goes back when nothing is chosen. */
export async function goToCall(summaries: Summaries): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !isTrace(editor.document)) return;
  const summary = await summaries.fetch(editor.document);
  if (summary === undefined || summary.calls.length === 0) {
    void window.showInformationMessage(l10n.t('No call was found in this trace.'));
    return;
  }

  const { selections, visibleRanges } = editor;
  const picker = window.createQuickPick<CallItem>();
  picker.title = l10n.t('Go to Call');
  picker.placeholder = l10n.t('Number, name, Call-ID or outcome');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = callItems(summary);
  let accepted = false;
  picker.onDidChangeActive(([active]) => {
    if (active) showCall(editor, active.call);
  });
  picker.onDidAccept(() => {
    accepted = true;
    const [chosen] = picker.activeItems;
    if (chosen) showCall(editor, chosen.call);
    picker.hide();
  });
  picker.onDidHide(() => {
    if (!accepted) {
      editor.selections = selections;
      const [visible] = visibleRanges;
      if (visible) editor.revealRange(visible, TextEditorRevealType.AtTop);
    }
    picker.dispose();
  });
  picker.show();
}

/** The calls of a trace as rows of a list, in the order of the trace. */
export function callItems({ calls }: TraceSummary): CallItem[] {
  return calls.map((call) => ({
    call,
    label: `$(${outcomeLook(call).icon}) ${callTitle(call)}`,
    description: [call.started === null ? '' : clock(call.started), outcomeInWords(call), callDuration(call)]
      .filter((part) => part !== '')
      .join(' · '),
    detail: label(`${countsInWords(call.counts)} · ${profileName(call.profile)} · ${call.callId}`),
  }));
}

/** A heading in a list of choices. */
export function heading(text: string): QuickPickItem {
  return { label: text, kind: QuickPickItemKind.Separator };
}

/** Puts the cursor on a call's first message. */
export function showCall(editor: TextEditor, { range }: CallSummary): void {
  const { line, character } = range.start;
  editor.selection = new Selection(line, character, line, character);
  editor.revealRange(editor.selection, TextEditorRevealType.AtTop);
}

/** Shows a place of a trace: the command of code lenses. Arguments: uri and range of the LSP. */
export async function reveal(uri: unknown, range: unknown): Promise<void> {
  const target = toUri(uri);
  const start = toPosition(
    typeof range === 'object' && range !== null && 'start' in range ? range.start : range,
  );
  if (target === undefined || start === undefined) return;
  const shown = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === target.toString(),
  );
  const editor = await window.showTextDocument(shown?.document.uri ?? target, {
    selection: new Range(start, start),
    ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
  });
  editor.revealRange(new Range(start, start), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Moves the cursor to the next (1) or the previous (-1) message of any call. */
export async function goToMessage(summaries: Summaries, step: 1 | -1): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !isTrace(editor.document)) return;
  const summary = await summaries.fetch(editor.document);
  const lines = (summary?.calls ?? [])
    .flatMap(({ messageLines }) => messageLines.map(([first]) => first))
    .sort((left, right) => left - right);
  const { line } = editor.selection.active;
  const target = step === 1 ? lines.find((first) => first > line) : lines.findLast((first) => first < line);
  if (target === undefined) {
    window.setStatusBarMessage(
      step === 1 ? l10n.t('This is the last message.') : l10n.t('This is the first message.'),
      3000,
    );
    return;
  }
  editor.selection = new Selection(target, 0, target, 0);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
