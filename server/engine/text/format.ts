/**
 * What a text format knows. A message is found by its SIP start line, whatever the log; a format only gives
 * meaning to what stands around it. Prefixes on every line, dots for CRs and colours are no format's business:
 * the reader learns them from the message itself (layout.ts).
 *
 * To add a format: write `formats/<id>.ts` that exports a {@link TextFormat}, and name it in
 * `formats/index.ts`. Only `id` and `preamble` are needed; the rest helps where a message ends.
 */
import type { Span } from '../span';
import type { Lookback } from './lookback';
import type { Endpoint, RecordMeta, TextRecord } from './record';

export interface TextFormat {
  /** What `messages --format json` and settings call it; the file's name. */
  readonly id: string;
  /** The preamble that ends just before the message whose start line was found, or null if it is not ours. */
  preamble(look: Lookback): Preamble | null;
  /**
   * Whether a line starts the next record, or is otherwise known to stand outside a message. Asked of lines
   * that look neither like a header nor like SDP; must be quick.
   */
  boundary?(text: string, line: Span): boolean;
  /** Where in a line the mark begins that ends a message; -1 where there is none. It belongs to the record. */
  terminator?(text: string, line: Span): number;
  /**
   * For logs of packets, where a message may go on in a later one: what the boundary line says of its packet.
   * Null where it starts no packet.
   */
  packet?(text: string, boundary: Span): PacketHead | null;
  /** A last look at all records of this format, such as to turn time differences into times. */
  settle?(text: string, records: readonly TextRecord[]): readonly TextRecord[];
}

export interface Preamble {
  readonly start: number;
  /** Where the message begins, if junk stands before it on its first line. */
  readonly messageStart?: number;
  readonly meta: RecordMeta;
  /** Octets of the message as counted by the logger. */
  readonly byteCount?: number;
  /** The record reaches to the next boundary: the log says the same message again in another way. */
  readonly toBoundary?: boolean;
}

export interface PacketHead {
  readonly meta: RecordMeta;
  /** The packet's own text, given where the next packet begins (or the text ends). */
  payload(end: number): Span;
}

export const unknownMeta: RecordMeta = {
  time: null,
  source: null,
  destination: null,
  transport: null,
  direction: null,
};

/** Meta of a log that tells only the far end: it is the source or the destination, as the direction says. */
export function remoteMeta(
  direction: 'sent' | 'received',
  remote: Endpoint | null,
  rest: Partial<RecordMeta>,
): RecordMeta {
  return {
    ...unknownMeta,
    ...rest,
    direction,
    source: direction === 'received' ? remote : null,
    destination: direction === 'sent' ? remote : null,
  };
}
