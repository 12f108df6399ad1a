import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  ViewColumn,
  window,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Disposable,
  type Event,
  type LogOutputChannel,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import { CaptureSource } from './capture-source';
import type { Captures } from '../captures/captures';
import {
  callOf as callIdOf,
  captureType,
  filesOf,
  isCaptureName,
  isInTab,
  nameOf,
  textOf,
} from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { isTooLarge } from '../captures/large-trace';
import { LargeTraceSource } from './large-trace-source';
import { toUri } from '../common/place';
import type { Summaries } from '../calls/summaries';
import { visible } from '../common/text';
import { TextTraceSource } from './text-trace-source';
import type { CallPlace, TraceSource } from './trace-source';
import type { PageMessage } from '../webview/protocol';
import { activeTrace, chooseFile, chooseTrace, documentOf } from './choices';
import { OverviewPage } from './overview-page';
import { callOf, type OverviewRow } from './rows';

/** The id in the manifest of the custom editor for text traces. */
const overviewType = 'sipTrace.overview';

/** What an overview needs of the extension. */
export interface OverviewParts {
  readonly extension: Uri;
  readonly server: LanguageServer;
  readonly summaries: Summaries;
  readonly captures: Captures;
  readonly log: LogOutputChannel;
}

class OverviewDocument implements CustomDocument {
  constructor(readonly source: TraceSource) {}

  get uri(): Uri {
    return this.source.uri;
  }

  dispose(): void {
    this.source.dispose();
  }
}

/** The read-only editor that shows a trace's calls, media streams, and what was not understood. */
export class Overviews implements WebviewPanelSerializer, Disposable {
  private readonly registrations: readonly Disposable[];
  private readonly panels = new Map<WebviewPanel, TraceSource>();
  private readonly rowsSent = new EventEmitter<PageMessage>();
  private readonly activeChanged = new EventEmitter<void>();

  /** Rows went to a webview that had asked for them: the tests see by this that it runs. */
  readonly onDidSendRows: Event<PageMessage> = this.rowsSent.event;
  /** Another overview, or none, is the active one, or what is known of it changed. */
  readonly onDidChangeActive: Event<void> = this.activeChanged.event;

  constructor(private readonly parts: OverviewParts) {
    this.registrations = [
      this.registerEditor(overviewType, async (uri) => {
        if (filesOf(uri).length > 0) return this.captureSource(uri, uri);
        return (await isTooLarge(uri)) ? this.largeSource(uri) : this.textSource(uri);
      }),
      this.registerEditor(captureType, (uri) => this.captureSource(uri, textOf(uri))),
      window.registerWebviewPanelSerializer(overviewType, this),
      this.onDidChangeActive(() => {
        const kind = this.active?.judging?.state.kind;
        const canJudge = kind !== undefined && kind !== 'judging';
        void commands.executeCommand('setContext', 'sipTrace.canJudge', canJudge);
      }),
    ];
  }

  /** Fills the panel of a text that was not saved yet, after VS Code was restarted and brought both back. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const kept = typeof state === 'object' && state !== null && 'uri' in state ? state.uri : undefined;
    const uri = typeof kept === 'string' ? Uri.parse(kept) : undefined;
    if (uri === undefined || !isInTab(uri)) panel.dispose();
    else this.showIn(panel, uri);
    return Promise.resolve();
  }

  /** Opens the overview of a file: the one given, else the active trace, else one that the user chooses. */
  async open(target?: unknown): Promise<void> {
    const uri = (target === undefined ? activeTrace() : documentOf(target)) ?? (await chooseFile());
    if (uri === undefined) return;
    const [file = uri, ...others] = filesOf(uri);
    if (uri.scheme === 'untitled') this.openPanel(uri);
    else if (others.length > 0) await commands.executeCommand('vscode.openWith', uri, overviewType);
    else {
      const type = isCaptureName(file) ? captureType : overviewType;
      await commands.executeCommand('vscode.openWith', file, type);
    }
  }

  /** Shows the trace of the active overview as text. */
  async openAsText(): Promise<void> {
    await this.active?.openAsText();
  }

  /** Judges all calls of the active overview's trace, where they are not all judged anyway. */
  judgeAll(): void {
    this.active?.judging?.start();
  }

  /** Writes the text of a capture, the one given or the active one, to a file, the one given or one to be chosen. */
  async saveAsTextTrace(target?: unknown, file?: unknown): Promise<void> {
    const document = documentOf(target);
    if (document === undefined || filesOf(document).length === 0) {
      void window.showInformationMessage(l10n.t('Open a capture first.'));
    } else await this.parts.captures.save(document, toUri(file));
  }

  /** Shows a trace and a capture, the one given or one to be chosen, as one trace. */
  async addCapture(target?: unknown, file?: unknown): Promise<void> {
    const document = documentOf(target);
    if (document === undefined) {
      void window.showInformationMessage(l10n.t('Open a SIP trace or an SDP first.'));
      return;
    }
    const added = toUri(file) ?? (await chooseTrace(document));
    if (added === undefined) return;
    const [first = document, ...others] = callIdOf(document) === undefined ? filesOf(document) : [];
    await commands.executeCommand('vscode.openWith', textOf(first, ...others, added), overviewType);
  }

  /** Sets by how much the clock of an added trace differs; asks where that is not given, in seconds. */
  async adjustClock(target?: unknown, seconds?: unknown): Promise<void> {
    const document = documentOf(target);
    if (document === undefined || filesOf(document).length < 2) {
      void window.showInformationMessage(l10n.t('Add a capture to a trace first.'));
      return;
    }
    await this.parts.captures.adjustClock(document, typeof seconds === 'number' ? seconds : undefined);
  }

  /** The row of the active overview whose menu gives what the webview attached to it. */
  rowOf(given: unknown): OverviewRow | undefined {
    if (
      typeof given !== 'object' ||
      given === null ||
      !('sipTraceTable' in given) ||
      !('sipTraceRow' in given)
    )
      return undefined;
    const { sipTraceTable: table, sipTraceRow: key } = given;
    const source = this.active;
    if (typeof table !== 'string' || typeof key !== 'string' || source === undefined) return undefined;
    return { source, table, key };
  }

  /** The call of such a row. */
  async callOfRow(given: unknown): Promise<CallPlace | undefined> {
    const row = this.rowOf(given);
    const call = row === undefined ? undefined : callOf(row);
    if (row === undefined || call === undefined) return undefined;
    const { source } = row;
    if (source.placeOf !== undefined) return source.placeOf(call);
    const uri = documentOf(source.uri);
    return uri === undefined ? undefined : { uri, key: call.key };
  }

  /** The source of the active overview. */
  get active(): TraceSource | undefined {
    return [...this.panels].find(([panel]) => panel.active)?.[1];
  }

  /** The sources of the open overviews. */
  get sources(): readonly TraceSource[] {
    return [...new Set(this.panels.values())];
  }

  dispose(): void {
    this.rowsSent.dispose();
    this.activeChanged.dispose();
    for (const registration of this.registrations) registration.dispose();
  }

  /** A custom editor would take the place of a text that was not saved yet, and the text would be lost. */
  private openPanel(uri: Uri): void {
    const known = [...this.panels].find(([, source]) => source.uri.toString() === uri.toString());
    if (known !== undefined) {
      known[0].reveal();
      return;
    }
    const title = visible(nameOf(uri));
    this.showIn(window.createWebviewPanel(overviewType, title, ViewColumn.Active), uri);
  }

  private showIn(panel: WebviewPanel, uri: Uri): void {
    const source = this.textSource(uri);
    panel.onDidDispose(() => {
      source.dispose();
    });
    void source.load();
    this.show(source, panel);
  }

  private registerEditor(
    viewType: string,
    sourceOf: (uri: Uri) => TraceSource | Promise<TraceSource>,
  ): Disposable {
    const provider: CustomReadonlyEditorProvider<OverviewDocument> = {
      openCustomDocument: async (uri) => {
        const source = await sourceOf(uri);
        void source.load();
        return new OverviewDocument(source);
      },
      resolveCustomEditor: (document, panel) => this.show(document.source, panel),
    };
    return window.registerCustomEditorProvider(viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  private textSource(uri: Uri): TextTraceSource {
    const { server, summaries } = this.parts;
    return new TextTraceSource(uri, server, summaries);
  }

  private largeSource(uri: Uri): LargeTraceSource {
    return new LargeTraceSource(uri, this.parts.captures, (text) => this.textSource(text));
  }

  private captureSource(uri: Uri, document: Uri): CaptureSource {
    return new CaptureSource(uri, document, this.parts.captures, (text) => this.textSource(text));
  }

  private show(source: TraceSource, panel: WebviewPanel): void {
    this.panels.set(panel, source);
    const changes = [
      panel.onDidChangeViewState(() => this.activeChanged.fire()),
      source.onDidChange(() => {
        if (panel.active) this.activeChanged.fire();
      }),
    ];
    panel.onDidDispose(() => {
      this.panels.delete(panel);
      for (const change of changes) change.dispose();
      this.activeChanged.fire();
    });
    this.activeChanged.fire();
    new OverviewPage(source, panel, this.parts, this.rowsSent);
  }
}
