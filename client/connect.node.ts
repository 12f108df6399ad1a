import { Uri, type ExtensionContext } from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type BaseLanguageClient,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { clientId, clientName } from './common/identity';

/** A client of the language server as a Node process, spoken to over IPC. Not started yet. */
export function connect(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  const debugged = { ...server, options: { execArgv: ['--nolazy', '--inspect=6011'] } };
  return new LanguageClient(clientId, clientName, { run: server, debug: debugged }, options);
}
