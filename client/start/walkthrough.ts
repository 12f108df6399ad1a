import { commands, Disposable, type ExtensionContext } from 'vscode';
import { filesOf, isCaptureName } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import type { Summaries } from '../calls/summaries';

/** Opens the walkthrough of the first five minutes. */
export async function openWalkthrough(context: ExtensionContext): Promise<void> {
  await commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false);
}

/** Lets the walkthrough's steps complete by themselves, by what the user has seen of the extension. */
export function watchProgress(server: LanguageServer, summaries: Summaries): Disposable {
  const signalling = new Set<string>();
  const findings = new Map<string, number>();

  /**
   * Completes a step. The context is true for a moment only: one that is true before VS Code has loaded the
   * walkthrough would never complete its step.
   */
  async function complete(step: 'trace' | 'capture' | 'findings' | 'hover' | 'fix'): Promise<void> {
    if (signalling.has(step)) return;
    signalling.add(step);
    await commands.executeCommand('setContext', `sipTrace.seen.${step}`, true);
    await commands.executeCommand('setContext', `sipTrace.seen.${step}`, false);
    signalling.delete(step);
  }

  return Disposable.from(
    server.onDidHover(() => void complete('hover')),
    summaries.onDidChange((uri) => {
      const summary = summaries.get(uri);
      if (summary === undefined || summary.messages === 0) return;
      void complete('trace');
      if (filesOf(uri).some(isCaptureName)) void complete('capture');
      const { error, warning, info } = summary.counts;
      const now = error + warning + info;
      const before = findings.get(uri.toString());
      findings.set(uri.toString(), now);
      if (now > 0) void complete('findings');
      if (before !== undefined && now < before) void complete('fix');
    }),
  );
}
