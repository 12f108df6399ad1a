/** Lines and markers of a text, found on demand and remembered, so that an endless line costs linear time. */
import type { Span } from '../basics/span';

export const LF = 10;
export const CR = 13;

export class Scanner {
  /** The code that ends a line: LF, or CR in a text that has no LF at all. */
  readonly eol: number;
  readonly #eolText: string;
  #line: Span = { start: 0, end: -1 };
  #next: Span | null = null;
  readonly #marker: Occurrence;

  constructor(readonly text: string) {
    this.eol = text.includes('\n') || !text.includes('\r') ? LF : CR;
    this.#eolText = this.eol === LF ? '\n' : '\r';
    this.#marker = new Occurrence(text, 'SIP');
  }

  /** Where the line that holds an offset ends: at its end mark or the end of the text. */
  endOfLine(at: number): number {
    const found = this.text.indexOf(this.#eolText, at);
    return found < 0 ? this.text.length : found;
  }

  /** The end of a line without the CR before its end mark. */
  withoutCr(start: number, end: number): number {
    return this.eol === LF && end > start && this.text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  /** The line that holds an offset, without its end mark. Remembers the last answer. */
  lineAt(at: number): Span {
    if (at < this.#line.start || at > this.#line.end) {
      let start = at;
      while (start > 0 && this.text.charCodeAt(start - 1) !== this.eol) start--;
      this.#line = { start, end: this.endOfLine(at) };
      this.#next = null;
    }
    return this.#line;
  }

  /** The line behind the one that {@link lineAt} gave last; empty at the end of the text. */
  lineAfterLast(): Span {
    if (this.#next === null) {
      const start = Math.min(this.#line.end + 1, this.text.length);
      this.#next = { start, end: this.endOfLine(start) };
    }
    return this.#next;
  }

  /** Where the blanks and line ends begin that stand before an offset. */
  blanksBefore(end: number): number {
    let at = end;
    while (at > 0 && isBlankOrEol(this.text.charCodeAt(at - 1))) at--;
    return at;
  }

  /** Where the blanks and line ends stop that stand at an offset. */
  behindBlanks(from: number): number {
    let at = from;
    while (at < this.text.length && isBlankOrEol(this.text.charCodeAt(at))) at++;
    return at;
  }

  /** The next place at or behind an offset where `SIP` stands; the text's length where it never does. */
  nextMarker(from: number): number {
    return this.#marker.next(from);
  }
}

/** The next occurrence of a string, searched for once however often it is asked for. */
class Occurrence {
  #asked = 0;
  #found = -1;

  constructor(
    readonly text: string,
    readonly sought: string,
  ) {}

  next(from: number): number {
    if (from < this.#asked || from > this.#found) {
      const found = this.text.indexOf(this.sought, from);
      this.#asked = from;
      this.#found = found < 0 ? this.text.length : found;
    }
    return this.#found;
  }
}

function isBlankOrEol(code: number): boolean {
  return code === LF || code === CR || code === 32 || code === 9;
}
