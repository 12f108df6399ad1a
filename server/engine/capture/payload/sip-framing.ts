/** Where a SIP message ends in a stream (RFC 3261 §18.3): behind its header by as much as Content-Length says. */
import { indexOfByte, u8 } from '../../basics/bytes';

const LF = 10;
const CR = 13;
const SP = 32;
const HT = 9;

/** A longer message is none: what lies so is cut there. */
export const LONGEST_SIP_MESSAGE = 1 << 20;

/**
 * Finds the length of one message, of which more and more is shown. It remembers how far it looked, so that a message
 * that comes octet by octet is read once.
 */
export class SipFramer {
  /** Offset of the line to look at next, from the message's start. */
  private line = 0;
  private headerLength: number | null = null;
  private contentLength: number | null = null;

  /** Forgets the message, as another begins. */
  reset(): void {
    this.line = 0;
    this.headerLength = null;
    this.contentLength = null;
  }

  /**
   * @returns the message's length, which may be more than there is; null if its header is not whole yet. Without a
   * Content-Length the message is taken to end where what is there ends.
   */
  length(bytes: Uint8Array, start: number, end: number): number | null {
    if (this.headerLength === null) this.readHeader(bytes, start, end);
    if (this.headerLength === null) return null;
    return this.contentLength === null ? end - start : this.headerLength + this.contentLength;
  }

  private readHeader(bytes: Uint8Array, start: number, end: number): void {
    for (;;) {
      const from = start + this.line;
      const lineEnd = indexOfByte(bytes, LF, from, end);
      if (lineEnd < 0) return;
      this.line = lineEnd + 1 - start;
      if (lineEnd === from || (lineEnd === from + 1 && bytes[from] === CR)) {
        this.headerLength = this.line;
        return;
      }
      this.contentLength ??= contentLength(bytes, from, lineEnd);
    }
  }
}

/** The value of a Content-Length line, or of its short form `l`; null for any other line. */
function contentLength(bytes: Uint8Array, start: number, end: number): number | null {
  const first = u8(bytes, start) | 32;
  let at: number;
  if (first === 0x6c) at = start + 1;
  else if (first === 0x63 && isName(bytes, start, end)) at = start + NAME.length;
  else return null;
  at = skipBlanks(bytes, at, end);
  if (bytes[at] !== 0x3a) return null;
  at = skipBlanks(bytes, at + 1, end);
  let value = 0;
  const digits = at;
  while (at < end && isDigit(bytes[at]) && value <= LONGEST_SIP_MESSAGE)
    value = value * 10 + u8(bytes, at++) - 48;
  return at > digits ? value : null;
}

const NAME = 'content-length';

function isName(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + NAME.length > end) return false;
  for (let index = 0; index < NAME.length; index++) {
    if ((u8(bytes, start + index) | 32) !== NAME.charCodeAt(index)) return false;
  }
  return true;
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === SP || bytes[at] === HT)) at++;
  return at;
}

function isDigit(character: number | undefined): boolean {
  return character !== undefined && character >= 48 && character <= 57;
}
