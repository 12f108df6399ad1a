import {
  l10n,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { ReplayView } from '../../shared/replay-view';
import { exportCall, saveDrawing } from './call-export';
import { CallPanel, fetchReplay, type CallPanelParts, type CallPlace } from './call-panel';
import { callItems } from '../calls/calls';
import { replayTitle } from '../calls/call-text';
import { documentOfTab, isInTab, isTrace } from '../common/identity';
import { toPosition, toUri } from '../common/place';
import { openTrace } from '../start/trace-document';
import type { ActMessage } from '../webview/call/protocol';

/** The type of the panels, as the manifest's when-clauses name it. */
const callPanelType = 'sipTrace.call';

/** A call of a document, by the key that its analysis gives it. */
export interface CallOfTrace {
  readonly uri: Uri;
  readonly key: string;
}

/** The panels of calls: one a call, as many as one likes. */
export class CallPanels implements WebviewPanelSerializer, Disposable {
  private readonly panels = new Set<CallPanel>();
  private readonly parts: CallPanelParts;
  private readonly registration: Disposable;

  constructor(parts: Omit<CallPanelParts, 'save'>) {
    this.parts = { ...parts, save: saveDrawing };
    this.registration = window.registerWebviewPanelSerializer(callPanelType, this);
  }

  /** The open panels, the one that was opened last at the end. */
  get all(): readonly CallPanel[] {
    return [...this.panels];
  }

  /**
   * Opens the panel of a call, or brings it to the front. Arguments: uri, and the call's key or a position. Without
   * them it is the call at the cursor, or one that the user chooses.
   */
  async open(target?: unknown, call?: unknown): Promise<void> {
    const uri = toUri(target);
    const place = placeOf(call);
    if (uri !== undefined && place !== undefined) await this.show(uri, place);
    else await this.openChosen(uri);
  }

  /** Fills a panel again after VS Code was restarted. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const kept = stateOf(state);
    if (kept === undefined || (kept.uri.scheme === 'untitled' && !isInTab(kept.uri))) {
      panel.dispose();
      return;
    }
    await this.fill(panel, kept.uri, kept.key).load();
  }

  /** The call of the panel that is in front. */
  get place(): CallOfTrace | undefined {
    const { active } = this;
    return active === undefined ? undefined : { uri: active.uri, key: active.key };
  }

  /** A command for the panel that is in front. */
  act(act: ActMessage['act']): void {
    this.active?.act(act);
  }

  /**
   * Writes a call as a file. Arguments: uri, key, and the file, whose name says what is written: `.svg`, `.png`,
   * `.html`, `.mmd`. Without them it is the active panel's call, and the user chooses.
   */
  async export(target?: unknown, key?: unknown, file?: unknown): Promise<void> {
    const uri = toUri(target);
    const panel = uri === undefined || typeof key !== 'string' ? this.active : await this.show(uri, { key });
    if (panel === undefined) void window.showInformationMessage(l10n.t('Open the panel of a call first.'));
    else await exportCall(panel, toUri(file));
  }

  dispose(): void {
    this.registration.dispose();
  }

  private get active(): CallPanel | undefined {
    return this.all.find(({ active }) => active);
  }

  private async openChosen(given: Uri | undefined): Promise<void> {
    const editor = window.activeTextEditor;
    const uri = given ?? documentOfTab(window.tabGroups.activeTabGroup.activeTab?.input);
    if (uri === undefined) {
      void window.showInformationMessage(l10n.t('Open a SIP trace first.'));
      return;
    }
    const atCursor =
      editor !== undefined && isTrace(editor.document) && editor.document.uri.toString() === uri.toString();
    const { line, character } = editor?.selection.active ?? { line: 0, character: 0 };
    if (atCursor && (await this.show(uri, { position: { line, character } }, true)) !== undefined) return;
    const key = await this.choose(uri);
    if (key !== undefined) await this.show(uri, { key });
  }

  /** The only call of a trace, or the one that the user chooses. */
  private async choose(uri: Uri): Promise<string | undefined> {
    const summary = await this.parts.summaries.fetch(await openTrace(uri));
    const items = summary === undefined ? [] : callItems(summary).filter(({ call }) => call.kind !== 'sdp');
    if (items.length === 0) {
      void window.showInformationMessage(l10n.t('No call was found in this trace.'));
      return undefined;
    }
    const [only] = items.length === 1 ? items : [];
    const chosen =
      only ??
      (await window.showQuickPick(items, {
        title: l10n.t('Open Call Panel'),
        placeHolder: l10n.t('Number, name, Call-ID or outcome'),
        matchOnDescription: true,
        matchOnDetail: true,
      }));
    return chosen?.call.key;
  }

  /**
   * Shows the panel of a call; `undefined` where the trace has no such call, which is said. A position is where the
   * replay goes, but for the one at which the cursor happens to be (`atCursor`): then nothing is said either.
   */
  private async show(uri: Uri, place: CallPlace, atCursor = false): Promise<CallPanel | undefined> {
    const line = 'position' in place && !atCursor ? place.position.line : undefined;
    const known = 'key' in place ? this.find(uri, place.key) : undefined;
    if (known !== undefined) {
      known.reveal(line);
      return known;
    }
    const view = await window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Replaying the call') },
      () => fetchReplay(this.parts.server, uri, place, null),
    );
    if (view === null) {
      if (!atCursor)
        void window.showInformationMessage(
          l10n.t('There is no call here. Put the cursor into one of its messages.'),
        );
      return undefined;
    }
    const found = this.find(uri, view.key);
    if (found !== undefined) {
      found.reveal(line);
      return found;
    }
    const panel = this.create(uri, view);
    if (line !== undefined) panel.beginAt(line);
    await panel.load(view);
    return panel;
  }

  private create(uri: Uri, view: ReplayView): CallPanel {
    // As wide as there is room: who wants the trace beside it moves one of them.
    const panel = window.createWebviewPanel(callPanelType, replayTitle(view), ViewColumn.Active);
    return this.fill(panel, uri, view.key);
  }

  private fill(webview: WebviewPanel, uri: Uri, key: string): CallPanel {
    const panel = new CallPanel(webview, uri, key, this.parts);
    this.panels.add(panel);
    webview.onDidDispose(() => this.panels.delete(panel));
    return panel;
  }

  private find(uri: Uri, key: string): CallPanel | undefined {
    return this.all.find((panel) => panel.key === key && panel.uri.toString() === uri.toString());
  }
}

function placeOf(call: unknown): CallPlace | undefined {
  if (typeof call === 'string') return { key: call };
  const position = toPosition(call);
  return position === undefined
    ? undefined
    : { position: { line: position.line, character: position.character } };
}

/** What the webview keeps for the time after a restart, as far as it matters here. */
function stateOf(state: unknown): { readonly uri: Uri; readonly key: string } | undefined {
  if (typeof state !== 'object' || state === null || !('uri' in state) || !('call' in state))
    return undefined;
  const { uri, call } = state;
  return typeof uri === 'string' && typeof call === 'string' ? { uri: Uri.parse(uri), key: call } : undefined;
}
