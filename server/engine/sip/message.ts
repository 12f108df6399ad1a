/** The tree of a SIP message (RFC 3261 §7). Spans count from the start of the message's content. */
import type { Problem } from '../basics/problem';
import type { Span, Token } from '../basics/span';
import type { Sdp } from '../sdp/sdp';

export type StartLine = RequestLine | StatusLine;

export interface RequestLine extends Span {
  readonly kind: 'request';
  readonly method: Token;
  readonly uri: Token;
  readonly version: Token;
}

export interface StatusLine extends Span {
  readonly kind: 'status';
  readonly version: Token;
  readonly code: Token;
  /** 100–699; what the code says, even out of range. */
  readonly status: number;
  readonly phrase: Token;
}

export interface Header extends Span {
  /** As written. */
  readonly name: Token;
  /** Lower case, compact forms expanded: `call-id`, `via`. */
  readonly id: string;
  /** The value without blanks around it. Folds are kept: their text holds line ends. */
  readonly value: Token;
}

export interface BodyPart extends Span {
  /** Headers of a part of a multipart body; empty for the body of a message that is not multipart. */
  readonly headers: readonly Header[];
  /** Lower case media type such as `application/sdp`; null where none is said. */
  readonly contentType: string | null;
  /** The content of the part, without its headers. */
  readonly content: Span;
  /** The session description, where the part holds one. */
  readonly sdp: Sdp | null;
}

export interface SipMessage {
  readonly kind: 'sip';
  readonly content: string;
  readonly startLine: StartLine;
  readonly headers: readonly Header[];
  /** Where the body begins: behind the empty line, or at its `v=0` where that line was lost. The end where there is none. */
  readonly bodyStart: number;
  /** The whole body; null where it is empty. */
  readonly body: Span | null;
  readonly parts: readonly BodyPart[];
  readonly problems: readonly Problem[];
  /** The trace says itself that it lost the end of the message. */
  readonly isCut: boolean;
}

/** A session description that stands alone, in a file of its own or as an excerpt. */
export interface BareSdp {
  readonly kind: 'sdp';
  readonly content: string;
  readonly sdp: Sdp;
}
