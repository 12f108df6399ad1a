/**
 * The octets of one direction that are not yet used, with the tag of the piece that each one came in. What is left
 * after a piece was read is copied, so that no piece, and no packet or file behind it, is held on to.
 */
export class RecordBuffer<Tag> {
  /** Where the octets stand: {@link at} to {@link end}. Valid until the next call. */
  bytes: Uint8Array = EMPTY;
  at = 0;
  end = 0;
  /** Whether `bytes` is memory of ours. */
  private owned = false;
  /** Octets that were taken or passed over before `at` 0. */
  private before = 0;
  private marks: Mark<Tag>[] = [];
  private firstMark = 0;

  get length(): number {
    return this.end - this.at;
  }

  get held(): number {
    return (this.owned ? this.bytes.length : 0) + this.marks.length * MARK;
  }

  append(piece: Uint8Array, tag: Tag): void {
    if (piece.length === 0) return;
    if (this.length === 0) {
      this.before += this.at;
      this.bytes = piece;
      this.at = 0;
      this.end = piece.length;
      this.owned = false;
    } else {
      this.reserve(piece.length);
      this.bytes.set(piece, this.end);
      this.end += piece.length;
    }
    this.mark(tag);
  }

  /** Passes over octets, at most as many as there are; tells how many. */
  skip(length: number): number {
    const skipped = Math.min(length, this.length);
    this.at += skipped;
    return skipped;
  }

  /** The piece in which the octet before `offset` (counted from `at`, 1 or more) came. */
  pieceBefore(offset: number): { readonly tag: Tag } | null {
    const position = this.before + this.at + offset;
    let mark = this.marks[this.firstMark];
    while (mark !== undefined && mark.end < position) {
      this.firstMark++;
      mark = this.marks[this.firstMark];
    }
    return mark ?? null;
  }

  /** Lets go of the last piece. */
  settle(): void {
    if (this.length === 0) {
      this.before += this.at;
      this.bytes = EMPTY;
      this.at = this.end = 0;
      this.owned = false;
      this.marks = [];
      this.firstMark = 0;
    } else if (!this.owned) {
      this.reserve(0);
    }
  }

  /** Makes room for more octets in memory of ours, which doubles, so that each one is copied a few times at most. */
  private reserve(more: number): void {
    const { length } = this;
    if (this.owned && this.end + more <= this.bytes.length) return;
    if (this.owned && length + more <= this.bytes.length / 2) {
      this.bytes.copyWithin(0, this.at, this.end);
    } else {
      const bytes = new Uint8Array(Math.max(64, 2 * (length + more)));
      bytes.set(this.bytes.subarray(this.at, this.end));
      this.bytes = bytes;
      this.owned = true;
    }
    this.before += this.at;
    this.at = 0;
    this.end = length;
  }

  private mark(tag: Tag): void {
    const end = this.before + this.end;
    const last = this.marks.at(-1);
    if (last?.tag === tag) last.end = end;
    else this.marks.push({ end, tag });
    if (this.firstMark > 64 && this.firstMark * 2 > this.marks.length) {
      this.marks = this.marks.slice(this.firstMark);
      this.firstMark = 0;
    }
  }
}

interface Mark<Tag> {
  /** The position in the stream behind the piece's last octet. */
  end: number;
  readonly tag: Tag;
}

/** Octets that a mark and its tag take, about. */
const MARK = 128;
const EMPTY = new Uint8Array(0);
