import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  ViewColumn,
  window,
  workspace,
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
import { isPlain } from '../start/detection';
import {
  callOf,
  captureExtensions,
  captureType,
  documentOfTab,
  filesOf,
  isCaptureName,
  isInTab,
  isTrace,
  nameOf,
  textOf,
} from '../identity';
import type { LanguageServer } from '../language-server';
import { isTooLarge } from '../captures/large-trace';
import { LargeTraceSource } from './large-trace-source';
import { reasonOf } from '../log';
import { findingMarks, outcomeMark, overviewTables, type OverviewTable } from './overview-tables';
import { toUri } from '../common/place';
import type { Summaries } from '../calls/summaries';
import { countsInWords, visible } from '../common/text';
import { TextTraceSource } from './text-trace-source';
import { clock, dateAndClock } from '../common/time';
import type { CallPlace, OverviewCall, OverviewContent, SourceState, TraceSource } from './trace-source';
import type { Chip, FromWebview, Mark, OverviewSpec, PageMessage, ToWebview } from '../webview/protocol';
import { webviewPage } from '../common/webview-page';

/** The id in the manifest of the custom editor for text traces. */
export const overviewType = 'sipTrace.overview';

/** What an overview needs of the extension. */
export interface OverviewParts {
  readonly extension: Uri;
  readonly docs: Uri;
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

  /** Rows went to a webview that had asked for them: the tests see by this that it runs. */
  readonly onDidSendRows: Event<PageMessage> = this.rowsSent.event;

  constructor(private readonly parts: OverviewParts) {
    this.registrations = [
      this.registerEditor(overviewType, async (uri) => {
        if (filesOf(uri).length > 0) return this.captureSource(uri, uri);
        return (await isTooLarge(uri)) ? this.largeSource(uri) : this.textSource(uri);
      }),
      this.registerEditor(captureType, (uri) => this.captureSource(uri, textOf(uri))),
      window.registerWebviewPanelSerializer(overviewType, this),
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
    const active = [...this.panels].find(([panel]) => panel.active);
    await active?.[1].openAsText();
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
    const [first = document, ...others] = callOf(document) === undefined ? filesOf(document) : [];
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

  /** The call of a row, of which the row's menu gives what the webview attached to it. */
  async callOfRow(row: unknown): Promise<CallPlace | undefined> {
    if (typeof row !== 'object' || row === null || !('sipTraceTable' in row) || !('sipTraceRow' in row))
      return undefined;
    const { sipTraceTable: table, sipTraceRow: key } = row;
    const source = [...this.panels].find(([panel]) => panel.active)?.[1];
    if (table !== 'calls' || typeof key !== 'string' || source === undefined) return undefined;
    if (source.placeOf !== undefined) {
      const call = source.content?.calls.find((each) => each.key === key);
      return call === undefined ? undefined : source.placeOf(call);
    }
    const uri = documentOf(source.uri);
    return uri === undefined ? undefined : { uri, key };
  }

  /** The sources of the open overviews. */
  get sources(): readonly TraceSource[] {
    return [...new Set(this.panels.values())];
  }

  dispose(): void {
    this.rowsSent.dispose();
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
    const { server, summaries, docs } = this.parts;
    return new TextTraceSource(uri, server, summaries, docs);
  }

  private largeSource(uri: Uri): LargeTraceSource {
    return new LargeTraceSource(uri, this.parts.captures, (text) => this.textSource(text));
  }

  private captureSource(uri: Uri, document: Uri): CaptureSource {
    return new CaptureSource(uri, document, this.parts.captures, (text) => this.textSource(text));
  }

  private show(source: TraceSource, panel: WebviewPanel): void {
    this.panels.set(panel, source);
    panel.onDidDispose(() => this.panels.delete(panel));
    fill(source, panel, this.parts, this.rowsSent);
  }
}

/** Fills a webview from a source, for as long as its panel lives. */
function fill(
  source: TraceSource,
  panel: WebviewPanel,
  { extension, log }: OverviewParts,
  rowsSent: EventEmitter<PageMessage>,
): void {
  const { webview } = panel;
  const folder = Uri.joinPath(extension, 'dist', 'webview');
  let tables: readonly OverviewTable[] = [];
  let tabled: OverviewContent | undefined;
  let listening = false;

  const post = (message: ToWebview) => void webview.postMessage(message);
  const send = () => {
    if (source.content !== tabled) {
      tabled = source.content;
      tables = tabled === undefined ? [] : overviewTables(tabled);
    }
    if (listening) post({ type: 'overview', overview: overviewOf(source, tables) });
  };
  const receive = async (message: FromWebview): Promise<void> => {
    switch (message.type) {
      case 'ready': // also each time the webview comes back into sight
        listening = true;
        send();
        return;
      case 'page': {
        const table = tables.find(({ spec }) => spec.id === message.table);
        if (table === undefined) return;
        const { generation, from } = message;
        const rows: PageMessage = { type: 'page', generation, from, ...table.page(message) };
        post(rows);
        rowsSent.fire(rows);
        return;
      }
      case 'open': {
        const target = tables.find(({ spec }) => spec.id === message.table)?.target(message.key);
        if (target === undefined) return;
        // What is opened from a preview would take its place.
        if (panel.active) await commands.executeCommand('workbench.action.keepEditor');
        await source.open(target, message.beside);
        return;
      }
      case 'cancel':
        if (source.state.kind === 'loading') source.state.cancel?.();
        return;
      case 'retry':
        await source.load();
    }
  };

  const subscriptions = [
    source.onDidChange(send),
    webview.onDidReceiveMessage((message: FromWebview) => {
      receive(message).catch((error: unknown) => {
        log.error(`The overview of ${source.uri.toString()}: ${reasonOf(error)}`);
        void window.showErrorMessage(l10n.t('SIP Trace: {0}', reasonOf(error)));
      });
    }),
  ];
  panel.onDidDispose(() => subscriptions.forEach((subscription) => void subscription.dispose()));
  panel.iconPath = {
    light: Uri.joinPath(extension, 'icons', 'overview-light.svg'),
    dark: Uri.joinPath(extension, 'icons', 'overview-dark.svg'),
  };
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = webviewPage(webview, folder, 'overview');
}

function overviewOf({ uri, state, content }: TraceSource, tables: readonly OverviewTable[]): OverviewSpec {
  return {
    uri: uri.toString(),
    title: visible(nameOf(uri)),
    facts: content === undefined ? '' : factsOf(content),
    marks: content === undefined ? [] : marksOf(content),
    chips: content === undefined ? [] : chipsOf(content.calls),
    progress: progressOf(state),
    failure: state.kind === 'failed' ? state.message : null,
    tables: tables.map(({ spec }) => spec),
    texts: {
      filter: l10n.t('Filter: number, Call-ID, outcome…'),
      sortBy: l10n.t('Sort by'),
      traceOrder: l10n.t('Order of the trace'),
      cancel: l10n.t('Cancel'),
      retry: l10n.t('Try Again'),
    },
  };
}

function progressOf(state: SourceState): OverviewSpec['progress'] {
  if (state.kind !== 'loading') return null;
  return { text: state.text, done: state.done, cancellable: state.cancel !== null };
}

/** Format, size and time of the trace. */
function factsOf({ format, messages, about, calls }: OverviewContent): string {
  const count = calls.filter(({ kind }) => kind === 'call').length;
  const times = calls.flatMap((call) => call.started ?? []);
  let [first] = times;
  let last = first;
  for (const time of times) {
    if (first === undefined || time.micros < first.micros) first = time;
    if (last === undefined || time.micros > last.micros) last = time;
  }
  return [
    visible(format),
    messages === 1 ? l10n.t('1 message') : l10n.t('{0} messages', messages.toLocaleString()),
    count === 1 ? l10n.t('1 call') : l10n.t('{0} calls', count.toLocaleString()),
    first === undefined
      ? ''
      : dateAndClock(first) + (last === undefined || last === first ? '' : ` – ${clock(last)}`),
    ...about.map(visible),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function marksOf({ counts, messages }: OverviewContent): Mark[] {
  if (counts === null || messages === 0) return []; // that nothing is wrong with nothing would mislead
  const { error, warning, info } = counts;
  if (error + warning + info === 0) return [{ icon: 'answered', tone: 'good', text: countsInWords(counts) }];
  return findingMarks(counts).map((mark) => ({
    ...mark,
    text: countsInWords({
      error: mark.icon === 'error' ? error : 0,
      warning: mark.icon === 'warning' ? warning : 0,
      info: mark.icon === 'info' ? info : 0,
    }),
  }));
}

/** How the calls went, if not all in the same way: pressed, each shows its calls alone. */
function chipsOf(calls: readonly OverviewCall[]): Chip[] {
  const groups = new Map<string, { readonly mark: Mark; readonly outcome: string; count: number }>();
  for (const call of calls) {
    if (call.kind !== 'call') continue;
    const group = groups.get(call.outcome);
    const outcome = outcomeMark({ ...call, status: null }).text;
    if (group === undefined) groups.set(call.outcome, { mark: outcomeMark(call), outcome, count: 1 });
    else group.count += 1;
  }
  if (groups.size < 2) return [];
  return [...groups.values()].map(({ mark, outcome, count }) => ({
    mark: { ...mark, text: `${count.toLocaleString()} ${outcome}` },
    filter: outcome.includes(' ') ? `"${outcome}"` : outcome,
  }));
}

async function chooseFile(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Open the Overview of a Trace'),
    openLabel: l10n.t('Open'),
    filters: {
      [l10n.t('All Files')]: ['*'],
      [l10n.t('Captures')]: [...captureExtensions],
    },
  });
  return chosen?.[0];
}

async function chooseTrace(document: Uri): Promise<Uri | undefined> {
  const folder = (filesOf(document)[0] ?? document).with({ query: '', fragment: '' });
  const chosen = await window.showOpenDialog({
    ...(folder.scheme === 'untitled' ? {} : { defaultUri: Uri.joinPath(folder, '..') }),
    title: l10n.t('Add a Capture to {0}', visible(nameOf(document))),
    openLabel: l10n.t('Add'),
    filters: { [l10n.t('Captures')]: [...captureExtensions], [l10n.t('All Files')]: ['*'] },
  });
  return chosen?.[0];
}

/** What the active tab shows, unless that is a text of some other language. */
function activeTrace(): Uri | undefined {
  const uri = documentOf(undefined);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString());
  return open === undefined || isTrace(open) || isPlain(open) ? uri : undefined;
}

/** The document a command is about: its argument (of a menu or of a row of the view Calls), else the active tab's. */
function documentOf(target: unknown): Uri | undefined {
  const given = toUri(typeof target === 'object' && target !== null && 'uri' in target ? target.uri : target);
  // The menus of a capture's editor give the capture.
  if (given !== undefined) return isCaptureName(given) ? textOf(given) : given;
  return documentOfTab(window.tabGroups.activeTabGroup.activeTab?.input);
}
