import type { EventEmitter, Uri } from 'vscode';
import { commands, l10n, window, type LogOutputChannel, type WebviewPanel } from 'vscode';
import { reasonOf } from '../common/log';
import { overviewTables } from './overview-tables';
import type { OverviewTable } from './overview-table';
import type { OverviewContent, TraceSource } from './trace-source';
import type { PageRequest, TableId, FromWebview, PageMessage, ToWebview } from '../webview/protocol';
import { showPage } from '../common/webview-page';

import { overviewSpec } from './overview-spec';
import { keyLogBeside, useKeyLog } from './key-card';
import { filesOf } from '../common/identity';

/** What a page needs of the extension. */
export interface PageParts {
  readonly extension: Uri;
  readonly log: LogOutputChannel;
}

/** The webview of an overview: it is filled from a source for as long as its panel lives. */
export class OverviewPage {
  private tables: readonly OverviewTable[] = [];
  private tabled: OverviewContent | undefined;
  /** The webview runs and takes messages. */
  private ready = false;
  private beside: Uri | null = null;
  private isLookedFor = false;

  constructor(
    private readonly source: TraceSource,
    private readonly panel: WebviewPanel,
    { extension, log }: PageParts,
    private readonly rowsSent: EventEmitter<PageMessage>,
  ) {
    const { webview } = panel;
    const subscriptions = [
      source.onDidChange(() => this.send()),
      webview.onDidReceiveMessage((message: FromWebview) => {
        this.receive(message).catch((error: unknown) => {
          log.error(`The overview of ${source.uri.toString()}: ${reasonOf(error)}`);
          void window.showErrorMessage(l10n.t('SIP Trace: {0}', reasonOf(error)));
        });
      }),
    ];
    panel.onDidDispose(() => subscriptions.forEach((subscription) => void subscription.dispose()));
    showPage(panel, extension, 'overview', 'overview');
  }

  private send(): void {
    if (this.source.content !== this.tabled) {
      this.tabled = this.source.content;
      this.tables = this.tabled === undefined ? [] : overviewTables(this.tabled);
    }
    if (this.ready)
      this.post({ type: 'overview', overview: overviewSpec(this.source, this.tables, this.beside) });
    if (!this.isLookedFor && this.tabled?.gaps.some(({ kind }) => kind === 'encrypted') === true)
      void this.lookForKeys();
  }

  /** Keys that lie beside the capture are offered; looked for once. */
  private async lookForKeys(): Promise<void> {
    this.isLookedFor = true;
    const [file] = filesOf(this.source.uri);
    this.beside = await keyLogBeside(file ?? this.source.uri);
    if (this.beside !== null) this.send();
  }

  private async receive(message: FromWebview): Promise<void> {
    const { source } = this;
    switch (message.type) {
      case 'ready': // also each time the webview comes back into sight
        this.ready = true;
        this.send();
        return;
      case 'page':
        this.sendRows(message);
        return;
      case 'open': {
        const target = this.table(message.table)?.target(message.key);
        if (target === undefined) return;
        // What is opened from a preview would take its place.
        if (this.panel.active) await commands.executeCommand('workbench.action.keepEditor');
        await source.open(target, message.beside);
        return;
      }
      case 'panel':
        if (this.panel.active) await commands.executeCommand('workbench.action.keepEditor');
        await commands.executeCommand('sipTrace.openCallPanel', {
          sipTraceTable: 'calls',
          sipTraceRow: message.key,
        });
        return;
      case 'chooseKeys':
        await useKeyLog(null);
        return;
      case 'useKeys':
        await useKeyLog(this.beside);
        return;
      case 'cancel':
        if (source.state.kind === 'loading') source.state.cancel?.();
        return;
      case 'retry':
        await source.load();
        return;
      case 'judge':
        source.judging?.start();
        return;
      case 'stopJudging':
        source.judging?.stop();
    }
  }

  private sendRows(request: PageRequest): void {
    const table = this.table(request.table);
    if (table === undefined) return;
    const { generation, from } = request;
    const rows: PageMessage = { type: 'page', generation, from, ...table.page(request) };
    this.post(rows);
    this.rowsSent.fire(rows);
  }

  private table(id: TableId): OverviewTable | undefined {
    return this.tables.find(({ spec }) => spec.id === id);
  }

  private post(message: ToWebview): void {
    void this.panel.webview.postMessage(message);
  }
}
