/** Wires the editor features to a connection. The only place that knows how LSP talks. */
import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InlayHintRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import {
  analysedNotification,
  configFilesNotification,
  indexProgressNotification,
  indexTraceRequest,
  joinTracesRequest,
  judgedNotification,
  judgeTraceRequest,
  readCallRequest,
  renderCaptureRequest,
  replayRequest,
  type AnalysedParams,
  type ConfigFilesParams,
  type IndexProgressParams,
  type IndexTraceParams,
  type IndexTraceResult,
  type JoinTracesParams,
  type JudgedParams,
  type JudgeTraceParams,
  type JudgeTraceResult,
  type ReadCallParams,
  type RenderCaptureParams,
  type ReplayParams,
  type ReplayResult,
  type Settings,
} from '../../shared/protocol';
import { provideDiagnostics } from '../language/diagnostics';
import { prepareReplays } from '../language/replay-view/replays';
import { replayView } from '../language/replay-view/replay-view';
import type { TraceView } from '../language/view';
import { analysisOptions, defaultSettings, networkOf, readSettingsLeniently } from '../settings';
import {
  indexForEditor,
  joinForEditor,
  judgeForEditor,
  readCallForEditor,
  renderForEditor,
  type CaptureHost,
} from './captures';
import { ConfigDisk, configName, configuredFor } from './config-file';
import { features, type FeatureHost } from './features';
import { liveDocuments, type LiveDocument } from './live-document';
import { runInSlices, type Job } from './slices';
import { summariseInSlices } from './summary';
import { TraceDocuments } from './trace-documents';

/** What differs between Node and a web worker. */
export interface Host extends CaptureHost {
  /** Fresh random octets, for credentials and keys of a generated answer. */
  readonly random: (octets: number) => Uint8Array;
}

interface Client {
  readonly pullsDiagnostics: boolean;
  /** What it asks for again when it is told to: diagnostics, hints and lenses depend on the settings. */
  readonly refreshes: readonly string[];
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  /** URI of the folder of rule pages; null where the client names none. */
  readonly docs: string | null;
}

/** Calls that are summed up at each keystroke. */
const CALLS_AT_ONCE = 500;
/** Milliseconds without a keystroke. */
const TYPING_PAUSE = 700;

interface Summing {
  readonly job: Job;
  readonly timer: ReturnType<typeof setTimeout> | null;
}

/** Serves a connection until it closes. */
export function startServer(connection: Connection, host: Host): void {
  new TraceServer(connection, host).listen();
}

class TraceServer implements FeatureHost {
  private readonly documents = new TextDocuments(liveDocuments);
  private readonly traces: TraceDocuments;
  private client = clientOf(null);
  /** Faults of settings that were said already. */
  private readonly saidFaults = new Set<string>();
  /** Documents of which the client knows the diagnostics of the beginning alone. */
  private readonly halfTold = new Set<string>();
  /** Documents that were summed up once, or begun to be. */
  private readonly summed = new Set<string>();
  /** Documents that are being summed up, or wait for a pause of typing to be. */
  private readonly summing = new Map<string, Summing>();

  private readonly configs: ConfigDisk;

  constructor(
    private readonly connection: Connection,
    private readonly host: Host,
  ) {
    this.traces = new TraceDocuments({
      pause: host.pause,
      settingsOf: (uri) => this.settingsOf(uri),
      onBegun: (document, view) => this.tellDiagnostics(document, view),
      onAnalysed: (document, view) => this.tellAnalysed(document, view),
      onFailed: ({ uri }, error) => {
        this.sayFailed(uri, 'the analysis', error);
      },
    });
    this.configs = new ConfigDisk(host);
    this.followClient();
    this.followDocuments();
    for (const { register } of features) register(connection, this);
    this.serveReplay();
    this.serveFiles();
  }

  listen(): void {
    this.documents.listen(this.connection);
    this.connection.listen();
  }

  get docs(): string | null {
    return this.client.docs;
  }

  get random(): FeatureHost['random'] {
    return this.host.random;
  }

  views(): readonly TraceView[] {
    return this.traces.views();
  }

  view(uri: string): Promise<TraceView | null> {
    return this.traces.view(uri);
  }

  withView<T>(
    { uri }: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T> {
    return this.answered(this.traces.view(uri), token, answer);
  }

  async withViewInSlices<T extends object>(
    document: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => Generator<void, T>,
  ): Promise<T> {
    const { traces } = this;
    const view = await this.withView(document, token, (each) => each);
    const job: Job = {
      get cancelled() {
        return token.isCancellationRequested || !traces.isCurrent(view);
      },
    };
    return given(await runInSlices(answer(view), job, this.host.pause), token);
  }

  async withFirstView<T>(
    { uri }: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T> {
    const mayAskAgain = this.client.refreshes.includes(DiagnosticRefreshRequest.method);
    if (!mayAskAgain) return this.answered(this.traces.view(uri), token, answer);
    return this.answered(this.traces.firstView(uri), token, (view) => {
      if (!this.traces.isWhole(view)) this.halfTold.add(uri);
      return answer(view);
    });
  }

  private async answered<T>(
    wanted: Promise<TraceView | null>,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T> {
    return answer(given(await wanted, token));
  }

  private async settingsOf(uri: string): Promise<Settings> {
    if (!this.client.hasConfiguration) return defaultSettings;
    const { workspace } = this.connection;
    const settings = readSettingsLeniently(
      await workspace.getConfiguration({ scopeUri: uri, section: 'sipTrace' }),
    );
    const configured = configuredFor(uri, settings, this.configs, (line) => {
      this.sayOnce(line);
    });
    this.sayFaults(configured);
    return configured;
  }

  /** Says a line in the output, each once. */
  private sayOnce(line: string): void {
    if (this.saidFaults.has(line)) return;
    this.saidFaults.add(line);
    this.connection.console.warn(line);
  }

  /** Says in the output what of the settings does not fit, each fault once. */
  private sayFaults(settings: Settings): void {
    for (const { path, message } of networkOf(settings).faults) {
      this.sayOnce(`sipTrace.${path}: ${message}`);
    }
  }

  private sayFailed(uri: string, what: string, error: unknown): void {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`${uri}: ${what} failed: ${why}`);
  }

  private tellAnalysed(document: LiveDocument, view: TraceView): void {
    const { uri } = document;
    this.stopSumming(uri);
    // A summary of many calls takes longer than a keystroke may: it comes when typing pauses.
    const isLong = view.analysis.trace.calls.length > CALLS_AT_ONCE && this.summed.has(uri);
    const job: Job = { cancelled: false };
    const timer = isLong ? setTimeout(() => void this.tellSummary(view, job), TYPING_PAUSE) : null;
    this.summing.set(uri, { job, timer });
    this.summed.add(uri);
    if (!isLong) void this.tellSummary(view, job);
    if (this.halfTold.delete(uri)) void this.connection.sendRequest(DiagnosticRefreshRequest.method);
    this.tellDiagnostics(document, view);
  }

  /** Sums a trace up between other work, and tells it. */
  private async tellSummary(view: TraceView, job: Job): Promise<void> {
    const { uri } = view;
    try {
      const summary = await runInSlices(summariseInSlices(view), job, this.host.pause);
      if (summary === null || job.cancelled) return;
      this.summing.delete(uri);
      const params: AnalysedParams = { uri, summary };
      void this.connection.sendNotification(analysedNotification, params);
    } catch (error) {
      this.sayFailed(uri, 'the summary', error);
    }
  }

  private stopSumming(uri: string): void {
    const summing = this.summing.get(uri);
    if (summing === undefined) return;
    summing.job.cancelled = true;
    if (summing.timer !== null) clearTimeout(summing.timer);
    this.summing.delete(uri);
  }

  private tellDiagnostics({ uri, version }: LiveDocument, view: TraceView): void {
    if (this.client.pullsDiagnostics) return;
    const diagnostics = [...provideDiagnostics(view, this.docs)];
    void this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  private followClient(): void {
    const { connection } = this;
    connection.onInitialize((params): InitializeResult => {
      this.client = clientOf(params);
      return { capabilities: capabilities(), serverInfo: { name: 'SIP Trace Inspector' } };
    });
    connection.onInitialized(() => {
      if (this.client.registersConfiguration) {
        void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sipTrace' });
      }
      if (this.client.registersWatchers) {
        const watchers = [{ globPattern: `**/${configName}` }];
        void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
    });
    const reconfigure = (): void => {
      this.traces.reconfigure();
      for (const method of this.client.refreshes) void connection.sendRequest(method);
    };
    connection.onDidChangeConfiguration(reconfigure);
    // Nothing else is watched than configuration files.
    connection.onDidChangeWatchedFiles(reconfigure);
    connection.onNotification(configFilesNotification, (params: ConfigFilesParams) => {
      // Told at each start: most workspaces have none, and nothing is to be judged again.
      if (this.configs.take(params)) reconfigure();
    });
  }

  private followDocuments(): void {
    this.documents.onDidChangeContent(({ document }) => {
      this.stopSumming(document.uri);
      this.traces.update(document);
    });
    this.documents.onDidClose(({ document: { uri } }) => {
      this.traces.close(uri);
      this.halfTold.delete(uri);
      this.summed.delete(uri);
      this.stopSumming(uri);
      // A closed trace leaves nothing in the Problems panel.
      if (!this.client.pullsDiagnostics) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  private serveReplay(): void {
    this.connection.onRequest(
      replayRequest,
      async ({ uri, call, whatIf }: ReplayParams, token: CancellationToken): Promise<ReplayResult> => {
        const view = await this.traces.view(uri);
        return view !== null && (await this.prepared(view, token)) ? replayView(view, call, whatIf) : null;
      },
    );
  }

  /** Replays a trace between other work; false where nobody waits for it any more. */
  private async prepared(view: TraceView, token: CancellationToken): Promise<boolean> {
    const job: Job = {
      get cancelled() {
        return token.isCancellationRequested;
      },
    };
    return (await runInSlices(prepareReplays(view), job, this.host.pause)) !== null;
  }

  /** What is read from files, without a document. */
  private serveFiles(): void {
    const { connection, host } = this;
    connection.onRequest(
      renderCaptureRequest,
      async (params: RenderCaptureParams, token: CancellationToken) =>
        unlessCancelled(await renderForEditor(params, host, token)),
    );
    connection.onRequest(joinTracesRequest, async (params: JoinTracesParams, token: CancellationToken) =>
      unlessCancelled(await joinForEditor(params, host, token)),
    );
    connection.onRequest(indexTraceRequest, (params: IndexTraceParams, token: CancellationToken) =>
      this.index(params, token),
    );
    connection.onRequest(judgeTraceRequest, (params: JudgeTraceParams, token: CancellationToken) =>
      this.judge(params, token),
    );
    connection.onRequest(readCallRequest, async (params: ReadCallParams, token: CancellationToken) =>
      unlessCancelled(await readCallForEditor(params, host, token)),
    );
  }

  private async index(params: IndexTraceParams, token: CancellationToken): Promise<IndexTraceResult> {
    const { uri } = params;
    const { profile } = await this.settingsOf(uri);
    const tell = (done: number): void => {
      const progress: IndexProgressParams = { uri, done };
      void this.connection.sendNotification(indexProgressNotification, progress);
    };
    const chosen = profile === 'auto' ? null : profile;
    return unlessCancelled(await indexForEditor(params, chosen, this.host, token, tell));
  }

  private async judge(params: JudgeTraceParams, token: CancellationToken): Promise<JudgeTraceResult> {
    const { uri } = params;
    const options = analysisOptions(await this.settingsOf(uri));
    return unlessCancelled(
      await judgeForEditor(params, options, this.host, token, ({ done, calls }) => {
        const judged: JudgedParams = { uri, done, calls };
        void this.connection.sendNotification(judgedNotification, judged);
      }),
    );
  }
}

function capabilities(): ServerCapabilities {
  return features.reduce<ServerCapabilities>((all, feature) => ({ ...all, ...feature.capabilities }), {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  });
}

/** What was wanted of a document, where there is still somebody who waits for it, and the document is as it was. */
function given<T extends object>(wanted: T | null, token: CancellationToken): T {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  if (wanted === null)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'the document changed or is not open');
  return wanted;
}

/** A result, where a job was not stopped before it had one. */
function unlessCancelled<Result>(result: Result | null): Result {
  if (result === null) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  return result;
}

function clientOf(params: InitializeParams | null): Client {
  const capable = params?.capabilities;
  return {
    pullsDiagnostics: capable?.textDocument?.diagnostic !== undefined,
    refreshes: [
      ...(capable?.workspace?.diagnostics?.refreshSupport === true ? [DiagnosticRefreshRequest.method] : []),
      ...(capable?.workspace?.inlayHint?.refreshSupport === true ? [InlayHintRefreshRequest.method] : []),
      ...(capable?.workspace?.codeLens?.refreshSupport === true ? [CodeLensRefreshRequest.method] : []),
    ],
    hasConfiguration: capable?.workspace?.configuration === true,
    registersWatchers: capable?.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersConfiguration: capable?.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    docs: docsOf(params?.initializationOptions),
  };
}

function docsOf(options: unknown): string | null {
  if (typeof options !== 'object' || options === null || !('docs' in options)) return null;
  return typeof options.docs === 'string' ? options.docs : null;
}
