import type { ExtensionContext } from 'vscode';
import { activateExtension, deactivateExtension, type TestApi } from './extension';
import { offerCommandLine } from './start/terminal';

/** Node's; the types of the extension's folder are those that Node and a web worker share. */
declare const process: Parameters<typeof offerCommandLine>[1];

/** Entry point on the desktop and on remote machines: the language server runs in a process of its own. */
export function activate(context: ExtensionContext): TestApi | undefined {
  offerCommandLine(context, process);
  // The language client is large and loaded on the first trace, so that activation costs nothing.
  return activateExtension(context, async (options) => {
    const { connect } = await import('./connect.node');
    return connect(context, options);
  });
}

export function deactivate(): Promise<void> {
  return deactivateExtension();
}
