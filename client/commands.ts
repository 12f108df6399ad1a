import {
  commands,
  env,
  l10n,
  window,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { clientCommands } from '../shared/protocol';
import type { CorrectedBodies } from './bodies/corrected-body';
import { copyFinding } from './findings/copy-finding';
import { setSeverity } from './findings/set-severity';
import { generateAnswer } from './bodies/generated-answer';
import { goToCall, goToMessage, reveal } from './calls/calls';
import type { CallsTree } from './calls/calls-tree';
import type { Summaries } from './calls/summaries';
import type { LanguageServer } from './common/language-server';
import { reasonOf } from './common/log';
import { openRule, openRuleCommand } from './common/rule-pages';
import { toUri } from './common/place';
import type { Overviews } from './overview/overview';
import { callOf, copyRow, showFindings, showRow, type OverviewRow } from './overview/rows';
import type { CallPanels } from './panel/call-panels';
import { saveCall } from './panel/save-call';
import { readAsTrace } from './start/detection';
import { openSample } from './start/samples';
import { openTerminal } from './start/terminal';
import { openWalkthrough } from './start/walkthrough';
import { showMenu } from './status/menu';
import { proposeNetworkSettings } from './status/network-settings';
import { selectProfile } from './status/profile';

/** What commands are about. */
export interface Features {
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly summaries: Summaries;
  readonly calls: CallsTree;
  readonly overviews: Overviews;
  readonly bodies: CorrectedBodies;
  readonly callPanels: CallPanels;
}

type Handler = (...args: unknown[]) => Promise<void> | void;

/** Makes the commands of the manifest, and those that the language server names, known to VS Code. */
export function registerCommands(features: Features, context: ExtensionContext): readonly Disposable[] {
  return Object.entries({
    ...traceCommands(features),
    ...panelCommands(features),
    ...helpCommands(features, context),
  }).map(([command, handler]) => commands.registerCommand(command, sayingWhy(features.log, handler)));
}

function traceCommands({
  server,
  summaries,
  calls,
  overviews,
  bodies,
}: Features): Readonly<Record<string, Handler>> {
  return {
    [clientCommands.copyCorrectedBody]: (uri, position) => bodies.copy(uri, position),
    [clientCommands.openCorrectedBody]: (uri, position) => bodies.open(uri, position),
    [clientCommands.generateAnswer]: (uri, position) => generateAnswer(server, uri, position),
    [clientCommands.reveal]: reveal,
    [openRuleCommand]: (rule) => openRule(rule),
    [clientCommands.compareCorrectedBody]: (uri, position) => bodies.compare(uri, position),
    [clientCommands.compareBodies]: (uri, one, other) => bodies.compareTwo(uri, one, other),
    [clientCommands.copyFinding]: (text) => copyFinding(text),
    [clientCommands.setSeverity]: (rule) => setSeverity(rule),
    'sipTrace.goToCall': () => goToCall(summaries),
    'sipTrace.goToNextMessage': () => goToMessage(summaries, 1),
    'sipTrace.goToPreviousMessage': () => goToMessage(summaries, -1),
    'sipTrace.proposeNetworkSettings': () => proposeNetworkSettings(server),
    'sipTrace.filterCalls': (words) => calls.askForFilter(words),
    'sipTrace.clearCallFilter': () => calls.clearFilter(),
    'sipTrace.copyCallId': (target) => copyCallId(calls, overviews, target),
    'sipTrace.showRow': onRow(overviews, showRow),
    'sipTrace.showFindings': onRow(overviews, showFindings),
    'sipTrace.copyRow': onRow(overviews, copyRow),
    'sipTrace.openOverview': (target) => overviews.open(target),
    'sipTrace.openAsText': () => overviews.openAsText(),
    'sipTrace.judgeAll': () => overviews.judgeAll(),
    'sipTrace.saveAsTextTrace': (target, file) => overviews.saveAsTextTrace(target, file),
    'sipTrace.addCapture': (target, file) => overviews.addCapture(target, file),
    'sipTrace.adjustClock': (target, seconds) => overviews.adjustClock(target, seconds),
  };
}

function panelCommands({
  server,
  calls,
  overviews,
  callPanels,
}: Features): Readonly<Record<string, Handler>> {
  return {
    // Of a row of the view Calls or of an overview, or as the arguments say.
    [clientCommands.openCall]: async (target, call) => {
      const place = calls.placeOfNode(target) ?? (await overviews.callOfRow(target));
      await (place === undefined ? callPanels.open(target, call) : callPanels.open(place.uri, place.key));
    },
    'sipTrace.playCall': () => callPanels.act('play'),
    'sipTrace.nextCallEvent': () => callPanels.act('next'),
    'sipTrace.previousCallEvent': () => callPanels.act('previous'),
    'sipTrace.nextCallVerdict': () => callPanels.act('nextVerdict'),
    // Of a row, or of the panel that is in front.
    'sipTrace.saveCall': async (target, file) => {
      const row = calls.placeOfNode(target) ?? (await overviews.callOfRow(target));
      const place = row ?? callPanels.place;
      if (place === undefined) void window.showInformationMessage(l10n.t('Open the panel of a call first.'));
      else await saveCall(server, place, toUri(file));
    },
    'sipTrace.exportCall': (uri, key, file) => callPanels.export(uri, key, file),
  };
}

function helpCommands(
  { log, server, summaries }: Features,
  context: ExtensionContext,
): Readonly<Record<string, Handler>> {
  return {
    'sipTrace.readAsTrace': readActiveAsTrace,
    'sipTrace.selectProfile': selectProfile,
    'sipTrace.showMenu': () => showMenu(server, summaries),
    'sipTrace.restartServer': () => server.restart(),
    'sipTrace.showOutput': () => log.show(),
    'sipTrace.openSample': openSample,
    'sipTrace.openTerminal': openTerminal,
    'sipTrace.openWalkthrough': () => openWalkthrough(context),
  };
}

async function readActiveAsTrace(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor !== undefined) await readAsTrace(editor.document);
}

/** Copies the Call-ID of a row of the view Calls, or of an overview. */
async function copyCallId(calls: CallsTree, overviews: Overviews, target: unknown): Promise<void> {
  const row = overviews.rowOf(target);
  const call = calls.callOfNode(target) ?? (row === undefined ? undefined : callOf(row));
  if (call !== undefined) await env.clipboard.writeText(call.callId);
}

/** A command of the menu of an overview's row. */
function onRow(overviews: Overviews, act: (row: OverviewRow) => Promise<void>): Handler {
  return async (target) => {
    const row = overviews.rowOf(target);
    if (row !== undefined) await act(row);
  };
}

/** A command that fails tells the user what failed and where to read more. */
function sayingWhy(log: LogOutputChannel, handler: Handler): (...args: unknown[]) => Promise<void> {
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
