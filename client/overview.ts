import {
  commands,
  EventEmitter,
  l10n,
  TabInputCustom,
  TabInputText,
  Uri,
  ViewColumn,
  window,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Disposable,
  type Event,
  type LogOutputChannel,
  type Webview,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import type { LanguageServer } from './languageServer';
import { reasonOf } from './log';
import { findingMarks, outcomeMark, overviewTables, type OverviewTable } from './overviewTables';
import { toUri } from './place';
import type { Summaries } from './summaries';
import { countsInWords, visible } from './text';
import { TextTraceSource } from './textTraceSource';
import { clock, dateAndClock } from './time';
import type { OverviewCall, OverviewContent, SourceState, TraceSource } from './traceSource';
import type { Chip, FromWebview, Mark, OverviewSpec, PageMessage, ToWebview } from './webview/protocol';

/** The custom editor's id in the manifest. */
export const overviewType = 'sipTrace.overview';

/** What an overview needs of the extension. */
export interface OverviewParts {
  readonly extension: Uri;
  readonly docs: Uri;
  readonly server: LanguageServer;
  readonly summaries: Summaries;
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
export class Overviews
  implements CustomReadonlyEditorProvider<OverviewDocument>, WebviewPanelSerializer, Disposable
{
  private readonly registrations: readonly Disposable[];
  private readonly panels = new Map<WebviewPanel, TraceSource>();
  private readonly rowsSent = new EventEmitter<PageMessage>();

  /** Rows went to a webview that had asked for them: the tests see by this that it runs. */
  readonly onDidSendRows: Event<PageMessage> = this.rowsSent.event;

  constructor(private readonly parts: OverviewParts) {
    this.registrations = [
      window.registerCustomEditorProvider(overviewType, this, { supportsMultipleEditorsPerDocument: true }),
      window.registerWebviewPanelSerializer(overviewType, this),
    ];
  }

  async openCustomDocument(uri: Uri): Promise<OverviewDocument> {
    const source = sourceOf(uri, this.parts);
    void source.load();
    return Promise.resolve(new OverviewDocument(source));
  }

  resolveCustomEditor(document: OverviewDocument, panel: WebviewPanel): void {
    this.show(document.source, panel);
  }

  /** Fills the panel of a text that was not saved yet, after VS Code was restarted and brought both back. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const kept = typeof state === 'object' && state !== null && 'uri' in state ? state.uri : undefined;
    const uri = typeof kept === 'string' ? Uri.parse(kept) : undefined;
    if (uri === undefined || !isInTab(uri)) panel.dispose();
    else this.showIn(panel, uri);
    return Promise.resolve();
  }

  /** Opens the overview of a file: the one given, else the active one. */
  async open(target?: unknown): Promise<void> {
    const uri = uriOf(target);
    if (uri === undefined) {
      void window.showInformationMessage(l10n.t('Open a SIP trace or an SDP first.'));
      return;
    }
    if (uri.scheme === 'untitled') this.openPanel(uri);
    else await commands.executeCommand('vscode.openWith', uri, overviewType);
  }

  /** Shows the trace of the active overview as text. */
  async openAsText(): Promise<void> {
    const active = [...this.panels].find(([panel]) => panel.active);
    await active?.[1].openAsText();
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
    const title = visible(uri.path.split('/').at(-1) ?? uri.path);
    this.showIn(window.createWebviewPanel(overviewType, title, ViewColumn.Active), uri);
  }

  private showIn(panel: WebviewPanel, uri: Uri): void {
    const source = sourceOf(uri, this.parts);
    panel.onDidDispose(() => void source.dispose());
    void source.load();
    this.show(source, panel);
  }

  private show(source: TraceSource, panel: WebviewPanel): void {
    this.panels.set(panel, source);
    panel.onDidDispose(() => this.panels.delete(panel));
    fill(source, panel, this.parts, this.rowsSent);
  }
}

/** The source for a kind of file. */
function sourceOf(uri: Uri, { server, summaries, docs }: OverviewParts): TraceSource {
  return new TextTraceSource(uri, server, summaries, docs);
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
        if (target !== undefined) await source.open(target, message.beside);
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
  webview.html = page(webview, folder);
}

function page(webview: Webview, folder: Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16)).join(
    '',
  );
  const script = webview.asWebviewUri(Uri.joinPath(folder, 'overview.js')).toString();
  const style = webview.asWebviewUri(Uri.joinPath(folder, 'overview.css')).toString();
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>SIP Trace</title>
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}

function overviewOf({ uri, state, content }: TraceSource, tables: readonly OverviewTable[]): OverviewSpec {
  return {
    uri: uri.toString(),
    title: visible(uri.path.split('/').at(-1) ?? uri.path),
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
function factsOf({ format, messages, calls }: OverviewContent): string {
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
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function marksOf({ counts }: OverviewContent): Mark[] {
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

function isInTab(uri: Uri): boolean {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}

/** The file a command is about: its argument (of a menu or of a row of the view Calls), else the active tab's. */
function uriOf(target: unknown): Uri | undefined {
  const given = typeof target === 'object' && target !== null && 'uri' in target ? target.uri : target;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const active = input instanceof TabInputText || input instanceof TabInputCustom ? input.uri : undefined;
  return toUri(given) ?? active;
}
