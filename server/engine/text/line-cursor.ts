/** Walks the lines of a text one by one, no further than a bound: so no log keeps a format's reader busy for long. */
import type { Scanner } from './scanner';

export class LineCursor {
  /** Where the line starts; where no more came, where reading goes on. */
  start: number;
  /** The line's end, without the CR before its end mark. */
  end: number;
  /** At the line's end mark. */
  lineEnd: number;
  /** Behind it. */
  next: number;

  /**
   * @param from - where the first line starts
   * @param limit - no line is given that starts here or behind
   */
  constructor(
    private readonly scanner: Scanner,
    from: number,
    private readonly limit: number,
  ) {
    this.start = this.end = this.lineEnd = from;
    this.next = Math.min(from, scanner.text.length);
  }

  /** A cursor for the lines below the one that holds an offset. */
  static below(scanner: Scanner, at: number, limit: number): LineCursor {
    return new LineCursor(scanner, scanner.endOfLine(at) + 1, limit);
  }

  /** Goes to the next line; false where there is none within the bound. */
  advance(): boolean {
    const { scanner, next } = this;
    this.start = next;
    if (next >= scanner.text.length || next >= this.limit) return false;
    this.lineEnd = scanner.endOfLine(next);
    this.end = scanner.withoutCr(next, this.lineEnd);
    this.next = Math.min(this.lineEnd + 1, scanner.text.length);
    return true;
  }

  /** Ends the walk behind the line. */
  finish(): void {
    this.start = this.next;
  }
}
