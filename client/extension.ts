import {
  commands,
  env,
  ExtensionMode,
  l10n,
  Uri,
  window,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { clientCommands } from '../shared/protocol';
import { BodyDocuments } from './bodies/body-documents';
import { CallPanels } from './panel/call-panels';
import { goToCall, goToMessage, reveal } from './calls/calls';
import { CallsTree } from './calls/calls-tree';
import { Captures } from './captures/captures';
import { CorrectedBodies } from './bodies/corrected-body';
import { detectTraces, readAsTrace } from './start/detection';
import { generateAnswer } from './bodies/generated-answer';
import { watchLargeTexts } from './captures/large-text';
import { LanguageServer, type Connect, type ServerState } from './language-server';
import { createLog, reasonOf } from './log';
import { showMenu } from './status/menu';
import { Overviews } from './overview/overview';
import { selectProfile } from './status/profile';
import { openSample } from './start/samples';
import { Status } from './status/status';
import { Summaries } from './calls/summaries';
import { openWalkthrough, watchProgress } from './start/walkthrough';

/** What the tests in a real VS Code look at; other extensions get nothing. */
export interface TestApi {
  /** The text of the status bar item; `undefined` when it is hidden. */
  readonly status: () => string | undefined;
  readonly serverState: () => ServerState;
  readonly calls: CallsTree;
  readonly overviews: Overviews;
  readonly callPanels: CallPanels;
}

let running: LanguageServer | undefined;

/** Wires the features together. The language server is connected when the first trace is opened. */
export function activateExtension(context: ExtensionContext, connect: Connect): TestApi | undefined {
  const log = createLog();
  const docs = Uri.joinPath(context.extensionUri, 'docs', 'rules');
  const server = new LanguageServer(connect, log, docs);
  const summaries = new Summaries(server);
  const status = new Status(server, summaries);
  const calls = new CallsTree(server, summaries);
  const captures = new Captures(server);
  const overviews = new Overviews({
    extension: context.extensionUri,
    docs,
    server,
    summaries,
    captures,
    log,
  });
  const documents = new BodyDocuments();
  const bodies = new CorrectedBodies(server, log, documents);
  const callPanels = new CallPanels({
    extension: context.extensionUri,
    docs,
    server,
    summaries,
    captures,
    bodies: documents,
    log,
  });
  context.subscriptions.push(
    log,
    server,
    summaries,
    status,
    calls,
    captures,
    overviews,
    documents,
    callPanels,
    detectTraces(log),
    watchLargeTexts(),
    watchProgress(server, summaries),
  );

  const handlers: Readonly<Record<string, (...args: unknown[]) => Promise<void> | void>> = {
    [clientCommands.copyCorrectedBody]: (uri, position) => bodies.copy(uri, position),
    [clientCommands.openCorrectedBody]: (uri, position) => bodies.open(uri, position),
    [clientCommands.generateAnswer]: (uri, position) => generateAnswer(server, uri, position),
    [clientCommands.reveal]: reveal,
    [clientCommands.openCall]: (target, call) => openCall(callPanels, calls, overviews, target, call),
    'sipTrace.compareCorrectedBody': (uri, position) => bodies.compare(uri, position),
    'sipTrace.selectProfile': selectProfile,
    'sipTrace.showMenu': () => showMenu(server, summaries),
    'sipTrace.goToCall': () => goToCall(summaries),
    'sipTrace.openOverview': (target) => overviews.open(target),
    'sipTrace.openAsText': () => overviews.openAsText(),
    'sipTrace.saveAsTextTrace': (target, file) => overviews.saveAsTextTrace(target, file),
    'sipTrace.addCapture': (target, file) => overviews.addCapture(target, file),
    'sipTrace.adjustClock': (target, seconds) => overviews.adjustClock(target, seconds),
    'sipTrace.playCall': () => callPanels.act('play'),
    'sipTrace.nextCallEvent': () => callPanels.act('next'),
    'sipTrace.previousCallEvent': () => callPanels.act('previous'),
    'sipTrace.nextCallVerdict': () => callPanels.act('nextVerdict'),
    'sipTrace.exportCall': (uri, key, file) => callPanels.export(uri, key, file),
    'sipTrace.filterCalls': (words) => calls.askForFilter(words),
    'sipTrace.clearCallFilter': () => calls.clearFilter(),
    'sipTrace.copyCallId': (node) => copyCallId(calls, node),
    'sipTrace.goToNextMessage': () => goToMessage(summaries, 1),
    'sipTrace.goToPreviousMessage': () => goToMessage(summaries, -1),
    'sipTrace.readAsTrace': readActiveAsTrace,
    'sipTrace.restartServer': () => server.restart(),
    'sipTrace.showOutput': () => log.show(),
    'sipTrace.openSample': () => openSample(context),
    'sipTrace.openWalkthrough': () => openWalkthrough(context),
  };
  for (const [command, handler] of Object.entries(handlers)) {
    context.subscriptions.push(commands.registerCommand(command, sayingWhy(log, handler)));
  }

  running = server;
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  return { status: () => status.text, serverState: () => server.state, calls, overviews, callPanels };
}

/** Ends the language server with the extension. */
export async function deactivateExtension(): Promise<void> {
  await running?.stop();
  running = undefined;
}

async function readActiveAsTrace(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor !== undefined) await readAsTrace(editor.document);
}

/** Opens the panel of a call: of a row of the view Calls or of an overview, or as the arguments say. */
async function openCall(
  panels: CallPanels,
  calls: CallsTree,
  overviews: Overviews,
  target: unknown,
  call: unknown,
): Promise<void> {
  const place = calls.placeOfNode(target) ?? (await overviews.callOfRow(target));
  await (place === undefined ? panels.open(target, call) : panels.open(place.uri, place.key));
}

/** Copies the Call-ID of a row of the view Calls. */
async function copyCallId(calls: CallsTree, node: unknown): Promise<void> {
  const call = calls.callOfNode(node);
  if (call !== undefined) await env.clipboard.writeText(call.callId);
}

/** A command that fails tells the user what failed and where to read more. */
function sayingWhy(
  log: LogOutputChannel,
  handler: (...args: unknown[]) => Promise<void> | void,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    try {
      await handler(...args);
    } catch (error) {
      const reason = reasonOf(error);
      log.error(reason);
      const show = l10n.t('Show Output');
      void window.showErrorMessage(l10n.t('SIP Trace: {0}', reason), show).then((choice) => {
        if (choice === show) log.show();
      });
    }
  };
}
