/** The lines before a start line, for formats that look for their preamble there. */
import type { Span } from '../basics/span';
import { behindPrefix } from '../layout/prefix';
import type { StartLine } from './start-line';

/** No preamble has a longer line, nor are more lines looked at: so looking back costs the same everywhere. */
const MAX_LINE = 2048;
const MAX_BLANK = 4;

export class Lookback {
  readonly #starts: number[] = [];
  readonly #lines: string[] = [];

  constructor(
    readonly text: string,
    readonly startLine: StartLine,
    /** What stands before belongs to an earlier record. */
    readonly floor: number,
    /** A prefix that every line carries: it is taken off the lines above. */
    readonly linePrefix: Span | null = null,
  ) {}

  /** The text of the `n`th line above the start line's own, counted from 1; null where there is none. */
  line(n: number): string | null {
    return this.#reach(n) ? (this.#lines[n - 1] ?? null) : null;
  }

  /** Where the `n`th line above begins; only for lines that {@link line} gave. */
  lineStart(n: number): number {
    return this.#starts[n - 1] ?? this.startLine.lineStart;
  }

  /** Where the start line's own line begins, or what is left of it behind an earlier record. */
  get ownLineStart(): number {
    return Math.max(this.startLine.lineStart, this.floor);
  }

  /** What stands before the start line on its own line. */
  get prefix(): string {
    return this.text.slice(
      Math.max(this.ownLineStart, this.startLine.start - MAX_LINE),
      this.startLine.start,
    );
  }

  /** Whether nothing but blank lines stands before, up to an earlier record: so there is no preamble. */
  get isBare(): boolean {
    if (this.startLine.start > this.ownLineStart) return false;
    for (let n = 1; n <= MAX_BLANK; n++) {
      const line = this.line(n);
      if (line !== '') return line === null && (this.#starts.at(-1) ?? this.ownLineStart) <= this.floor;
    }
    return false;
  }

  #reach(n: number): boolean {
    while (this.#starts.length < n) {
      const below = this.#starts.at(-1) ?? this.startLine.lineStart;
      if (below <= this.floor) return false;
      let end = below - 1;
      let start = end;
      while (start > this.floor && this.text.charCodeAt(start - 1) !== this.startLine.eol) {
        start--;
        if (end - start > MAX_LINE) return false;
      }
      if (this.text.charCodeAt(end - 1) === 13) end = Math.max(start, end - 1);
      this.#starts.push(start);
      this.#lines.push(this.text.slice(this.#behindPrefix(start, end), end));
    }
    return true;
  }

  #behindPrefix(start: number, end: number): number {
    const behind = this.linePrefix === null ? -1 : behindPrefix(this.text, this.linePrefix, start, end);
    return behind < 0 ? start : behind;
  }
}
