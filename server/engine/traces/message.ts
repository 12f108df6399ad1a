/** A message of a trace: what its record tells, what was read in it, and where its spans stand in the trace text. */
import type { SipMessage, BareSdp } from '../sip/message';
import type { PacketMessage } from '../trace-text/packet';
import { type Span, spanToTrace, toContent } from '../basics/span';
import type { Sdp } from '../sdp/sdp';
import type { TextRecord } from '../text/record';
import type { Sight } from './sight';

export type ParsedMessage = SipMessage | BareSdp | PacketMessage;

/** The line that names a message: the start line, the first line of a description, the head of a block. */
export function firstLineOf(message: ParsedMessage): Span {
  switch (message.kind) {
    case 'sip':
      return message.startLine;
    case 'sdp':
      return message.sdp.lines[0] ?? { start: 0, end: 0 };
    case 'packet': {
      const end = message.content.indexOf('\n');
      return { start: 0, end: end === -1 ? message.content.length : end };
    }
  }
}

/** The session descriptions that a message holds. */
export function descriptionsOf(message: ParsedMessage): readonly Sdp[] {
  switch (message.kind) {
    case 'sip':
      return message.parts.flatMap(({ sdp }) => (sdp === null ? [] : [sdp]));
    case 'sdp':
      return [message.sdp];
    case 'packet':
      return [];
  }
}

/** A message in its trace. */
export interface TraceMessage {
  /** Place in {@link Trace.messages}. */
  readonly index: number;
  readonly record: TextRecord;
  readonly parsed: ParsedMessage;
  /** Where its tree is made for each who asks: what it is without that. See `sightOf`. */
  readonly sight?: Sight;
}

export interface SipTraceMessage extends TraceMessage {
  readonly parsed: SipMessage;
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
