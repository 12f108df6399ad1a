import {
  commands,
  l10n,
  window,
  workspace,
  type Disposable,
  type Event,
  type LogOutputChannel,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import {
  messageTextRequest,
  replayRequest,
  type MessageText,
  type MessageTextParams,
  type ReplayParams,
  type ReplayResult,
} from '../../shared/protocol';
import { problemText } from '../../shared/reading-problem';
import type { ReplayView } from '../../shared/replay-view';
import { sentence } from '../../shared/words';
import type { BodyDocuments } from '../bodies/body-documents';
import { callPanelTexts } from './call-panel-texts';
import { PanelPage } from './panel-page';
import { TraceEditor } from './trace-editor';
import { replayFacts, replayTitle } from '../calls/call-text';
import type { Captures } from '../captures/captures';
import { filesOf } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { reasonOf } from '../common/log';
import { openRule } from '../common/rule-pages';
import type { Summaries } from '../calls/summaries';
import { visible } from '../common/text';
import { keepOpen, openTrace } from '../start/trace-document';
import type {
  ActMessage,
  CompareMessage,
  ExportMessage,
  FromPanel,
  Range,
  ToPanel,
} from '../webview/call/protocol';

/** What a call's panel needs of the extension. */
export interface CallPanelParts {
  readonly extension: Uri;
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

/** How much of what is damaged is told; the overview lists all. */
const mostDamage = 2;

/** The panel of one call: it fills the webview, follows the editor and is followed by it. */
export class CallPanel {
  private readonly page: PanelPage;
  private readonly editor: TraceEditor;
  private view: ReplayView | undefined;
  private whatIf: string | null = null;
  /** Counts what was asked of the server, so that what is overtaken is dropped. */
  private round = 0;
  private asking = false;
  /** The trace changed while nobody looked. */
  private stale = false;
  private failure: string | undefined;
  /** Where the replay is to begin, once there is a view. */
  private begin: number | undefined;

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
    this.page = new PanelPage(panel, extension);
    this.editor = new TraceEditor(uri, {
      column: () => panel.viewColumn,
      caretIn: (line) => this.page.post({ type: 'cursor', line }),
    });
    const subscriptions: readonly Disposable[] = [
      this.page,
      this.editor,
      summaries.onDidChange((changed) => {
        if (isOurs(changed)) this.refresh();
      }),
      server.onDidChangeState((state) => {
        if (state === 'stopped') this.fail(l10n.t('The analysis has stopped. Restart it from here.'));
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (isOurs(document.uri)) void keepOpen(uri);
      }),
      this.page.onDidReceive((message) => {
        this.receive(message).catch((error: unknown) => this.complain(error));
      }),
    ];
    panel.onDidDispose(() => {
      this.round += 1;
      if (ofCapture) captures.release(uri);
      for (const subscription of subscriptions) subscription.dispose();
    });
  }

  /** What the webview said. */
  get onDidReceive(): Event<FromPanel> {
    return this.page.onDidReceive;
  }

  /** What the webview was told. */
  get onDidPost(): Event<ToPanel> {
    return this.page.onDidPost;
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
    if (this.page.isReady && this.view !== undefined) this.page.post({ type: 'cursor', line });
    else this.begin = line;
  }

  /** The replay goes to a line as soon as it is there. */
  beginAt(line: number): void {
    this.begin = line;
  }

  act(act: ActMessage['act']): void {
    this.page.post({ type: 'act', act });
  }

  /** Waits until the webview has got the call. */
  async loaded(): Promise<void> {
    if (!this.panel.visible) this.panel.reveal(undefined, true);
    if (!this.page.isReady || this.view === undefined) await this.page.viewed();
  }

  /** Has the webview draw the ladder; it is shown for that if need be. */
  async draw(format: 'svg' | 'png' | 'html' | 'path'): Promise<ExportMessage> {
    await this.loaded();
    return this.page.draw(format);
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready': // also each time the webview comes back into sight
        if (this.asking) this.sayReading();
        else if (this.stale || (this.view === undefined && this.failure === undefined)) await this.ask();
        else if (this.view !== undefined) this.show(this.view);
        else this.fail(this.failure ?? '');
        return;
      case 'retry':
        await this.ask();
        return;
      case 'reveal':
        await this.editor.reveal(message.range, message.focus);
        return;
      case 'text':
        await this.tellText(message.range);
        return;
      case 'whatIf':
        this.whatIf = message.id;
        await this.ask();
        return;
      case 'export':
        if (!this.page.take(message)) await this.parts.save(this, message);
        return;
      case 'compare':
        await this.compare(message);
        return;
      case 'rule':
        await openRule(message.rule, this.editor.column);
    }
  }

  /** Asks again where it is seen; else when it is. */
  private refresh(): void {
    if (this.page.isReady) void this.ask();
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
    this.page.post({ type: 'notice', text: l10n.t('The trace is being read.'), failed: false, retry: null });
  }

  private show(view: ReplayView): void {
    this.view = view;
    this.failure = undefined;
    this.panel.title = replayTitle(view);
    if (!this.page.isReady) return;
    this.page.post({
      type: 'view',
      uri: this.uri.toString(),
      view: { ...view, capture: [...this.damage(), ...view.capture] },
      facts: replayFacts(view),
      texts: callPanelTexts(),
    });
    const { begin } = this;
    this.begin = undefined;
    if (begin !== undefined) this.page.post({ type: 'cursor', line: begin });
  }

  /** What of the capture is damaged or cut: it may be why something is missing here. */
  private damage(): ReplayView['capture'] {
    if (filesOf(this.uri).length === 0) return [];
    const { captures } = this.parts;
    const { state } = captures.use(this.uri);
    captures.release(this.uri);
    if (state.kind !== 'rendered') return [];
    return state.problems.slice(0, mostDamage).map((problem) => {
      const position = problem.line === null ? null : { line: problem.line, character: 0 };
      const range = position === null ? null : { start: position, end: position };
      return {
        id: 'file-damaged',
        text: sentence(visible(problemText(problem))),
        range,
        frame: null,
        leap: null,
      };
    });
  }

  private fail(text: string): void {
    this.failure = text;
    this.view = undefined;
    this.page.post({ type: 'notice', text, failed: true, retry: l10n.t('Try Again') });
  }

  private async tellText(range: Range): Promise<void> {
    const { server } = this.parts;
    const params: MessageTextParams = { uri: await server.uriOf(this.uri), position: range.start };
    const found = await server.request<MessageText | null>(messageTextRequest, params);
    if (found !== null) this.page.post({ type: 'messageText', line: range.start.line, ...found });
  }

  private async compare({ descriptions: [one, other] }: CompareMessage): Promise<void> {
    const [left, right] = [this.view?.descriptions[one], this.view?.descriptions[other]];
    if (left === undefined || right === undefined) return;
    await commands.executeCommand(
      'vscode.diff',
      this.parts.bodies.add(visible(left.title), left.text),
      this.parts.bodies.add(visible(right.title), right.text),
      visible(`${left.title} ↔ ${right.title}`),
      { viewColumn: this.editor.column },
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
