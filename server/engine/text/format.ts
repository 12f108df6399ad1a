/**
 * What a text format knows. There are two kinds.
 *
 * Most logs print a message line by line as it was sent. The message is found by its SIP start line, whatever
 * the log, and a {@link TextFormat} only gives meaning to what stands around it. Prefixes on every line, dots for
 * CRs and colours are no format's business: the reader learns them from the message itself (layout.ts).
 *
 * Other logs print a message in a form of their own: a hex dump, a tree, one line with `#015#012` in it, pieces
 * in several records. A {@link DumpFormat} turns each packet of such a log into the text that was sent, with the
 * place of every character; where messages begin and end in those texts, and which packets belong together, is
 * again the same for all (assembler.ts).
 *
 * To add a format: write `formats/<id>.ts` that exports one of the two, and name it in `formats/index.ts`. Of a
 * TextFormat only `id` and `preamble` are needed; the rest helps where a message ends.
 */
import type { Span } from '../basics/span';
import type { Content } from '../basics/content';
import type { Lookback } from './lookback';
import type { Endpoint, RecordMeta, TextRecord } from './record';
import type { Scanner } from './scanner';

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

export interface DumpFormat {
  readonly id: string;
  /** What stands in every packet, of a format that may show `SIP` nowhere; it is looked for where nothing was found. */
  readonly hidden?: string;
  /**
   * Whether a place where `SIP` stands, but no message that any {@link TextFormat} claims, may lie in a packet of
   * this format. Asked often: looks only at the beginning of the line and right around the place.
   */
  shows(text: string, line: Span, marker: number): boolean;
  /** Whether a packet starts with a line. Asked of lines above such a place, and right behind a packet. */
  starts(text: string, line: Span): boolean;
  /** The packet that starts with the line at an offset; null where it turns out to be none. Bounded in length. */
  packet(scanner: Scanner, start: number): DumpPacket | null;
  /** Turns the texts of the packets of one stream, joined, into what was sent. */
  decode?(content: Content): Content;
  /** As {@link TextFormat.settle}. */
  settle?(text: string, records: readonly TextRecord[]): readonly TextRecord[];
}

/** A packet, or a record, that a log prints in a form of its own. */
export interface DumpPacket {
  /** Where reading goes on: behind the packet, and behind its start. */
  readonly end: number;
  readonly meta: RecordMeta;
  /** What was sent, mapped to the whole text; empty where the packet holds nothing that matters. */
  readonly content: Content;
  /**
   * What is the same for packets over which one message may reach: a TCP connection's direction, the fragments
   * of one datagram, a log's session. Null where a message ends with its packet.
   */
  readonly stream: string | null;
  /**
   * Where the content stands in the stream and how much of it it is, in octets or in records: over a gap nothing
   * is joined. What stands before the last packet's end was sent again and is left out, if the stream `repeats`;
   * else the count began anew.
   */
  readonly position?: { readonly at: number; readonly length: number; readonly repeats: boolean };
  /** No message of the stream goes on behind it. */
  readonly closes?: boolean;
  /** The packets that follow at once, where one head speaks for all of them. */
  readonly then?: readonly DumpPacket[];
  /** The whole message that the packet completes, where the log itself has put it together. */
  readonly whole?: Content;
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
