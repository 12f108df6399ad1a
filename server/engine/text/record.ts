/**
 * What a text format reads out of a log: one record a message. Formats give meaning to what stands around a
 * message; what the message itself says is for the SIP and SDP parsers.
 */
import type { TraceTime } from '../../../shared/times';
import type { OffsetMap, Span } from '../basics/span';

export interface Endpoint {
  /** As the log prints it, without brackets around IPv6. May be a host name. */
  readonly address: string;
  readonly port: number | null;
}

/** Upper case, as in a Via: UDP, TCP, TLS, SCTP, WS, WSS. */
export type Transport = string;

/** What a format knows of a message beside its text. */
export interface RecordMeta {
  readonly time: TraceTime | null;
  readonly source: Endpoint | null;
  readonly destination: Endpoint | null;
  readonly transport: Transport | null;
  /** Seen from the logging host; null where the log does not tell. */
  readonly direction: 'sent' | 'received' | null;
  /** Number of the packet that completes it, where the text comes from a capture. */
  readonly frame?: number;
}

/**
 * What `#!` lines of the file say of a message. In a SIP trace they stand at the top and speak of the first
 * message's sender; before each of several bare descriptions they speak of that description alone.
 */
export interface RecordDirectives {
  readonly side: 'sbc' | 'teams' | null;
  readonly role: 'offer' | 'answer' | null;
  readonly profile: 'teams-bypass' | 'teams-nonbypass' | 'rfc' | null;
}

/** A message in a trace text. */
export interface TextRecord {
  /** `packet`: what a capture holds beside SIP, such as STUN, or what a log says of it: a line of an ICE agent. */
  readonly kind: 'sip' | 'sdp' | 'packet';
  /** The format's id, such as `sngrep`. */
  readonly format: string;
  /**
   * Preamble, message and terminator, in offsets of the trace text. Spans of records never overlap: of a
   * message in several packets between which other packets stand, the span covers the first one.
   */
  readonly span: Span;
  /** The preamble alone; empty where there is none. */
  readonly preamble: Span;
  /** The message itself, in offsets of the trace text; of a message in several packets the first piece. */
  readonly message: Span;
  /** Further pieces of a message that came in several packets, in offsets of the trace text; mostly none. */
  readonly continuations: readonly Span[];
  /** The message as sent, as far as the log shows: decorations of the logger are gone, line ends are the log's. */
  readonly content: string;
  /** Content offsets → offsets relative to `span.start`. */
  readonly map: OffsetMap;
  readonly meta: RecordMeta;
  readonly directives: RecordDirectives;
  /** Ids of the rules that `#!ignore` lines above it name; only where any do. */
  readonly ignored?: readonly string[];
  /**
   * How the end was found: what the log says itself, Content-Length or a byte count, or only because another
   * message or the end of the file followed.
   */
  readonly end: 'terminator' | 'length' | 'next' | 'end-of-text';
  /** Octets of the message that the logger counted, where it prints a count. */
  readonly byteCount: number | null;
  /** How many numbers of the log's records are missing where the message breaks off; only where any are. */
  readonly lost?: number;
  /** The trace says itself that it lacks the end of the message, or records are missing there; only where it does. */
  readonly isCut?: true;
  /** The layout was repaired within it, and its octets may not be those that were sent; only where it was. */
  readonly isMended?: true;
}

/**
 * Moves a record with the text that it stands in. Its places are the one thing of a record that changes: a document of many
 * thousand messages in which somebody types would else make all that stands behind anew, with the calls that hold it.
 */
export function moveRecord({ span, preamble, message, continuations }: TextRecord, by: number): void {
  move(span, by);
  move(preamble, by);
  move(message, by);
  for (const each of continuations) move(each, by);
}

function move(span: Span, by: number): void {
  const own = span as { -readonly [Field in keyof Span]: Span[Field] };
  own.start += by;
  own.end += by;
}
