/** Counts the lines of a text that is seen piece by piece. A line ends as in `LineIndex`. */
export class LineCount {
  private line = 1;
  /** Up to where lines were counted. */
  private counted = 0;
  private endsInCr = false;

  /**
   * Sees a piece of the text, as far as it was not seen yet.
   *
   * @param start where it begins in the text
   * @param end up to where in the text lines are to be counted
   */
  see(piece: string, start: number, end = start + piece.length): void {
    const to = Math.min(end - start, piece.length);
    const from = Math.max(this.counted - start, 0);
    if (from >= to) return;
    // Of a piece that lacks one of both characters all that follows would be searched for it each time.
    const seen = piece.slice(from, to);
    // The LF of a CRLF whose CR ended a line already.
    const at = this.endsInCr && seen.charCodeAt(0) === LF ? 1 : 0;
    let lf = seen.indexOf('\n', at);
    let cr = seen.indexOf('\r', at);
    while (lf !== -1 || cr !== -1) {
      const isCrFirst = cr !== -1 && (lf === -1 || cr < lf);
      this.line++;
      const next = isCrFirst ? cr + (lf === cr + 1 ? 2 : 1) : lf + 1;
      if (isCrFirst) cr = seen.indexOf('\r', next);
      if (lf !== -1 && lf < next) lf = seen.indexOf('\n', next);
    }
    this.counted = start + to;
    this.endsInCr = piece.charCodeAt(to - 1) === CR;
  }

  /** The number, from 1, of the line up to which was counted. */
  get number(): number {
    return this.line;
  }
}

const LF = 10;
const CR = 13;
