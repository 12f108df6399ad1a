import {
  commands,
  EventEmitter,
  l10n,
  Position,
  Range,
  Selection,
  TabInputText,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type Event,
  type LogOutputChannel,
  type TextEditor,
  type WebviewPanel,
} from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-types';
import { replayRequest, type ReplayParams, type ReplayResult } from '../../shared/protocol';
import type { ReplayView } from '../../shared/replay-view';
import type { BodyDocuments } from '../bodies/body-documents';
import { callPanelTexts } from './call-panel-texts';
import { replayFacts, replayTitle } from '../calls/call-text';
import type { Captures } from '../captures/captures';
import { filesOf } from '../identity';
import type { LanguageServer } from '../language-server';
import { reasonOf } from '../log';
import { selectionOf } from '../common/place';
import type { Summaries } from '../calls/summaries';
import { visible } from '../common/text';
import { keepOpen, openTrace } from '../start/trace-document';
import type {
  ActMessage,
  CompareMessage,
  ExportMessage,
  FromPanel,
  RevealMessage,
  ToPanel,
} from '../webview/call/protocol';
import { webviewPage } from '../common/webview-page';

/** What a call's panel needs of the extension. */
export interface CallPanelParts {
  readonly extension: Uri;
  readonly docs: Uri;
  readonly server: LanguageServer;
  readonly summaries: Summaries;
  readonly captures: Captures;
  readonly bodies: BodyDocuments;
  readonly log: LogOutputChannel;
  /** Writes what the webview made; the panel's own button was pressed. */
  readonly save: (panel: CallPanel, message: ExportMessage) => Promise<void>;
}

/** Which call of a trace: its key, or a position in it. */
export type CallPlace = ReplayParams['call'];

/** How long the caret must rest before the panel follows it, in milliseconds. */
const restingTime = 80;
/** How long a webview may take to draw a picture, in milliseconds. */
const drawingTime = 60_000;

/** Asks for the replay of a call; null where there is no such call. */
export async function fetchReplay(
  server: LanguageServer,
  uri: Uri,
  call: CallPlace,
  whatIf: string | null,
): Promise<ReplayResult> {
  await openTrace(uri);
  const params: ReplayParams = { uri: await server.uriOf(uri), call, whatIf };
  return server.request<ReplayResult>(replayRequest, params);
}

/** The panel of one call: it fills the webview, follows the editor and is followed by it. */
export class CallPanel {
  private readonly subscriptions: Disposable[];
  private readonly received = new EventEmitter<FromPanel>();
  private readonly posted = new EventEmitter<ToPanel>();
  private view: ReplayView | undefined;
  private whatIf: string | null = null;
  /** Counts what was asked of the server, so that what is overtaken is dropped. */
  private round = 0;
  /** The webview runs and takes messages. */
  private ready = false;
  private asking = false;
  /** The trace changed while nobody looked. */
  private stale = false;
  private failure: string | undefined;
  /** Where the replay is to begin, once there is a view. */
  private begin: number | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** The line to which this panel moved the caret: the editor's word of that is no news. */
  private moved: number | undefined;
  private readonly drawing = new Map<ExportMessage['format'], (message: ExportMessage) => void>();

  /** What the webview said. */
  readonly onDidReceive: Event<FromPanel> = this.received.event;
  /** What the webview was told. */
  readonly onDidPost: Event<ToPanel> = this.posted.event;

  constructor(
    private readonly panel: WebviewPanel,
    readonly uri: Uri,
    readonly key: string,
    private readonly parts: CallPanelParts,
  ) {
    const { server, summaries, captures, extension } = parts;
    const isOurs = (other: Uri): boolean => other.toString() === uri.toString();
    const ofCapture = filesOf(uri).length > 0;
    if (ofCapture) captures.use(uri);
    this.subscriptions = [
      this.received,
      this.posted,
      summaries.onDidChange((changed) => {
        if (isOurs(changed)) this.refresh();
      }),
      server.onDidChangeState((state) => {
        if (state === 'stopped') this.fail(l10n.t('The analysis has stopped. Restart it from here.'));
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (isOurs(document.uri)) void keepOpen(uri);
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (isOurs(textEditor.document.uri)) this.follow(textEditor);
      }),
      panel.onDidChangeViewState(() => {
        // Hidden, the webview is gone; it says so when it is back.
        if (!panel.visible) this.ready = false;
      }),
      panel.webview.onDidReceiveMessage((message: FromPanel) => {
        this.received.fire(message);
        this.receive(message).catch((error: unknown) => this.complain(error));
      }),
    ];
    panel.onDidDispose(() => {
      clearTimeout(this.resting);
      this.round += 1;
      if (ofCapture) captures.release(uri);
      for (const subscription of this.subscriptions) subscription.dispose();
    });
    const folder = Uri.joinPath(extension, 'dist', 'webview');
    panel.iconPath = {
      light: Uri.joinPath(extension, 'icons', 'call-light.svg'),
      dark: Uri.joinPath(extension, 'icons', 'call-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.html = webviewPage(panel.webview, folder, 'call/main', { images: true });
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** What is shown; `undefined` while there is nothing. */
  get shown(): ReplayView | undefined {
    return this.view;
  }

  /** Shows what was asked for already, or asks. */
  async load(view?: ReplayView): Promise<void> {
    if (view === undefined) await this.ask();
    else this.show(view);
  }

  /** Brings the panel to the front; the replay goes to a line of the trace. */
  reveal(line?: number): void {
    this.panel.reveal(undefined, false);
    if (line === undefined) return;
    if (this.ready && this.view !== undefined) this.post({ type: 'cursor', line });
    else this.begin = line;
  }

  /** The replay goes to a line as soon as it is there. */
  beginAt(line: number): void {
    this.begin = line;
  }

  act(act: ActMessage['act']): void {
    this.post({ type: 'act', act });
  }

  /** Waits until the webview has got the call. */
  async loaded(): Promise<void> {
    if (!this.panel.visible) this.panel.reveal(undefined, true);
    if (this.ready && this.view !== undefined) return;
    await new Promise<void>((resolve, reject) => {
      const subscriptions = [
        this.onDidPost((message) => {
          if (message.type === 'view') end(resolve);
          else if (message.type === 'notice' && message.failed) end(() => reject(new Error(message.text)));
        }),
        this.panel.onDidDispose(() => end(() => reject(new Error(l10n.t('The panel was closed.'))))),
      ];
      const end = (then: () => void): void => {
        for (const subscription of subscriptions) subscription.dispose();
        then();
      };
    });
  }

  /** Has the webview draw the ladder; it is shown for that if need be. */
  async draw(format: 'svg' | 'png' | 'html'): Promise<ExportMessage> {
    await this.loaded();
    return new Promise((resolve, reject) => {
      const gone = this.panel.onDidDispose(() => end(l10n.t('The panel was closed.')));
      const late = setTimeout(() => end(l10n.t('The panel made no picture.')), drawingTime);
      const end = (reason: string): void => {
        finish();
        reject(new Error(reason));
      };
      const finish = (): void => {
        clearTimeout(late);
        gone.dispose();
        this.drawing.delete(format);
      };
      this.drawing.set(format, (message) => {
        finish();
        resolve(message);
      });
      this.act(`export-${format}`);
    });
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready': // also each time the webview comes back into sight
        this.ready = true;
        if (this.asking) this.sayReading();
        else if (this.stale || (this.view === undefined && this.failure === undefined)) await this.ask();
        else if (this.view !== undefined) this.show(this.view);
        else this.fail(this.failure ?? '');
        return;
      case 'retry':
        await this.ask();
        return;
      case 'reveal':
        await this.revealInEditor(message);
        return;
      case 'whatIf':
        this.whatIf = message.id;
        await this.ask();
        return;
      case 'export': {
        const taker = this.drawing.get(message.format);
        if (taker === undefined) await this.parts.save(this, message);
        else taker(message);
        return;
      }
      case 'compare':
        await this.compare(message);
        return;
      case 'rule':
        await this.openRule(message.rule);
    }
  }

  /** Asks again where it is seen; else when it is. */
  private refresh(): void {
    if (this.ready) void this.ask();
    else this.stale = true;
  }

  private async ask(): Promise<void> {
    this.round += 1;
    const { round } = this;
    const { server, summaries } = this.parts;
    this.stale = false;
    this.asking = true;
    if (this.view === undefined) this.sayReading();
    try {
      const view = await fetchReplay(server, this.uri, { key: this.key }, this.whatIf);
      if (round !== this.round) return;
      if (view !== null) this.show(view);
      else if (this.whatIf !== null) {
        // The fact that was changed is no longer in the trace.
        this.whatIf = null;
        await this.ask();
      } else if (!isListed(summaries, this.uri, this.key)) {
        this.fail(l10n.t('This call is no longer in the trace.'));
      } // else the text changed meanwhile: what it is now is told soon
    } catch (error) {
      if (round === this.round) this.fail(reasonOf(error));
    } finally {
      if (round === this.round) this.asking = false;
    }
  }

  private sayReading(): void {
    this.post({ type: 'notice', text: l10n.t('The trace is being read.'), failed: false, retry: null });
  }

  private show(view: ReplayView): void {
    this.view = view;
    this.failure = undefined;
    this.panel.title = replayTitle(view);
    if (!this.ready) return;
    this.post({
      type: 'view',
      uri: this.uri.toString(),
      view,
      facts: replayFacts(view),
      texts: callPanelTexts(),
    });
    const { begin } = this;
    this.begin = undefined;
    if (begin !== undefined) this.post({ type: 'cursor', line: begin });
  }

  private fail(text: string): void {
    this.failure = text;
    this.view = undefined;
    this.post({ type: 'notice', text, failed: true, retry: l10n.t('Try Again') });
  }

  private post(message: ToPanel): void {
    if (!this.ready) return;
    void this.panel.webview.postMessage(message);
    this.posted.fire(message);
  }

  private follow({ selection }: TextEditor): void {
    const { line } = selection.active;
    if (line === this.moved) {
      this.moved = undefined;
      return;
    }
    this.moved = undefined;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.post({ type: 'cursor', line }), restingTime);
  }

  /** Moves the caret in the trace's editor: in the one there is, where there is one. */
  private async revealInEditor({ range, focus }: RevealMessage): Promise<void> {
    const shown = window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === this.uri.toString(),
    );
    const { start, end } = rangeOf(range);
    if (shown !== undefined && !shown.selection.active.isEqual(start)) this.moved = start.line;
    const editor =
      shown !== undefined && !focus
        ? shown
        : await window.showTextDocument(await openTrace(this.uri), {
            viewColumn: shown?.viewColumn ?? this.columnOfText(),
            preserveFocus: !focus,
          });
    if (shown === undefined && !editor.selection.active.isEqual(start)) this.moved = start.line;
    const { start: from, end: to } = selectionOf(range);
    editor.selection = new Selection(from, to);
    editor.revealRange(new Range(start, end), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The group that has a tab with the text, else one beside the panel. */
  private columnOfText(): ViewColumn {
    const withText = window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === this.uri.toString()),
    );
    const other = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== this.panel.viewColumn);
    return (withText ?? other)?.viewColumn ?? ViewColumn.Beside;
  }

  private async compare({ descriptions: [one, other] }: CompareMessage): Promise<void> {
    const [left, right] = [this.view?.descriptions[one], this.view?.descriptions[other]];
    if (left === undefined || right === undefined) return;
    await commands.executeCommand(
      'vscode.diff',
      this.parts.bodies.add(visible(left.title), left.text),
      this.parts.bodies.add(visible(right.title), right.text),
      visible(`${left.title} ↔ ${right.title}`),
      { viewColumn: this.columnOfText() },
    );
  }

  private async openRule(rule: string): Promise<void> {
    if (!/^[a-z0-9-]{1,80}$/.test(rule)) return;
    await commands.executeCommand(
      'vscode.open',
      Uri.joinPath(this.parts.docs, `${rule}.md`),
      this.columnOfText(),
    );
  }

  private complain(error: unknown): void {
    const reason = reasonOf(error);
    this.parts.log.error(`The panel of a call of ${this.uri.toString()}: ${reason}`);
    void window.showErrorMessage(l10n.t('SIP Trace: {0}', reason));
  }
}

function isListed(summaries: Summaries, uri: Uri, key: string): boolean {
  return summaries.get(uri)?.calls.some((call) => call.key === key) === true;
}

function rangeOf({ start, end }: LspRange): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}
