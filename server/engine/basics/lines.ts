/** Lines and columns of a text, both counted from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines of a trace, or of those parts of it that are there. */
export interface Lines {
  /** The place of an offset of the trace text. */
  positionAt(offset: number): Position;
  /** What stands from an offset on, in UTF-16 units at most. */
  textFrom(offset: number, most: number): string;
}

/** Lines of a text that is all there. */
export interface LineTable extends Lines {
  readonly lineCount: number;
  /** The offset of a place; a column behind the line's end is moved to the start of the next line. */
  offsetAt(position: Position): number;
  /** The offset of a line's first character. */
  lineStart(line: number): number;
}

/** Turns offsets into lines and columns and back. A line ends with CRLF, LF or a lone CR. */
export class LineIndex implements LineTable {
  readonly #text: string;
  readonly #starts: Uint32Array;
  readonly #count: number;
  readonly #length: number;

  constructor(text: string) {
    // Many texts are single messages.
    let starts = new Uint32Array(64);
    let count = 1;
    // Searching is many times faster than looking at each character.
    let lf = text.indexOf('\n');
    let cr = text.indexOf('\r');
    while (lf !== -1 || cr !== -1) {
      const isCrAlone = cr !== -1 && cr !== lf - 1 && (lf === -1 || cr < lf);
      const end = isCrAlone ? cr : lf;
      if (count === starts.length) {
        const larger = new Uint32Array(count * 2);
        larger.set(starts);
        starts = larger;
      }
      starts[count++] = end + 1;
      if (cr !== -1 && cr <= end) cr = text.indexOf('\r', end + 1);
      if (!isCrAlone) lf = text.indexOf('\n', end + 1);
    }
    this.#starts = starts;
    this.#count = count;
    this.#length = text.length;
    this.#text = text;
  }

  textFrom(offset: number, most: number): string {
    return this.#text.slice(offset, offset + most);
  }

  get lineCount(): number {
    return this.#count;
  }

  /** The place of an offset; one outside the text is moved to its nearest end. */
  positionAt(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset of a place; a column behind the line's end is moved to the start of the next line. */
  offsetAt(position: Position): number {
    if (position.line < 1) return 0;
    if (position.line > this.#count) return this.#length;
    const start = this.lineStart(position.line);
    const next = position.line < this.#count ? this.lineStart(position.line + 1) : this.#length;
    return Math.min(start + Math.max(position.column - 1, 0), next);
  }

  /** The offset of a line's first character. */
  lineStart(line: number): number {
    return this.#starts[Math.min(Math.max(line, 1), this.#count) - 1] ?? 0;
  }
}

/** Where the line begins that an offset stands in. */
export function lineStartOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Where the next line begins behind an offset; at the text's end where there is none. */
export function nextLineOf(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  return Math.min(end + (text.startsWith('\r\n', end) ? 2 : 1), text.length);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
