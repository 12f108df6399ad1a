import {
  commands,
  EventEmitter,
  Hover,
  MarkdownString,
  Uri,
  workspace,
  type CancellationToken,
  type Disposable,
  type Event,
  type LogOutputChannel,
} from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Middleware, State } from 'vscode-languageclient';
import {
  analysedNotification,
  indexProgressNotification,
  judgedNotification,
  type AnalysedParams,
  type IndexProgressParams,
  type JudgedParams,
} from '../../shared/protocol';
import { withEndpointList } from './endpoint-list';
import { filesOf, hasFindings, isTrace, traceLanguages } from './identity';
import { reasonOf } from './log';
import { linkRules, rulePages } from './rule-pages';

/** Makes a client that is not started yet: in a process or in a web worker. */
export type Connect = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** `idle`: no trace was opened yet, so there is no server. `stopped`: there was one, and it is gone. */
export type ServerState = 'idle' | 'starting' | 'running' | 'stopped';

/** The language server, started when the first trace is opened. */
export class LanguageServer implements Disposable {
  private readonly stateChanged = new EventEmitter<ServerState>();
  private readonly analysed = new EventEmitter<AnalysedParams>();
  private readonly indexed = new EventEmitter<IndexProgressParams>();
  private readonly judged = new EventEmitter<JudgedParams>();
  private readonly hovered = new EventEmitter<void>();
  private readonly opening: Disposable;
  private current: ServerState = 'idle';
  private client: Promise<BaseLanguageClient> | undefined;

  readonly onDidChangeState: Event<ServerState> = this.stateChanged.event;
  /** A trace was analysed, after it was opened or changed. */
  readonly onDidAnalyse: Event<AnalysedParams> = this.analysed.event;
  /** A piece of a large trace was indexed. */
  readonly onDidIndex: Event<IndexProgressParams> = this.indexed.event;
  /** Some calls of a large trace were judged. */
  readonly onDidJudge: Event<JudgedParams> = this.judged.event;
  /** A hover with text was shown. */
  readonly onDidHover: Event<void> = this.hovered.event;

  constructor(
    private readonly connect: Connect,
    private readonly log: LogOutputChannel,
  ) {
    this.opening = workspace.onDidOpenTextDocument((document) => {
      if (isTrace(document)) this.startInBackground();
    });
    if (workspace.textDocuments.some(isTrace)) this.startInBackground();
  }

  get state(): ServerState {
    return this.current;
  }

  /** The running client; starts the server if there is none. Rejects when the server cannot be started. */
  async start(): Promise<BaseLanguageClient> {
    this.client ??= this.launch();
    return this.client;
  }

  /** Ends the server, if there is one, and starts a new one. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends the server. Resolves also when it had died before. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    try {
      await (await client).dispose();
    } catch (error) {
      this.log.debug(`The language server did not end in good order: ${reasonOf(error)}`);
    }
    this.enter('stopped');
  }

  /** Asks the server, starting it if need be. */
  async request<Result>(method: string, params: object, token?: CancellationToken): Promise<Result> {
    const client = await this.start();
    // A token that is not there would be sent as a second parameter.
    return token === undefined
      ? client.sendRequest<Result>(method, params)
      : client.sendRequest<Result>(method, params, token);
  }

  /** The server's name for a document. */
  async uriOf(uri: Uri): Promise<string> {
    return (await this.start()).code2ProtocolConverter.asUri(uri);
  }

  dispose(): void {
    this.opening.dispose();
    this.stateChanged.dispose();
    this.analysed.dispose();
    this.indexed.dispose();
    this.judged.dispose();
    this.hovered.dispose();
  }

  private startInBackground(): void {
    this.start().catch((error: unknown) => {
      this.log.error(`The language server could not be started: ${reasonOf(error)}`);
    });
  }

  private async launch(): Promise<BaseLanguageClient> {
    this.enter('starting');
    void commands.executeCommand('setContext', 'sipTrace.serverStarted', true);
    try {
      const client = await this.connect(this.options());
      client.onDidChangeState(({ newState }) => this.follow(newState));
      client.onNotification(analysedNotification, (params: AnalysedParams) => this.analysed.fire(params));
      client.onNotification(indexProgressNotification, (params: IndexProgressParams) =>
        this.indexed.fire(params),
      );
      client.onNotification(judgedNotification, (params: JudgedParams) => this.judged.fire(params));
      await client.start();
      return client;
    } catch (error) {
      this.client = undefined; // the next one who asks tries again
      this.enter('stopped');
      throw error;
    }
  }

  private follow(state: State): void {
    // The numbers of `State`: to import the enumeration is to load the whole language client.
    const states: Partial<Record<number, ServerState>> = {
      1: 'stopped',
      2: 'running',
      3: 'starting',
      4: 'stopped',
    };
    this.enter(states[state] ?? 'stopped');
  }

  private enter(state: ServerState): void {
    if (state === this.current) return;
    this.current = state;
    this.stateChanged.fire(state);
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: traceLanguages.map((language) => ({ language })),
      outputChannel: this.log,
      initializationOptions: { docs: `${rulePages.toString()}/` },
      diagnosticPullOptions: { onChange: true },
      // Hovers hold text of traces: neither HTML nor commands of theirs may come to life.
      markdown: { isTrusted: false, supportHtml: false },
      middleware: this.middleware(),
    };
  }

  private middleware(): Middleware {
    return {
      workspace: {
        // The settings of a capture's text are those of the capture's folder.
        configuration: async ({ items }, token, next) => {
          const scoped = items.map((item) => ({ ...item, ...scopeOf(item.scopeUri) }));
          const settings = await next({ items: scoped }, token);
          if (!Array.isArray(settings)) return settings;
          return Promise.all(
            settings.map((each: unknown, place) => withEndpointList(each, scoped[place]?.scopeUri, this.log)),
          );
        },
      },
      handleDiagnostics: (uri, diagnostics, next) => next(uri, hasFindings(uri) ? diagnostics : []),
      provideDiagnostics: (document, previousResultId, token, next) => {
        const uri = 'uri' in document ? document.uri : document;
        return hasFindings(uri) ? next(document, previousResultId, token) : undefined;
      },
      provideHover: async (document, position, token, next) => {
        const hover = await next(document, position, token);
        if (!hover) return hover;
        this.hovered.fire();
        const contents = hover.contents.map((each) =>
          each instanceof MarkdownString ? linkRules(each) : each,
        );
        return new Hover(contents, hover.range);
      },
    };
  }
}

function scopeOf(uri: string | undefined): { readonly scopeUri?: string } {
  const file = uri === undefined ? undefined : filesOf(Uri.parse(uri))[0];
  return file === undefined ? {} : { scopeUri: file.toString() };
}
