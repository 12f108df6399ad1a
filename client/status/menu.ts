import { commands, l10n, window, type QuickPickItem } from 'vscode';
import type { CallSummary } from '../../shared/protocol';
import { callItems, heading, showCall } from '../calls/calls';
import { isTrace } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import type { Summaries } from '../calls/summaries';

type Choice = QuickPickItem & { readonly call?: CallSummary; readonly command?: string };

/** What opens from the status bar: the trace's calls and what one can do. */
export async function showMenu(server: LanguageServer, summaries: Summaries): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !isTrace(editor.document)) return;
  const summary = server.state === 'stopped' ? undefined : await summaries.fetch(editor.document);
  const calls: readonly Choice[] = summary === undefined ? [] : callItems(summary);
  const actions: readonly Choice[] = [
    { label: l10n.t('$(warning) Show Problems'), command: 'workbench.actions.view.problems' },
    { label: l10n.t('$(settings) Select Profile…'), command: 'sipTrace.selectProfile' },
    { label: l10n.t('$(output) Show Output'), command: 'sipTrace.showOutput' },
    { label: l10n.t('$(debug-restart) Restart Analysis'), command: 'sipTrace.restartServer' },
  ];
  const choice = await window.showQuickPick<Choice>(
    [
      ...(calls.length > 0 ? [heading(l10n.t('Calls')), ...calls] : []),
      heading(l10n.t('Actions')),
      ...actions,
    ],
    { title: l10n.t('SIP Trace'), matchOnDescription: true, matchOnDetail: true },
  );
  if (choice?.call !== undefined)
    showCall(await window.showTextDocument(editor.document, editor.viewColumn), choice.call);
  else if (choice?.command !== undefined) await commands.executeCommand(choice.command);
}
