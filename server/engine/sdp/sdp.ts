/** The tree of a session description (RFC 8866). Spans count from the start of the message's content. */
import type { Problem } from '../basics/problem';
import type { Span, Token } from '../basics/span';

/** One line, without its line end. Blanks at either end of the line lie within its span. */
export interface SdpLine extends Span {
  /** Place in {@link Sdp.lines}. */
  readonly index: number;
  /** The letter before `=`; empty where the line has no `=` or something else than one letter before it. */
  readonly type: string;
  /**
   * What follows `=`, blanks around it left out; the whole line where {@link type} is empty. Empty, and right
   * behind the `=`, where only blanks follow: `s= ` and `s=` differ in the line's end.
   */
  readonly value: Token;
  /** For `a=` lines. */
  readonly attribute: Attribute | null;
}

export interface Attribute {
  /** As written: names are case-sensitive (RFC 8866 §5.13). */
  readonly name: Token;
  /** What follows the colon, a blank right behind the colon included; null for a property attribute. */
  readonly value: Token | null;
}

/** What stands before the first m-line, or an m-line and all up to the next one. */
export interface Section {
  readonly lines: readonly SdpLine[];
  /** The `a=` lines, in order. */
  readonly attributes: readonly AttributeLine[];
  /** The section's `c=` lines, in order. */
  readonly connections: readonly ConnectionLine[];
}

export interface AttributeLine extends SdpLine {
  readonly attribute: Attribute;
}

export interface ConnectionLine extends SdpLine {
  /** Null where the line has fewer than three fields. Further fields are left unread. */
  readonly connection: Connection | null;
}

export interface Connection {
  readonly netType: Token;
  readonly addrType: Token;
  /** The address without `/ttl` and `/count`. */
  readonly address: Token;
  /** `/ttl`, `/ttl/count`, with its first slash; null where absent. */
  readonly suffix: Token | null;
}

export interface Origin {
  readonly username: Token;
  readonly sessionId: Token;
  readonly sessionVersion: Token;
  readonly netType: Token;
  readonly addrType: Token;
  readonly address: Token;
}

export interface MediaDescription {
  /** As written, such as `audio`. */
  readonly media: Token;
  /** The port without `/count`. */
  readonly port: Token;
  /** The number in `port`; NaN where it is none. */
  readonly portNumber: number;
  /** The number behind the slash; null where absent. */
  readonly portCount: Token | null;
  readonly proto: Token;
  /** Payload types or other formats, as written. */
  readonly formats: readonly Token[];
}

/** The span runs from the m-line to the end of the section's last line. */
export interface MediaSection extends Section, Span {
  /** 0 for the first m-line. */
  readonly index: number;
  readonly line: SdpLine;
  /** Fields that are missing are empty tokens. */
  readonly description: MediaDescription;
}

export interface Sdp extends Span {
  /** Every line that is not blank. */
  readonly lines: readonly SdpLine[];
  readonly session: Section;
  readonly media: readonly MediaSection[];
  /** The first `o=` line's; null where there is none or it has not six fields. */
  readonly origin: Origin | null;
  /** Text without a `v=` line: an excerpt. Rules on structure keep silent about it. */
  readonly fragment: boolean;
  /**
   * What is wrong with the shape of lines (RFC 8866 §5, `<type>=<value>`), at most one for a line. What is
   * wrong inside a value is told by that value's own grammar.
   */
  readonly problems: readonly Problem[];
}
