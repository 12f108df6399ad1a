import { ExtensionMode, type EnvironmentVariableCollection, type ExtensionContext } from 'vscode';
import { BodyDocuments } from './bodies/body-documents';
import { CorrectedBodies } from './bodies/corrected-body';
import { CallsTree } from './calls/calls-tree';
import { Summaries } from './calls/summaries';
import { Captures } from './captures/captures';
import { watchLargeTexts } from './captures/large-text';
import { registerCommands } from './commands';
import { LanguageServer, type Connect, type ServerState } from './common/language-server';
import { createLog } from './common/log';
import { showRulePages } from './common/rule-pages';
import { Overviews } from './overview/overview';
import { CallPanels } from './panel/call-panels';
import { Detection } from './start/detection';
import { showSamples } from './start/sample-files';
import { watchProgress } from './start/walkthrough';
import { Status } from './status/status';

/** What the tests in a real VS Code look at; other extensions get nothing. */
export interface TestApi {
  /** The text of the status bar item; `undefined` when it is hidden. */
  readonly status: () => string | undefined;
  readonly serverState: () => ServerState;
  readonly calls: CallsTree;
  readonly overviews: Overviews;
  readonly callPanels: CallPanels;
  /** What terminals are told. */
  readonly variables: EnvironmentVariableCollection;
}

let running: LanguageServer | undefined;

/** Wires the features together. The language server is connected when the first trace is opened. */
export function activateExtension(context: ExtensionContext, connect: Connect): TestApi | undefined {
  const extension = context.extensionUri;
  const log = createLog();
  const server = new LanguageServer(connect, log);
  const summaries = new Summaries(server);
  const calls = new CallsTree(server, summaries);
  const captures = new Captures(server);
  const overviews = new Overviews({ extension, server, summaries, captures, log });
  const status = new Status(server, summaries, overviews);
  const documents = new BodyDocuments();
  const bodies = new CorrectedBodies(server, log, documents);
  const callPanels = new CallPanels({
    extension,
    server,
    summaries,
    captures,
    bodies: documents,
    log,
  });
  const features = { log, server, summaries, calls, overviews, bodies, callPanels };
  context.subscriptions.push(
    log,
    server,
    summaries,
    status,
    calls,
    captures,
    overviews,
    documents,
    showRulePages(extension),
    callPanels,
    showSamples(extension),
    new Detection(log),
    watchLargeTexts(),
    watchProgress(server, summaries),
    ...registerCommands(features, context),
  );
  running = server;
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  return {
    status: () => status.text,
    serverState: () => server.state,
    calls,
    overviews,
    callPanels,
    variables: context.environmentVariableCollection,
  };
}

/** Ends the language server with the extension. */
export async function deactivateExtension(): Promise<void> {
  await running?.stop();
  running = undefined;
}
