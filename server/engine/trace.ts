/** A trace: a text and what was found in it. Every later stage works on this one model. */
import type { Call } from './calls/call';
import type { ParsedMessage, SipMessage } from './sip/message';
import { spanToTrace, toContent, touches, type Span } from './span';
import type { TextRecord } from './text/record';

/** A message in its trace. */
export interface TraceMessage {
  /** Place in {@link Trace.messages}. */
  readonly index: number;
  readonly record: TextRecord;
  readonly parsed: ParsedMessage;
}

export interface SipTraceMessage extends TraceMessage {
  readonly parsed: SipMessage;
}

export interface Trace {
  readonly text: string;
  /** The format of most records; `text` where nothing was found. */
  readonly format: string;
  readonly messages: readonly TraceMessage[];
  /** Calls, other SIP exchanges and bare descriptions, in order of their first message. */
  readonly calls: readonly Call[];
}

export function isSip(message: TraceMessage): message is SipTraceMessage {
  return message.parsed.kind === 'sip';
}

/** A span of a message's content as a span of the trace text. */
export function inTrace(message: TraceMessage, span: Span): Span {
  const { start, end } = spanToTrace(message.record.map, span);
  return { start: start + message.record.span.start, end: end + message.record.span.start };
}

/** An offset of the trace text as an offset of the message's content. */
export function inContent(message: TraceMessage, traceOffset: number): number {
  return toContent(message.record.map, traceOffset - message.record.span.start);
}

/** The message whose record, or a later piece of it, holds an offset of the trace text. */
export function messageAt(trace: Trace, traceOffset: number): TraceMessage | null {
  const { messages } = trace;
  let low = 0;
  let high = messages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((messages[middle]?.record.span.start ?? 0) <= traceOffset) low = middle;
    else high = middle - 1;
  }
  const found = messages[low];
  if (found !== undefined && touches(found.record.span, traceOffset)) return found;
  return (
    messages.find(({ record }) => record.continuations.some((piece) => touches(piece, traceOffset))) ?? null
  );
}
