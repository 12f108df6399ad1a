/** A text that is edited again and again, and what all that is as edits of the text at first. */
import type { TextEdit } from '../sdp/write';

/** A stretch of the first text that is kept, or new text. */
type Piece =
  | { readonly isNew: false; readonly start: number; readonly end: number }
  | { readonly isNew: true; readonly text: string };

export class EditedText {
  private constructor(
    private readonly first: string,
    private readonly pieces: readonly Piece[],
    /** As it is now. */
    readonly text: string,
  ) {}

  static of(text: string): EditedText {
    return new EditedText(text, [{ isNew: false, start: 0, end: text.length }], text);
  }

  /** With edits that do not overlap; of insertions at one place the first stands first. */
  edited(edits: readonly TextEdit[]): EditedText {
    const inOrder = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    const pieces: Piece[] = [];
    const old = new PieceReader(this.pieces);
    let text = '';
    let at = 0;
    for (const { start, end, newText } of inOrder) {
      for (const each of old.until(start)) pieces.push(each);
      old.skipTo(end);
      if (newText !== '') pieces.push({ isNew: true, text: newText });
      text += this.text.slice(at, start) + newText;
      at = end;
    }
    for (const each of old.until(this.text.length)) pieces.push(each);
    return new EditedText(this.first, pieces, text + this.text.slice(at));
  }

  /** All edits as edits of the first text, in order. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let start = 0;
    let newText = '';
    const close = (end: number): void => {
      if (newText !== this.first.slice(start, end)) edits.push({ start, end, newText });
      newText = '';
    };
    for (const piece of this.pieces) {
      if (piece.isNew) {
        newText += piece.text;
        continue;
      }
      close(piece.start);
      start = piece.end;
    }
    close(this.first.length);
    return edits;
  }
}

/** Reads pieces from the first to the last, in offsets of the text that they make. */
class PieceReader {
  #place = 0;
  /** Where the piece at {@link #place} begins. */
  #pieceStart = 0;
  #at = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  /** What stands from here to an offset. */
  until(to: number): readonly Piece[] {
    const found: Piece[] = [];
    for (let piece = this.pieces[this.#place]; piece !== undefined && this.#at < to;) {
      const end = Math.min(this.#pieceStart + lengthOf(piece), to);
      found.push(cut(piece, this.#at - this.#pieceStart, end - this.#pieceStart));
      this.skipTo(end);
      piece = this.pieces[this.#place];
    }
    return found;
  }

  skipTo(offset: number): void {
    this.#at = Math.max(this.#at, offset);
    for (
      let piece = this.pieces[this.#place];
      piece !== undefined && this.#at >= this.#pieceStart + lengthOf(piece);
      piece = this.pieces[this.#place]
    ) {
      this.#pieceStart += lengthOf(piece);
      this.#place++;
    }
  }
}

function lengthOf(piece: Piece): number {
  return piece.isNew ? piece.text.length : piece.end - piece.start;
}

function cut(piece: Piece, from: number, to: number): Piece {
  return piece.isNew
    ? { isNew: true, text: piece.text.slice(from, to) }
    : { isNew: false, start: piece.start + from, end: piece.start + to };
}
