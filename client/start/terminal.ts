import { l10n, Uri, window, type ExtensionContext } from 'vscode';

/** What of Node's `process` is needed here; the rest of the extension knows no Node. */
interface Process {
  readonly execPath: string;
  readonly platform: string;
}

/**
 * Makes `sip-trace` a command in VS Code's terminals, run by the Node that runs this: a machine needs no other one.
 * Terminals that are open already learn of it when they are opened again.
 */
export function offerCommandLine(
  { environmentVariableCollection: variables, extensionUri }: ExtensionContext,
  { execPath, platform }: Process,
): void {
  const folder = Uri.joinPath(extensionUri, 'bin').fsPath;
  variables.description = l10n.t('Makes `sip-trace` a command.');
  variables.prepend('PATH', `${folder}${platform === 'win32' ? ';' : ':'}`);
  variables.replace('SIP_TRACE_NODE', execPath);
}

/** Opens a terminal that knows `sip-trace`, and asks it what it can do. */
export function openTerminal(): void {
  const terminal = window.createTerminal({ name: 'sip-trace' });
  terminal.show();
  terminal.sendText('sip-trace --help');
}
