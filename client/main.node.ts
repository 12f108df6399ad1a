import type { ExtensionContext } from 'vscode';
import { activateExtension, deactivateExtension, type TestApi } from './extension';

/** Entry point on the desktop and on remote machines: the language server runs in a process of its own. */
export function activate(context: ExtensionContext): TestApi | undefined {
  // The language client is large and loaded on the first trace, so that activation costs nothing.
  return activateExtension(context, async (options) => {
    const { connect } = await import('./connect.node');
    return connect(context, options);
  });
}

export function deactivate(): Promise<void> {
  return deactivateExtension();
}
