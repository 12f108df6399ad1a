import { EventEmitter, Uri, workspace, type Disposable, type Event, type TextDocument } from 'vscode';
import {
  summaryRequest,
  type CallSummary,
  type SummaryParams,
  type TraceSummary,
} from '../../shared/protocol';
import type { LanguageServer } from '../common/language-server';

/** What the server last said about each open trace. */
export class Summaries implements Disposable {
  private readonly known = new Map<string, TraceSummary>();
  private readonly changed = new EventEmitter<Uri>();
  private readonly subscriptions: Disposable[];

  /** The summary of a trace became known or changed. */
  readonly onDidChange: Event<Uri> = this.changed.event;

  constructor(private readonly server: LanguageServer) {
    this.subscriptions = [
      server.onDidAnalyse(({ uri, summary }) => {
        const key = Uri.parse(uri).toString();
        const document = workspace.textDocuments.find((open) => open.uri.toString() === key);
        if (document === undefined) return; // closed in the meantime
        this.known.set(key, summary);
        this.changed.fire(document.uri);
      }),
      server.onDidChangeState((state) => {
        if (state === 'stopped') this.known.clear();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.known.delete(uri.toString())),
    ];
  }

  /** What is known without asking. */
  get(uri: Uri): TraceSummary | undefined {
    return this.known.get(uri.toString());
  }

  /** The summary; asks the server when it has not told yet. `undefined`: the trace was not analysed yet. */
  async fetch(document: TextDocument): Promise<TraceSummary | undefined> {
    const known = this.get(document.uri);
    if (known !== undefined) return known;
    const params: SummaryParams = { uri: await this.server.uriOf(document.uri) };
    const summary = await this.server.request<TraceSummary | null>(summaryRequest, params);
    if (summary === null || document.isClosed) return undefined;
    this.known.set(document.uri.toString(), summary);
    this.changed.fire(document.uri);
    return summary;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}

/** A message of a call, by its place in the call. */
export interface MessagePlace {
  readonly call: CallSummary;
  readonly index: number;
}

/** The message at a line; between two messages, the one before. */
export function messageAtLine(summary: TraceSummary, line: number): MessagePlace | undefined {
  let nearest: MessagePlace | undefined;
  let start = -1;
  for (const call of summary.calls) {
    call.messageLines.forEach(([first], index) => {
      if (first > line || first <= start) return;
      nearest = { call, index };
      start = first;
    });
  }
  return nearest;
}

/** The call that the message at a line belongs to; between two messages, that of the one before. */
export function callAt(summary: TraceSummary, line: number): CallSummary | undefined {
  return messageAtLine(summary, line)?.call;
}
