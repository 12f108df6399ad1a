import { l10n, workspace, type CancellationToken, type Disposable, type Event, type Uri } from 'vscode';
import {
  indexTraceRequest,
  judgeTraceRequest,
  readCallRequest,
  type IndexTraceParams,
  type IndexTraceResult,
  type JudgeTraceParams,
  type JudgeTraceResult,
  type ReadCallParams,
  type ReadCallResult,
} from '../../shared/protocol';
import type { KeyLogFile } from './key-log';
import { clientId } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { reasonOf } from '../common/log';
import { Judging } from './judging';
import { Reading } from './reading';
import { sentence } from '../../shared/words';

/** VS Code hands no larger document to extensions, in characters. */
export const largestDocument = 50 * 1024 * 1024;

/** Settings that change what is said of calls. */
const judgedBy = [
  'profile',
  'rules',
  'overrides',
  'sbcFqdn',
  'sbcPublicAddresses',
  'sbcInternalAddresses',
  'network',
] as const;

/** Whether a file is larger than a document may be; false where nothing is known of it. */
export async function isTooLarge(file: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(file)).size > largestDocument;
  } catch {
    return false;
  }
}

/** The calls of a trace that was indexed. */
export type IndexedTrace = Extract<IndexTraceResult, { readonly kind: 'indexed' }>['trace'];

export type LargeTraceState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'reading';
      /** From 0 to 1. */
      readonly done: number;
    }
  | { readonly kind: 'read'; readonly trace: IndexedTrace }
  /** Why, and what to do next, in whole sentences. */
  | { readonly kind: 'failed'; readonly message: string };

/** A call as a text of its own. */
export type CallReading = Extract<ReadCallResult, { readonly kind: 'read' }>;

/**
 * A trace on the disk that is too large to be a document: the server lists its calls without an analysis, and reads
 * out of the file what belongs to one of them.
 */
export class LargeTrace implements Disposable {
  private readonly reading = new Reading<LargeTraceState>(
    { kind: 'waiting' },
    {
      read: (token) => this.askForCalls(token),
      isRead: ({ kind }) => kind === 'read',
      busy: { kind: 'reading', done: 0 },
      cancelled: () => ({ kind: 'failed', message: l10n.t('Reading was cancelled.') }),
    },
  );
  private readonly subscriptions: readonly Disposable[];
  private isToBeJudged = false;
  private uri: string | undefined;

  /** The state changed. */
  readonly onDidChange: Event<void> = this.reading.onDidChange;
  /** Its calls, judged in the background where somebody wants it: see {@link judge}. */
  readonly judging = new Judging((token) => this.askForJudgements(token));

  constructor(
    readonly file: Uri,
    private readonly server: LanguageServer,
    private readonly keyLog: KeyLogFile,
  ) {
    this.subscriptions = [
      this.reading,
      this.judging,
      server.onDidJudge((judged) => {
        if (judged.uri === this.uri) this.judging.take(judged);
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (judgedBy.some((name) => change.affectsConfiguration(`${clientId}.${name}`, file))) {
          if (this.state.kind === 'read') void this.refresh();
        }
      }),
      keyLog.onDidChange(() => {
        // Keys open what was encrypted in a capture.
        if (this.state.kind === 'read' && this.state.trace.kind === 'capture') void this.refresh();
      }),
      server.onDidIndex(({ uri, done }) => {
        if (uri === this.uri && this.state.kind === 'reading') this.reading.enter({ kind: 'reading', done });
      }),
    ];
  }

  get state(): LargeTraceState {
    return this.reading.state;
  }

  /** Waits for the calls, and asks for them where there are none. Never rejects: see {@link state}. */
  async ready(): Promise<void> {
    await this.reading.ready();
  }

  /** Reads the file again; if its calls were judged, they are judged again, too. */
  async refresh(): Promise<void> {
    const { state } = this;
    await this.reading.again();
    if (this.state.kind !== 'read' || this.state === state) return;
    this.judging.forget();
    if (this.isToBeJudged) void this.judging.start();
  }

  /** Judges all calls in the background, from now on each time the file is read again, until that is stopped. */
  judge(): void {
    this.isToBeJudged = true;
    if (this.judging.state.kind !== 'judging') void this.judging.start();
  }

  /** Judges no more calls; what was judged stays. */
  stopJudging(): void {
    this.isToBeJudged = false;
    this.judging.stop();
  }

  /** Stops reading; what was read before stays. */
  cancel(): void {
    this.reading.cancel();
  }

  /** Reads a call; `undefined` where that was cancelled. Rejects with a reason in whole sentences. */
  async readCall(callId: string, token: CancellationToken): Promise<CallReading | undefined> {
    await this.ready();
    let result = await this.askForCall(callId, token);
    if (result?.kind === 'moved') {
      await this.refresh();
      result = await this.askForCall(callId, token);
    }
    switch (result?.kind) {
      case undefined:
        return undefined;
      case 'read':
        return result;
      case 'refused':
        throw new Error(sentence(result.message));
      case 'moved':
        throw new Error(l10n.t('The file has changed, and this call is not in it any more.'));
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async askForCalls(token: CancellationToken): Promise<LargeTraceState> {
    try {
      const keys = await this.keyLog.read();
      const params: IndexTraceParams = { uri: await this.serverUri(), keyLog: keys.text };
      const result = await this.server.request<IndexTraceResult>(indexTraceRequest, params, token);
      switch (result.kind) {
        case 'indexed': {
          const { trace } = result;
          const problems = keys.problem === null ? trace.problems : [keys.problem, ...trace.problems];
          return { kind: 'read', trace: { ...trace, problems } };
        }
        case 'refused':
          return { kind: 'failed', message: sentence(result.message) };
        case 'out-of-reach':
          return {
            kind: 'failed',
            message: l10n.t(
              'This trace is larger than VS Code hands to extensions, and it is no file of the machine on which the extension runs, so that it could be read in pieces. Copy it there, or list its calls in a terminal: sip-trace calls FILE',
            ),
          };
      }
    } catch (error) {
      return { kind: 'failed', message: l10n.t('The trace cannot be read: {0}', reasonOf(error)) };
    }
  }

  private async askForJudgements(token: CancellationToken): Promise<JudgeTraceResult> {
    const keys = await this.keyLog.read();
    const params: JudgeTraceParams = { uri: await this.serverUri(), keyLog: keys.text };
    return this.server.request<JudgeTraceResult>(judgeTraceRequest, params, token);
  }

  private async askForCall(callId: string, token: CancellationToken): Promise<ReadCallResult | undefined> {
    const { state } = this;
    if (state.kind !== 'read') throw new Error(state.kind === 'failed' ? state.message : '');
    const { kind, heading, calls } = state.trace;
    const places = calls.filter((call) => call.callId === callId).flatMap((call) => call.places);
    if (places.length === 0) return { kind: 'moved' };
    const keys = await this.keyLog.read();
    const uri = await this.serverUri();
    const params: ReadCallParams = { uri, keyLog: keys.text, trace: { kind, heading }, callId, places };
    try {
      return await this.server.request<ReadCallResult>(readCallRequest, params, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  }

  private async serverUri(): Promise<string> {
    this.uri ??= await this.server.uriOf(this.file);
    return this.uri;
  }
}
