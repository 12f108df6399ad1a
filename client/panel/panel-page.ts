import { EventEmitter, l10n, type Disposable, type Event, type Uri, type WebviewPanel } from 'vscode';
import { showPage } from '../common/webview-page';
import type { ExportMessage, FromPanel, ToPanel } from '../webview/call/protocol';

/** How long a webview may take to draw a picture, in milliseconds. */
const drawingTime = 60_000;

/** The webview of a call's panel: what is said to it and by it, for as long as its panel lives. */
export class PanelPage implements Disposable {
  private readonly received = new EventEmitter<FromPanel>();
  private readonly posted = new EventEmitter<ToPanel>();
  private readonly subscriptions: readonly Disposable[];
  private readonly drawing = new Map<ExportMessage['format'], (message: ExportMessage) => void>();
  private ready = false;

  /** What the webview said. */
  readonly onDidReceive: Event<FromPanel> = this.received.event;
  /** What the webview was told. */
  readonly onDidPost: Event<ToPanel> = this.posted.event;

  constructor(
    private readonly panel: WebviewPanel,
    extension: Uri,
  ) {
    this.subscriptions = [
      this.received,
      this.posted,
      panel.onDidChangeViewState(() => {
        // Hidden, the webview is gone; it says so when it is back.
        if (!panel.visible) this.ready = false;
      }),
      panel.webview.onDidReceiveMessage((message: FromPanel) => {
        if (message.type === 'ready') this.ready = true;
        this.received.fire(message);
      }),
    ];
    showPage(panel, extension, 'call/main', 'call', { images: true });
  }

  /** Whether the webview runs and takes messages. */
  get isReady(): boolean {
    return this.ready;
  }

  /** Says something to the webview; nothing where it does not run. */
  post(message: ToPanel): void {
    if (!this.ready) return;
    void this.panel.webview.postMessage(message);
    this.posted.fire(message);
  }

  /** Waits until the webview has got a call. Rejects with what it was told instead. */
  async viewed(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const subscriptions = [
        this.onDidPost((message) => {
          if (message.type === 'view') end(resolve);
          else if (message.type === 'notice' && message.failed) end(() => reject(new Error(message.text)));
        }),
        this.panel.onDidDispose(() => end(() => reject(new Error(closed())))),
      ];
      const end = (then: () => void): void => {
        for (const subscription of subscriptions) subscription.dispose();
        then();
      };
    });
  }

  /** Has the webview draw the ladder. Rejects where it does not, with a reason in whole sentences. */
  async draw(format: 'svg' | 'png' | 'html' | 'path'): Promise<ExportMessage> {
    return new Promise((resolve, reject) => {
      const gone = this.panel.onDidDispose(() => end(closed()));
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
      this.post({ type: 'act', act: `export-${format}` });
    });
  }

  /** Gives a picture to whom {@link draw} promised it. False: nobody asked, so it was the webview's own button. */
  take(message: ExportMessage): boolean {
    const taker = this.drawing.get(message.format);
    taker?.(message);
    return taker !== undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function closed(): string {
  return l10n.t('The panel was closed.');
}
