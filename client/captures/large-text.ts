import { commands, TabInputText, window, workspace, type Disposable } from 'vscode';
import { isTooLarge } from './large-trace';

/** Names of files that may hold a trace; the same as in the manifest's menu of the explorer. */
const names = /\.(?:sip|siptrace|sngrep|log|txt|trc)$/i;

/** Names of files that hold nothing else. */
const surely = /\.(?:sip|siptrace|sngrep)$/i;

/**
 * Tells the menus whether the active tab shows a text that VS Code does not hand to extensions: its overview is the
 * only way to read it as a trace. Of a file that surely is one it opens by itself, once: who goes back to the text means it.
 */
export function watchLargeTexts(): Disposable {
  const opened = new Set<string>();
  let round = 0;
  async function look(): Promise<void> {
    round += 1;
    const own = round;
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    const file = input instanceof TabInputText && names.test(input.uri.path) ? input.uri : undefined;
    const isOpen = workspace.textDocuments.some(({ uri }) => uri.toString() === file?.toString());
    const isLarge = file !== undefined && !isOpen && (await isTooLarge(file));
    if (own !== round) return;
    await commands.executeCommand('setContext', 'sipTrace.largeText', isLarge);
    if (!isLarge || !surely.test(file.path) || opened.has(file.toString())) return;
    opened.add(file.toString());
    await commands.executeCommand('sipTrace.openOverview', file);
  }
  void look();
  return window.tabGroups.onDidChangeTabs(() => void look());
}
