/** A real LSP client: it starts the server's bundle and talks to it over stdio. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
} from 'vscode-languageserver-protocol/node';

const server = path.resolve(__dirname, '../../dist/server.js');

/** A client that asks for diagnostics, and can be asked for its settings. */
export const pullingCapabilities: ClientCapabilities = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { configuration: true },
};

/** The same, which asks again where it is told to. */
export const refreshingCapabilities: ClientCapabilities = {
  ...pullingCapabilities,
  workspace: { ...pullingCapabilities.workspace, diagnostics: { refreshSupport: true } },
};

export class LspClient {
  /** Settings of section `sipTrace`. */
  settings: object = {};
  readonly published: PublishDiagnosticsParams[] = [];
  /** How often it was told to ask for diagnostics again. */
  refreshed = 0;
  readonly #versions = new Map<string, number>();
  #waiting: (() => void)[] = [];

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    readonly connection: ProtocolConnection,
    readonly initialized: InitializeResult,
  ) {}

  static async start(
    capabilities: ClientCapabilities,
    initializationOptions: object = {},
  ): Promise<LspClient> {
    const child = spawn(process.execPath, [server, '--stdio']);
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const result = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // The type still demands it beside workspaceFolders.
      rootUri: null, // eslint-disable-line @typescript-eslint/no-deprecated
      capabilities,
      initializationOptions,
    });
    const client = new LspClient(child, connection, result);
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => client.settings));
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      client.published.push(params);
      client.#wake();
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      client.refreshed++;
      client.#wake();
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** Of the server's process. */
  get pid(): number {
    return this.process.pid ?? -1;
  }

  async open(uri: string, text: string, languageId = 'sip-trace'): Promise<void> {
    this.#versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** An incremental change. */
  async change(uri: string, range: Range, text: string): Promise<void> {
    const version = (this.#versions.get(uri) ?? 1) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The next diagnostics that the server pushes. */
  async nextPublished(): Promise<PublishDiagnosticsParams> {
    const before = this.published.length;
    await this.#until(() => this.published.length > before);
    const last = this.published.at(-1);
    if (last === undefined) throw new Error('nothing was published');
    return last;
  }

  /** Until it is told to ask for diagnostics again. */
  async nextRefresh(): Promise<void> {
    const before = this.refreshed;
    await this.#until(() => this.refreshed > before);
  }

  async #until(happened: () => boolean): Promise<void> {
    while (!happened()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    this.connection.dispose();
    this.process.kill();
  }
}
