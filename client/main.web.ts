import type { ExtensionContext } from 'vscode';
import { followConfigFiles } from './common/config-files';
import { activateExtension, deactivateExtension, type TestApi } from './extension';

/** Entry point in a browser: the language server runs in a web worker. */
export function activate(context: ExtensionContext): TestApi | undefined {
  // The language client is large and loaded on the first trace, so that activation costs nothing.
  return activateExtension(context, async (options) => {
    const { connect } = await import('./connect.web');
    const client = connect(context, options);
    context.subscriptions.push(followConfigFiles(client));
    return client;
  });
}

export function deactivate(): Promise<void> {
  return deactivateExtension();
}
