/** The outline: call → message → SDP → m-line → attributes. */
import { descriptionsOf, firstLineOf } from '../engine/traces/message';
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { Call, CallMessage } from '../engine/calls/call';
import { maskSecrets } from '../engine/sdp/secrets';
import type { AttributeLine, MediaSection, Sdp } from '../engine/sdp/sdp';
import type { Span } from '../engine/basics/span';
import type { TraceMessage } from '../engine/traces/message';
import { gatherInSlices } from './gather';
import { withCopies } from './lookup';
import { callLabel, messageLabel, outcomeLabel, pathLabel } from './labels';
import { rangeIn, rangeOf, type TraceView } from './view';

/** Above so many messages the outline ends at the m-lines: a million attributes help nobody and block the editor. */
const messagesWithAttributes = 200;
/** The same of an m-line with so many. */
const mostAttributes = 1000;
/** Above so many it ends at the messages. */
const messagesWithBodies = 2000;

export function provideDocumentSymbols(view: TraceView): Generator<void, DocumentSymbol[]> {
  return gatherInSlices(view.analysis.trace.calls, (call) => callSymbol(view, call));
}

function callSymbol(view: TraceView, call: Call): readonly DocumentSymbol[] {
  const messages = withCopies(view, call);
  const first = messages.at(0);
  const last = messages.at(-1);
  if (first === undefined || last === undefined) return [];
  const children = messages.map((message) => messageSymbol(view, message));
  // A description that stands alone is its own call and message.
  if (call.kind === 'sdp') return children;
  return [
    {
      name: callLabel(call),
      detail: [outcomeLabel(call), call.profile.name].filter((part) => part !== '').join(', '),
      kind: SymbolKind.Namespace,
      range: rangeOf(view, { start: first.message.record.span.start, end: last.message.record.span.end }),
      selectionRange: rangeIn(view, first.message, firstLineOf(first.message.parsed)),
      children,
    },
  ];
}

function messageSymbol(view: TraceView, { message, retransmissionOf }: CallMessage): DocumentSymbol {
  const { parsed, record } = message;
  const isRequest = parsed.kind === 'sip' && parsed.startLine.kind === 'request';
  return {
    name: messageLabel(message),
    detail: [
      pathLabel(message),
      retransmissionOf === null ? '' : 'retransmission',
      view.analysis.trace.evidence.counts(message) ? '' : 'copy',
    ]
      .filter((part) => part !== '')
      .join(', '),
    kind: parsed.kind === 'sdp' ? SymbolKind.Object : isRequest ? SymbolKind.Method : SymbolKind.Event,
    range: rangeOf(view, record.span),
    selectionRange: rangeIn(view, message, firstLineOf(parsed)),
    children: [...bodySymbols(view, message)],
  };
}

function bodySymbols(view: TraceView, message: TraceMessage): readonly DocumentSymbol[] {
  const { parsed } = message;
  if (view.analysis.trace.messages.length > messagesWithBodies) return [];
  if (parsed.kind === 'sdp') return sectionSymbols(view, message, parsed.sdp);
  return descriptionsOf(parsed).flatMap((sdp) => {
    const [first] = sdp.lines;
    if (first === undefined) return [];
    return [
      {
        name: 'SDP',
        detail: sdp.media.map(({ description }) => description.media.text).join(', '),
        kind: SymbolKind.Object,
        range: rangeIn(view, message, linesSpan(sdp)),
        selectionRange: rangeIn(view, message, first),
        children: [...sectionSymbols(view, message, sdp)],
      },
    ];
  });
}

function linesSpan(sdp: Sdp): Span {
  return { start: sdp.lines.at(0)?.start ?? sdp.start, end: sdp.lines.at(-1)?.end ?? sdp.end };
}

function sectionSymbols(view: TraceView, message: TraceMessage, sdp: Sdp): readonly DocumentSymbol[] {
  return [
    ...attributeSymbols(view, message, sdp.session.attributes),
    ...sdp.media.map((media) => mediaSymbol(view, message, media)),
  ];
}

function mediaSymbol(view: TraceView, message: TraceMessage, media: MediaSection): DocumentSymbol {
  const { media: type, port, proto, portNumber } = media.description;
  return {
    name: `m=${type.text}`,
    detail: portNumber === 0 ? 'rejected, port 0' : `${port.text} ${proto.text}`,
    kind: SymbolKind.Struct,
    range: rangeIn(view, message, {
      start: media.line.start,
      end: media.lines.at(-1)?.end ?? media.line.end,
    }),
    selectionRange: rangeIn(view, message, media.line),
    children: [...attributeSymbols(view, message, media.attributes)],
  };
}

function attributeSymbols(
  view: TraceView,
  message: TraceMessage,
  attributes: readonly AttributeLine[],
): readonly DocumentSymbol[] {
  const { messages } = view.analysis.trace;
  if (messages.length > messagesWithAttributes || attributes.length > mostAttributes) return [];
  return attributes.map((line) => {
    const range = rangeIn(view, message, line);
    const prefix = `${line.attribute.name.text}:`;
    return {
      name: line.attribute.name.text === '' ? 'a=' : line.attribute.name.text,
      detail: maskSecrets(prefix + (line.attribute.value?.text ?? '')).slice(prefix.length),
      kind: SymbolKind.Property,
      range,
      selectionRange: range,
    };
  });
}
