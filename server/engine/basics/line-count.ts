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
    let at = Math.max(this.counted - start, 0);
    if (at >= to) return;
    // The LF of a CRLF whose CR ended a line already.
    if (this.endsInCr && piece.charCodeAt(at) === LF) at++;
    let lf = piece.indexOf('\n', at);
    let cr = piece.indexOf('\r', at);
    for (;;) {
      if (lf !== -1 && lf >= to) lf = -1;
      if (cr !== -1 && cr >= to) cr = -1;
      if (lf === -1 && cr === -1) break;
      const isCrFirst = cr !== -1 && (lf === -1 || cr < lf);
      this.line++;
      const next = isCrFirst ? cr + (lf === cr + 1 ? 2 : 1) : lf + 1;
      if (isCrFirst) cr = piece.indexOf('\r', next);
      if (lf !== -1 && lf < next) lf = piece.indexOf('\n', next);
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
