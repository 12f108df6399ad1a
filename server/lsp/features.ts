/**
 * What the editor can ask of an analysed trace. Each feature is a line: the request, what the server says that it can,
 * and the function of `server/language` that answers. `server.ts` registers all of them.
 */
import {
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  ReferencesRequest,
  RequestType,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  type CancellationToken,
  type Connection,
  type DocumentDiagnosticReport,
  type ServerCapabilities,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import {
  callMessagesRequest,
  callExcerptRequest,
  correctedBodyRequest,
  generateAnswerRequest,
  mediaFlowsRequest,
  mediaStreamsRequest,
  messageTextRequest,
  notUnderstoodRequest,
  proposeNetworkSettingsRequest,
  summaryRequest,
  type CallExcerptParams,
  type CallMessagesParams,
  type CorrectedBodyParams,
  type CorrectedBodyResult,
  type GenerateAnswerParams,
  type GenerateAnswerResult,
  type MediaFlowsParams,
  type MediaFlowSummary,
  type MediaStreamSummary,
  type MediaStreamsParams,
  type MessageSummary,
  type MessageText,
  type MessageTextParams,
  type NotUnderstoodParams,
  type NotUnderstoodResult,
  type SummaryParams,
  type TraceSummary,
} from '../../shared/protocol';
import { callMessages } from '../language/call-messages';
import { messageText } from '../language/message-text';
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
import { callExcerpt } from '../language/call-excerpt';
import { mediaFlows } from '../language/media-flows';
import { mediaStreams } from '../language/media-streams';
import { notUnderstood } from '../language/not-understood';
import { proposeNetworkSettings } from '../language/propose-settings';
import { provideReferences } from '../language/references';
import { provideSelectionRanges } from '../language/selection-ranges';
import { provideSemanticTokens, semanticTokensLegend } from '../language/semantic-tokens';
import type { TraceView } from '../language/view';
import { provideWorkspaceSymbols } from '../language/workspace-symbols';
import { summarise } from './summary';

/** What features are answered from. */
export interface FeatureHost {
  /** URI of the folder of rule pages; null where the client names none. */
  readonly docs: string | null;
  /** Fresh random octets, for credentials and keys of a generated answer. */
  readonly random: (octets: number) => Uint8Array;
  /** The analyses of all open documents. */
  views(): readonly TraceView[];
  /** The analysis of a document's present text; null where there is none. */
  view(uri: string): Promise<TraceView | null>;
  /** Answers from that analysis; stale requests, and such that nobody waits for any more, are refused. */
  withView<T>(
    document: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T>;
  /** The same, between other work; refused when the text changes meanwhile. */
  withViewInSlices<T extends object>(
    document: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => Generator<void, T>,
  ): Promise<T>;
  /** As {@link withView}, where the beginning of a long text that was just opened will do: the client is told to ask again. */
  withFirstView<T>(
    document: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (view: TraceView) => T,
  ): Promise<T>;
}

export interface Feature {
  readonly capabilities: ServerCapabilities;
  readonly register: (connection: Connection, host: FeatureHost) => void;
}

/** Requests of LSP. */
const editorFeatures: readonly Feature[] = [
  {
    capabilities: { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } },
    register: (connection, host) => {
      connection.onRequest(
        DocumentDiagnosticRequest.type,
        ({ textDocument }, token): Promise<DocumentDiagnosticReport> =>
          host.withFirstView(textDocument, token, (view) => ({
            kind: DocumentDiagnosticReportKind.Full,
            items: [...provideDiagnostics(view, host.docs)],
          })),
      );
    },
  },
  feature(HoverRequest.type, { hoverProvider: true }, (view, { position }, { docs }) =>
    provideHover(view, position, docs),
  ),
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: [...completionTriggers] } },
    (view, { position }) => [...provideCompletion(view, position)],
  ),
  feature(
    CodeActionRequest.type,
    {
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll, CodeActionKind.Refactor],
      },
    },
    (view, { range, context }) => [...provideCodeActions(view, range, context)],
  ),
  ofWhole(DocumentSymbolRequest.type, { documentSymbolProvider: true }, provideDocumentSymbols),
  ofWhole(FoldingRangeRequest.type, { foldingRangeProvider: true }, provideFoldingRanges),
  feature(SelectionRangeRequest.type, { selectionRangeProvider: true }, (view, { positions }) => [
    ...provideSelectionRanges(view, positions),
  ]),
  feature(
    SemanticTokensRequest.type,
    { semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true } },
    (view) => provideSemanticTokens(view, null),
  ),
  feature(SemanticTokensRangeRequest.type, {}, (view, { range }) => provideSemanticTokens(view, range)),
  feature(DefinitionRequest.type, { definitionProvider: true }, (view, { position }) => [
    ...provideDefinition(view, position),
  ]),
  feature(ReferencesRequest.type, { referencesProvider: true }, (view, { position, context }) => [
    ...provideReferences(view, position, context.includeDeclaration),
  ]),
  feature(DocumentHighlightRequest.type, { documentHighlightProvider: true }, (view, { position }) => [
    ...provideDocumentHighlights(view, position),
  ]),
  ofWhole(DocumentLinkRequest.type, { documentLinkProvider: {} }, provideDocumentLinks),
  feature(InlayHintRequest.type, { inlayHintProvider: true }, (view, { range }) => [
    ...provideInlayHints(view, range),
  ]),
  ofWhole(CodeLensRequest.type, { codeLensProvider: {} }, provideCodeLenses),
  {
    capabilities: { workspaceSymbolProvider: true },
    register: (connection, host) => {
      connection.onRequest(WorkspaceSymbolRequest.type, ({ query }) => [
        ...provideWorkspaceSymbols(host.views(), query),
      ]);
    },
  },
];

/** Requests of our own client. */
const clientFeatures: readonly Feature[] = [
  question(new RequestType<SummaryParams, TraceSummary, unknown>(summaryRequest), summarise),
  question(
    new RequestType<CallMessagesParams, readonly MessageSummary[] | null, unknown>(callMessagesRequest),
    (view, { key }) => callMessages(view, key),
  ),
  question(
    new RequestType<MessageTextParams, MessageText | null, unknown>(messageTextRequest),
    (view, { position }) => messageText(view, position),
  ),
  question(new RequestType<CallExcerptParams, string | null, unknown>(callExcerptRequest), (view, { key }) =>
    callExcerpt(view, key),
  ),
  question(
    new RequestType<NotUnderstoodParams, NotUnderstoodResult, unknown>(notUnderstoodRequest),
    notUnderstood,
  ),
  question(
    new RequestType<MediaStreamsParams, readonly MediaStreamSummary[], unknown>(mediaStreamsRequest),
    mediaStreams,
  ),
  question(
    new RequestType<MediaFlowsParams, readonly MediaFlowSummary[], unknown>(mediaFlowsRequest),
    mediaFlows,
  ),
  {
    capabilities: {},
    register: (connection, host) => {
      connection.onRequest(proposeNetworkSettingsRequest, () => proposeNetworkSettings(host.views()));
    },
  },
  command(
    new RequestType<CorrectedBodyParams, CorrectedBodyResult | null, unknown>(correctedBodyRequest),
    (view, { position }) => correctedBody(view, position),
  ),
  command(
    new RequestType<GenerateAnswerParams, GenerateAnswerResult | null, unknown>(generateAnswerRequest),
    (view, { position }, { random }) => generateAnswer(view, position, random),
  ),
];

/** All that is answered from one analysis at once. */
export const features: readonly Feature[] = [...editorFeatures, ...clientFeatures];

/** A request of LSP about one document. */
function feature<Params extends { readonly textDocument: TextDocumentIdentifier }, Result>(
  type: RequestType<Params, Result, unknown>,
  capabilities: ServerCapabilities,
  provide: (view: TraceView, params: Params, host: FeatureHost) => Result,
): Feature {
  return {
    capabilities,
    register: (connection, host) => {
      connection.onRequest<unknown, unknown>(type.method, (params: Params, token: CancellationToken) =>
        host.withView(params.textDocument, token, (view) => provide(view, params, host)),
      );
    },
  };
}

/** A request of LSP about all of a document, which is answered between other work. */
function ofWhole<Params extends { readonly textDocument: TextDocumentIdentifier }, Result extends object>(
  type: RequestType<Params, Result | null, unknown>,
  capabilities: ServerCapabilities,
  provide: (view: TraceView) => Generator<void, Result>,
): Feature {
  return {
    capabilities,
    register: (connection, host) => {
      connection.onRequest<unknown, unknown>(type.method, (params: Params, token: CancellationToken) =>
        host.withViewInSlices(params.textDocument, token, provide),
      );
    },
  };
}

/** What is null as long as there is no analysis. */
function question<Params extends TextDocumentIdentifier, Result>(
  type: RequestType<Params, Result, unknown>,
  answer: (view: TraceView, params: Params) => Result,
): Feature {
  return {
    capabilities: {},
    register: (connection, host) => {
      connection.onRequest<unknown, unknown>(type.method, async (params: Params) => {
        const view = await host.view(params.uri);
        return view === null ? null : answer(view, params);
      });
    },
  };
}

/** What is refused as long as there is no analysis. */
function command<Params extends TextDocumentIdentifier, Result>(
  type: RequestType<Params, Result, unknown>,
  run: (view: TraceView, params: Params, host: FeatureHost) => Result,
): Feature {
  return {
    capabilities: {},
    register: (connection, host) => {
      connection.onRequest<unknown, unknown>(type.method, (params: Params, token: CancellationToken) =>
        host.withView(params, token, (view) => run(view, params, host)),
      );
    },
  };
}
