/**
 * Where a message ends. The log's own mark comes first, then Content-Length or the logger's count, then the
 * next message. A length that lies loses nothing: what evidently still belongs to the message stays in it,
 * and what evidently belongs to the next record is never swallowed.
 */
import { endOfHeaderName, isBlank, isBlankLine, isSdpLine } from '../layout/lines';
import { ignoreMark } from './directives';
import type { TextFormat } from './format';
import { behindPrefix } from '../layout/prefix';
import { learnLayout, type Layout } from './layout';
import type { TextRecord } from './record';
import type { Scanner } from './scanner';
import { beginsStartLine, startLineAt } from './start-line';

export interface Extent {
  /** Behind the last character of the message. */
  readonly end: number;
  /** Where the body begins, behind the blank line; -1 if the headers do not end. */
  readonly bodyStart: number;
  /** Behind its terminator; `end` where it has none. */
  readonly recordEnd: number;
  /** Where the line begins that made the walk stop. */
  readonly stop: number;
  readonly reason: TextRecord['end'];
  /** Its headers ended, and its body is as long as it should be or nothing says how long. */
  readonly complete: boolean;
}

/** Measures the message that begins at `start`. */
export function measure(
  scanner: Scanner,
  start: number,
  layout: Layout,
  format: TextFormat,
  byteCount: number | null,
): Extent {
  return new Walk(scanner, start, layout, format, byteCount).run();
}

class Walk {
  readonly #text: string;
  #inHeaders = true;
  #first = true;
  /** Octets that the body should have; -1 where nothing says. */
  #length = -1;
  #kind: 'sdp' | 'nested' | 'other' | 'unknown' = 'unknown';
  /** The log shows CRs, so octets are what is seen; else each line's end stands for two. */
  #showsCr = false;
  /** Octets of the body so far: as seen, if each line ended in CRLF, and if each character were one octet. */
  #seen = 0;
  #asCrlf = 0;
  #characters = 0;
  /** The same of start line and headers, for a count of the whole message. */
  #headSeen = 0;
  #headAsCrlf = 0;
  #end = -1;
  #exact = false;
  #bodyStart = -1;
  #blanks = 0;
  #bodyLines = 0;
  #reason: TextRecord['end'] = 'next';
  #recordEnd = -1;

  constructor(
    readonly scanner: Scanner,
    readonly start: number,
    readonly layout: Layout,
    readonly format: TextFormat,
    readonly byteCount: number | null,
  ) {
    this.#text = scanner.text;
  }

  run(): Extent {
    const { scanner, layout } = this;
    let at = this.start;
    while (at < this.#text.length) {
      const end = scanner.endOfLine(at);
      const next = Math.min(end + 1, this.#text.length);
      let contentEnd = scanner.withoutCr(at, end);
      let content = at;
      if (!this.#first && layout.prefix !== null && contentEnd > at) {
        content = behindPrefix(this.#text, layout.prefix, at, contentEnd);
        if (content < 0) return this.#stopAt(at);
      }
      if (layout.dotted) contentEnd = withoutDot(this.#text, content, contentEnd);
      const taken = this.#inHeaders
        ? this.#header(at, content, contentEnd, next)
        : this.#body(at, content, contentEnd, next);
      if (!taken) return this.#stopAt(at);
      at = next;
    }
    if (!this.#isSatisfied()) this.#reason = 'end-of-text';
    return this.#stopAt(at);
  }

  /** Takes a line of start line and headers; false where it does not belong to the message. */
  #header(at: number, content: number, end: number, next: number): boolean {
    const text = this.#text;
    if (this.#first) {
      this.#first = false;
      this.#showsCr = this.layout.dotted || text.charCodeAt(next - 2) === 13;
      this.#countHead(content, end, next);
      return true;
    }
    if (content === end) {
      // A line without even the dot stands between packets, not between headers and body.
      if (this.layout.dotted && text.charCodeAt(end) !== 46) return false;
      this.#countHead(content, end, next);
      this.#endHeaders(next);
      return true;
    }
    const name = endOfHeaderName(text, content, end);
    if (name > 0) {
      this.#lookAt(content, name, end);
    } else if (isSdpLine(text, content, end) && text.charCodeAt(content) === 118) {
      // The blank line before the body is lost.
      this.#endHeaders(at);
      return this.#body(at, content, end, next);
    } else if (isBlank(text.charCodeAt(content))) {
      if (this.#isBoundary(at, end)) return false;
    } else if (this.#endsHere(at, content, end) || !this.#goesOn(next)) {
      return false;
    }
    this.#countHead(content, end, next);
    return true;
  }

  /** Takes a line of the body; false where it does not belong to the message. */
  #body(at: number, content: number, end: number, next: number): boolean {
    const text = this.#text;
    if (isBlankLine(text, content, end)) {
      this.#blanks++;
      // Blank lines belong to the body only if its length says so.
      const open = !this.#isSatisfied();
      this.#count(content, end, next);
      if (open) this.#matches(end, next);
      return true;
    }
    if (this.#endsByMark(content, at, end)) return false;
    const sdp = (this.#kind === 'sdp' || this.#kind === 'unknown') && isSdpLine(text, content, end);
    const satisfied = this.#isSatisfied();
    const lies = sdp && (this.#blanks === 0 || this.#goesOnBehindBlanks(content));
    if (satisfied && !lies) return false;
    if (!sdp) {
      if (this.#endsHere(at, content, end)) return false;
      if (this.#kind === 'sdp' && this.#blanks > 0 && this.#bodyLines > 0) return false;
      // A message that announces no body has none, unless its packet says otherwise.
      if (this.#length < 0 && this.#kind === 'unknown' && this.format.boundary === undefined) return false;
    }
    const cut = satisfied ? -1 : this.#cutInLine(content, end);
    if (cut >= 0) {
      this.#end = cut;
      this.#exact = true;
      return false;
    }
    this.#blanks = 0;
    this.#bodyLines++;
    this.#count(content, end, next);
    if (!this.#matches(end, next)) this.#end = next;
    return true;
  }

  /**
   * Whether a line of SDP behind blank ones is the body's. SDP that goes on behind its length is evidence that the length
   * lies; `v=` begins another description.
   */
  #goesOnBehindBlanks(content: number): boolean {
    if (this.#kind !== 'sdp') return false;
    return this.#bodyLines === 0 || 'abcikmorstu'.includes(this.#text.charAt(content));
  }

  /** Whether the line is the log's, or the next message's. */
  #endsHere(at: number, content: number, end: number): boolean {
    if (this.#inHeaders && this.#endsByMark(content, at, end)) return true;
    // Markdown's fence, as in notes and documentation.
    if (this.#text.startsWith('```', content)) return true;
    // Of a body of text nobody knows who wrote it.
    const isText = !this.#inHeaders && this.#kind !== 'sdp';
    if (!isText && this.#text.startsWith(ignoreMark, content)) return true;
    return this.#isBoundary(content, end) || this.#isNextMessage(content, end);
  }

  /** Whether the format knows the line for none of a message; the prefix of every line tells nothing of this one. */
  #isBoundary(content: number, end: number): boolean {
    return this.format.boundary?.(this.#text, { start: content, end }) === true;
  }

  /** Whether the log's own mark stands in the line; the message ends before it. */
  #endsByMark(content: number, at: number, end: number): boolean {
    const { format } = this;
    if (format.terminator === undefined) return false;
    let mark = format.terminator(this.#text, { start: at, end });
    if (mark < 0 && content > at) mark = format.terminator(this.#text, { start: content, end });
    if (mark < 0) return false;
    this.#reason = 'terminator';
    this.#recordEnd = Math.min(this.scanner.endOfLine(end) + 1, this.#text.length);
    if (mark > content && !this.#exact) this.#end = mark;
    return true;
  }

  #isNextMessage(content: number, end: number): boolean {
    const marker = this.scanner.nextMarker(content);
    if (marker >= end) return false;
    // The body may itself be a message, or a part of one.
    const nested = this.#kind === 'nested' && !this.#inHeaders;
    if (nested && (this.#bodyLines === 0 || this.#length >= 0) && this.#fits()) return false;
    const startLine = startLineAt(this.scanner, marker);
    return startLine !== null && learnLayout(this.scanner, startLine) !== null;
  }

  #fits(): boolean {
    return this.#length <= this.#text.length - this.start;
  }

  /** Whether headers, their end, or the end of the text follow behind an odd line. */
  #goesOn(next: number): boolean {
    const { scanner, layout } = this;
    const text = this.#text;
    if (next >= text.length) return true;
    const end = scanner.withoutCr(next, scanner.endOfLine(next));
    const content = layout.prefix === null ? next : behindPrefix(text, layout.prefix, next, end);
    if (content < 0) return false;
    return (
      content === end ||
      (layout.dotted && end === content + 1) ||
      endOfHeaderName(text, content, end) > 0 ||
      isBlank(text.charCodeAt(content)) ||
      isSdpLine(text, content, end)
    );
  }

  #lookAt(start: number, nameEnd: number, end: number): void {
    const first = this.#text.charCodeAt(start) | 32;
    // c, l: Content-Length, Content-Type and their compact forms.
    if (first !== 99 && first !== 108) return;
    const name = this.#text.slice(start, nameEnd).toLowerCase();
    const value = (): string =>
      this.#text.slice(this.#text.indexOf(':', nameEnd) + 1, Math.min(end, nameEnd + 200)).trim();
    if (name === 'content-length' || name === 'l') {
      const digits = /^\d{1,9}/.exec(value());
      if (digits !== null && this.#length < 0) this.#length = Number(digits[0]);
    } else if (name === 'content-type' || name === 'c') {
      const type = value().toLowerCase();
      if (type.startsWith('application/sdp')) this.#kind = 'sdp';
      else if (type.startsWith('message/') || type.startsWith('multipart/')) this.#kind = 'nested';
      else this.#kind = 'other';
    }
  }

  #endHeaders(bodyStart: number): void {
    this.#inHeaders = false;
    this.#end = bodyStart;
    this.#bodyStart = bodyStart;
    if (this.#length >= 0 || this.byteCount === null) return;
    const head = this.#showsCr ? this.#headSeen : this.#headAsCrlf;
    if (this.byteCount >= head) this.#length = this.byteCount - head;
  }

  #countHead(content: number, end: number, next: number): void {
    this.#end = next;
    if (this.byteCount === null) return;
    this.#headSeen += octetLength(this.#text, content, end) + this.#markOctets(end, next);
    this.#headAsCrlf += octetLength(this.#text, content, end) + 2;
  }

  #count(content: number, end: number, next: number): void {
    const text = octetLength(this.#text, content, end);
    const mark = this.#markOctets(end, next);
    this.#seen += text + mark;
    this.#asCrlf += text + 2;
    this.#characters += end - content + mark;
  }

  /** Octets of a line's end as seen: what stands behind the content, a dot being a CR. */
  #markOctets(end: number, next: number): number {
    return Math.min(next - end, 2);
  }

  #isSatisfied(): boolean {
    // By the smallest count: a file in Latin-1 has one octet a character.
    return this.#length >= 0 && (this.#exact || this.#characters >= this.#length);
  }

  /** Whether the body ends with this line by its length; then `#end` is set to where it does. */
  #matches(end: number, next: number): boolean {
    if (this.#length < 0 || this.#exact) return false;
    const wanted = this.#length;
    const mark = this.#markOctets(end, next);
    const asCrlf = this.#showsCr ? -1 : this.#asCrlf;
    if (this.#seen === wanted || asCrlf === wanted || this.#characters === wanted) {
      this.#end = next;
    } else if (this.#seen - mark === wanted || asCrlf - 2 === wanted || this.#characters - mark === wanted) {
      // The last line of a body may lack its end; the log put one there.
      this.#end = end;
    } else {
      return false;
    }
    this.#exact = true;
    return true;
  }

  /** Where within a line the body ends by its length and something new begins at once; -1 if nowhere. */
  #cutInLine(content: number, end: number): number {
    const left = this.#length - this.#seen;
    if (this.#length < 0 || left < 0 || left >= end - content) return -1;
    return beginsStartLine(this.#text, content + left) ? content + left : -1;
  }

  #stopAt(stop: number): Extent {
    const satisfied = this.#isSatisfied();
    const reason = this.#reason === 'next' && satisfied && !this.#inHeaders ? 'length' : this.#reason;
    const end = this.#end < 0 ? stop : this.#end;
    return {
      end,
      bodyStart: this.#bodyStart,
      recordEnd: Math.max(this.#recordEnd, end),
      stop,
      reason,
      complete: !this.#inHeaders && (this.#length < 0 || satisfied),
    };
  }
}

/** The end of a line without the dot that stands for its CR. */
export function withoutDot(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === 46 ? end - 1 : end;
}

/** Octets of a piece in UTF-8. */
export function octetLength(text: string, start: number, end: number): number {
  let extra = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // Each half of a surrogate pair stands for two of its four octets.
    extra += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return end - start + extra;
}
