/**
 * A text in pieces, so that a keystroke in a long document costs as little as one in a short one: a changed text shares all
 * pieces but one with the text before, lines are counted piece by piece, and it is one string only when somebody wants that.
 */
import { LineIndex, type LineTable, type Position } from './lines';
import type { Span } from './span';

/** Characters of a piece. */
const PIECE = 32 * 1024;
const LF = 10;
const CR = 13;

interface Piece {
  readonly text: string;
  readonly lines: LineIndex;
}

/** What was replaced: a span of the text before, and where what stands there now ends. */
export interface Change extends Span {
  readonly newEnd: number;
}

/** A text that never changes: {@link with} gives another one. */
export class PiecedText implements LineTable {
  readonly length: number;
  readonly lineCount: number;
  /** Where each piece begins, and how many line ends stand before it. */
  readonly #starts: Uint32Array;
  readonly #lines: Uint32Array;
  #whole: string | null = null;

  private constructor(private readonly pieces: readonly Piece[]) {
    this.#starts = new Uint32Array(pieces.length);
    this.#lines = new Uint32Array(pieces.length);
    let length = 0;
    let lines = 0;
    for (const [place, { text, lines: own }] of pieces.entries()) {
      this.#starts[place] = length;
      this.#lines[place] = lines;
      length += text.length;
      lines += own.lineCount - 1;
    }
    this.length = length;
    this.lineCount = lines + 1;
  }

  static of(text: string): PiecedText {
    const whole = new PiecedText(piecesOf(text));
    whole.#whole = text;
    return whole;
  }

  /** The text with another one in place of a span. */
  with({ start, end }: Span, put: string): PiecedText {
    const { pieces } = this;
    let first = this.#pieceAt(start);
    let last = this.#pieceAt(end);
    const firstText = pieces[first]?.text ?? '';
    const lastText = pieces[last]?.text ?? '';
    let text =
      firstText.slice(0, start - (this.#starts[first] ?? 0)) +
      put +
      lastText.slice(end - (this.#starts[last] ?? 0));
    // No piece ends between CR and LF. A piece that has become empty leaves two neighbours that may.
    const before = pieces[first - 1]?.text ?? '';
    if (first > 0 && (text === '' || (text.charCodeAt(0) === LF && endsInCr(before)))) {
      text = before + text;
      first--;
    }
    const after = pieces[last + 1]?.text ?? '';
    if (last + 1 < pieces.length && endsInCr(text) && after.charCodeAt(0) === LF) {
      text += after;
      last++;
    }
    return new PiecedText([...pieces.slice(0, first), ...piecesOf(text), ...pieces.slice(last + 1)]);
  }

  /** What differs between an earlier text and this one, as one change; null where nothing does. */
  changeFrom(earlier: PiecedText): Change | null {
    const old = earlier.pieces;
    const own = this.pieces;
    const least = Math.min(old.length, own.length);
    let head = 0;
    while (head < least && old[head] === own[head]) head++;
    let tail = 0;
    while (tail < least - head && old.at(-1 - tail) === own.at(-1 - tail)) tail++;
    const before = textOf(old.slice(head, old.length - tail));
    const now = textOf(own.slice(head, own.length - tail));
    if (before === now) return null;
    const start = sameAtStart(before, now);
    const same = sameAtEnd(before.slice(start), now.slice(start));
    const at = head < own.length ? (this.#starts[head] ?? 0) : this.length;
    return { start: at + start, end: at + before.length - same, newEnd: at + now.length - same };
  }

  slice(start: number, end: number): string {
    if (start >= end) return '';
    const first = this.#pieceAt(start);
    const last = this.#pieceAt(end);
    const at = this.#starts[first] ?? 0;
    return textOf(this.pieces.slice(first, last + 1)).slice(start - at, end - at);
  }

  textFrom(offset: number, most: number): string {
    return this.slice(offset, Math.min(offset + most, this.length));
  }

  toString(): string {
    this.#whole ??= textOf(this.pieces);
    return this.#whole;
  }

  positionAt(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.length);
    const place = this.#pieceAt(at);
    const { line: own } = this.pieces[place]?.lines.positionAt(at - (this.#starts[place] ?? 0)) ?? origin;
    const line = own + (this.#lines[place] ?? 0);
    // The first line of a piece may begin in one before it.
    return { line, column: at - this.lineStart(line) + 1 };
  }

  offsetAt({ line, column }: Position): number {
    if (line < 1) return 0;
    if (line > this.lineCount) return this.length;
    const start = this.lineStart(line);
    const next = line < this.lineCount ? this.lineStart(line + 1) : this.length;
    return Math.min(start + Math.max(column - 1, 0), next);
  }

  lineStart(line: number): number {
    const wanted = Math.min(Math.max(line, 1), this.lineCount);
    // Line n begins behind the line end n - 1: in the first piece before whose end so many stand.
    const place = lastBelow(this.#lines, wanted - 1);
    const own = wanted - (this.#lines[place] ?? 0);
    return (this.#starts[place] ?? 0) + (this.pieces[place]?.lines.lineStart(own) ?? 0);
  }

  /** The piece that holds an offset; the last one of the end of the text. */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const origin = { line: 1 };

/** The last place of a number that is below another one; 0 where none is. */
function lastBelow(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many characters two texts begin with in common. */
function sameAtStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  return sameLength(most, (from, to) => one.slice(from, to) === other.slice(from, to));
}

/** How many characters two texts end with in common. */
function sameAtEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  const endOf = (text: string, from: number, to: number): string =>
    text.slice(text.length - to, text.length - from);
  return sameLength(most, (from, to) => endOf(one, from, to) === endOf(other, from, to));
}

/**
 * How many characters from one side on are the same. Strings are compared whole, as no loop over characters is as quick.
 *
 * @param areSame whether the characters from one count up to another are
 */
function sameLength(most: number, areSame: (from: number, to: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (areSame(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  // What is a little longer stays one piece, or typing would part off a crumb at each character.
  while (text.length - start > 2 * PIECE) {
    let end = start + PIECE;
    if (text.charCodeAt(end - 1) === CR && text.charCodeAt(end) === LF) end++;
    pieces.push(pieceOf(text.slice(start, end)));
    start = end;
  }
  pieces.push(pieceOf(start === 0 ? text : text.slice(start)));
  return pieces;
}

function pieceOf(text: string): Piece {
  return { text, lines: new LineIndex(text) };
}

function endsInCr(text: string): boolean {
  return text.charCodeAt(text.length - 1) === CR;
}
