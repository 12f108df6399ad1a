import { Uri, type ExtensionContext } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type BaseLanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { clientId, clientName } from './common/identity';

/** A client of the language server as a web worker. Not started yet. */
export function connect(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server.web.js').toString(true);
  // A function, so that a restart gets a fresh worker. It returns the two ends and not the worker, because the
  // workers of VS Code's web extension host are no instances of the `Worker` that the client looks for.
  return new LanguageClient(clientId, clientName, () => Promise.resolve(open(script)), options);
}

function open(script: string): MessageTransports {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
