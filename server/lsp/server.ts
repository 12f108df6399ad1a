/** Wires the editor features to a connection. The only place that knows how LSP talks. */
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  InlayHintRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { callMessages } from '../language/call-messages';
import { provideCodeActions } from '../language/code-actions';
import { provideCodeLenses } from '../language/code-lenses';
import { completionTriggers, provideCompletion } from '../language/completion';
import { correctedBody } from '../language/corrected-body';
import { provideDefinition } from '../language/definition';
import { provideDiagnostics } from '../language/diagnostics';
import { provideDocumentHighlights } from '../language/document-highlights';
import { provideDocumentLinks } from '../language/document-links';
import { provideDocumentSymbols } from '../language/document-symbols';
import { provideFoldingRanges } from '../language/folding-ranges';
import { generateAnswer } from '../language/generate-answer';
import { provideHover } from '../language/hover';
import { provideInlayHints } from '../language/inlay-hints';
import { mediaStreams } from '../language/media-streams';
import { notUnderstood } from '../language/not-understood';
import { provideReferences } from '../language/references';
import { prepareReplays } from '../language/replay-view/replays';
import { replayView } from '../language/replay-view/replay-view';
import { provideSelectionRanges } from '../language/selection-ranges';
import { provideSemanticTokens, semanticTokensLegend } from '../language/semantic-tokens';
import type { TraceView } from '../language/view';
import { provideWorkspaceSymbols } from '../language/workspace-symbols';
import {
  analysedNotification,
  callMessagesRequest,
  correctedBodyRequest,
  generateAnswerRequest,
  indexProgressNotification,
  indexTraceRequest,
  joinTracesRequest,
  mediaStreamsRequest,
  notUnderstoodRequest,
  readCallRequest,
  renderCaptureRequest,
  replayRequest,
  summaryRequest,
  type AnalysedParams,
  type CallMessagesParams,
  type CorrectedBodyParams,
  type GenerateAnswerParams,
  type IndexProgressParams,
  type IndexTraceParams,
  type JoinTracesParams,
  type MediaStreamsParams,
  type NotUnderstoodParams,
  type ReadCallParams,
  type RenderCaptureParams,
  type Settings,
  type ReplayParams,
  type ReplayResult,
  type SummaryParams,
} from '../../shared/protocol';
import { defaultSettings, readSettingsLeniently } from '../settings';
import {
  indexForEditor,
  joinForEditor,
  readCallForEditor,
  renderForEditor,
  type CaptureHost,
} from './captures';
import { runInSlices, type Job } from './slices';
import { summarise } from './summary';
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
  /** URI of the folder of rule pages; null where the client names none. */
  readonly docs: string | null;
}

/** Serves a connection until it closes. */
export function startServer(connection: Connection, host: Host): void {
  const documents = new TextDocuments(TextDocument);
  let client = clientOf(null);

  const traces = new TraceDocuments({
    pause: host.pause,
    settingsOf,
    onAnalysed: (document, view) => {
      const params: AnalysedParams = { uri: document.uri, summary: summarise(view) };
      void connection.sendNotification(analysedNotification, params);
      if (!client.pullsDiagnostics) pushDiagnostics(document, view);
    },
    onFailed: (document, error) => {
      connection.console.error(
        `${document.uri}: the analysis failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    },
  });

  async function settingsOf(uri: string): Promise<Settings> {
    if (!client.hasConfiguration) return defaultSettings;
    return readSettingsLeniently(
      await connection.workspace.getConfiguration({ scopeUri: uri, section: 'sipTrace' }),
    );
  }

  function pushDiagnostics(document: TextDocument, view: TraceView): void {
    void connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: [...provideDiagnostics(view, client.docs)],
    });
  }

  /** Answers a request from the analysis of the document's present text; stale requests are dropped. */
  async function withView<T>(
    { uri }: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T> {
    const view = await traces.view(uri);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    if (view === null)
      throw new ResponseError(LSPErrorCodes.ContentModified, 'the document changed or is not open');
    return answer(view);
  }

  /** Replays a trace between other work; false where nobody waits for it any more. */
  async function prepared(view: TraceView, token: CancellationToken): Promise<boolean> {
    const job: Job = {
      get cancelled() {
        return token.isCancellationRequested;
      },
    };
    return (await runInSlices(prepareReplays(view), job, host.pause)) !== null;
  }

  connection.onInitialize((params) => {
    client = clientOf(params);
    return { capabilities, serverInfo: { name: 'SIP Trace Inspector' } };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sipTrace' });
    }
  });

  connection.onDidChangeConfiguration(() => {
    traces.reconfigure();
    for (const method of client.refreshes) void connection.sendRequest(method);
  });

  documents.onDidChangeContent(({ document }) => {
    traces.update(document);
  });
  documents.onDidClose(({ document }) => {
    traces.close(document.uri);
    // A closed trace leaves nothing in the Problems panel.
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async ({ textDocument }, token) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: await withView(textDocument, token, (view) => [...provideDiagnostics(view, client.docs)]),
  }));
  connection.onHover(({ textDocument, position }, token) =>
    withView(textDocument, token, (view) => provideHover(view, position, client.docs)),
  );
  connection.onCompletion(({ textDocument, position }, token) =>
    withView(textDocument, token, (view) => [...provideCompletion(view, position)]),
  );
  connection.onCodeAction(({ textDocument, range, context }, token) =>
    withView(textDocument, token, (view) => [...provideCodeActions(view, range, context)]),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    withView(textDocument, token, (view) => [...provideDocumentSymbols(view)]),
  );
  connection.onWorkspaceSymbol(({ query }) => [...provideWorkspaceSymbols(traces.views(), query)]);
  connection.onFoldingRanges(({ textDocument }, token) =>
    withView(textDocument, token, (view) => [...provideFoldingRanges(view)]),
  );
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    withView(textDocument, token, (view) => [...provideSelectionRanges(view, positions)]),
  );
  connection.languages.semanticTokens.on(({ textDocument }, token) =>
    withView(textDocument, token, (view) => provideSemanticTokens(view, null)),
  );
  connection.languages.semanticTokens.onRange(({ textDocument, range }, token) =>
    withView(textDocument, token, (view) => provideSemanticTokens(view, range)),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    withView(textDocument, token, (view) => [...provideDefinition(view, position)]),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    withView(textDocument, token, (view) => [
      ...provideReferences(view, position, context.includeDeclaration),
    ]),
  );
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    withView(textDocument, token, (view) => [...provideDocumentHighlights(view, position)]),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    withView(textDocument, token, (view) => [...provideDocumentLinks(view)]),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    withView(textDocument, token, (view) => [...provideInlayHints(view, range)]),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    withView(textDocument, token, (view) => [...provideCodeLenses(view)]),
  );

  connection.onRequest(summaryRequest, async ({ uri }: SummaryParams) => {
    const view = await traces.view(uri);
    return view === null ? null : summarise(view);
  });
  connection.onRequest(renderCaptureRequest, async (params: RenderCaptureParams, token: CancellationToken) =>
    unlessCancelled(await renderForEditor(params, host, token)),
  );
  connection.onRequest(joinTracesRequest, async (params: JoinTracesParams, token: CancellationToken) =>
    unlessCancelled(await joinForEditor(params, host, token)),
  );
  connection.onRequest(indexTraceRequest, async (params: IndexTraceParams, token: CancellationToken) => {
    const { profile } = await settingsOf(params.uri);
    const tell = (done: number): void => {
      const progress: IndexProgressParams = { uri: params.uri, done };
      void connection.sendNotification(indexProgressNotification, progress);
    };
    const chosen = profile === 'auto' ? null : profile;
    return unlessCancelled(await indexForEditor(params, chosen, host, token, tell));
  });
  connection.onRequest(readCallRequest, async (params: ReadCallParams, token: CancellationToken) =>
    unlessCancelled(await readCallForEditor(params, host, token)),
  );
  connection.onRequest(callMessagesRequest, async ({ uri, key }: CallMessagesParams) => {
    const view = await traces.view(uri);
    return view === null ? null : callMessages(view, key);
  });
  connection.onRequest(
    replayRequest,
    async ({ uri, call, whatIf }: ReplayParams, token: CancellationToken): Promise<ReplayResult> => {
      const view = await traces.view(uri);
      return view !== null && (await prepared(view, token)) ? replayView(view, call, whatIf) : null;
    },
  );
  connection.onRequest(notUnderstoodRequest, async ({ uri }: NotUnderstoodParams) => {
    const view = await traces.view(uri);
    return view === null ? null : notUnderstood(view);
  });
  connection.onRequest(mediaStreamsRequest, async ({ uri }: MediaStreamsParams) => {
    const view = await traces.view(uri);
    return view === null ? null : mediaStreams(view);
  });
  connection.onRequest(
    correctedBodyRequest,
    ({ uri, position }: CorrectedBodyParams, token: CancellationToken) =>
      withView({ uri }, token, (view) => correctedBody(view, position)),
  );
  connection.onRequest(
    generateAnswerRequest,
    ({ uri, position }: GenerateAnswerParams, token: CancellationToken) =>
      withView({ uri }, token, (view) => generateAnswer(view, position, host.random)),
  );

  documents.listen(connection);
  connection.listen();
}

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [...completionTriggers] },
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll, CodeActionKind.Refactor],
  },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  inlayHintProvider: true,
  codeLensProvider: {},
};

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
    registersConfiguration: capable?.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    docs: docsOf(params?.initializationOptions),
  };
}

function docsOf(options: unknown): string | null {
  if (typeof options !== 'object' || options === null || !('docs' in options)) return null;
  return typeof options.docs === 'string' ? options.docs : null;
}
