/**
 * A file that comes in pieces, read as if it were whole. A run of bytes that a reader asks for stands unbroken in
 * {@link ByteQueue.bytes}; only a run that straddles two pieces is copied.
 */
export class ByteQueue {
  /** Where the current run stands. Valid until the next call of `ensure` or `skip`. */
  bytes: Uint8Array = EMPTY;
  /** Offset in {@link bytes} of the next byte to read. */
  at = 0;
  private readonly waiting: Uint8Array[] = [];
  private firstWaiting = 0;
  private waitingLength = 0;
  private before = 0;
  /** Nothing in {@link bytes} is a piece's own. */
  private isSettled = true;
  /** The pieces before this place are copies. */
  private settledWaiting = 0;

  /** Takes the next piece. The queue reads from it until {@link settle}: it must not change. */
  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    // A Node `Buffer` becomes what it is made of: one class of arrays is read faster than two.
    this.waiting.push(new Uint8Array(piece.buffer, piece.byteOffset, piece.length));
    this.waitingLength += piece.length;
  }

  /** Bytes that were pushed and not yet skipped. */
  get available(): number {
    return this.bytes.length - this.at + this.waitingLength;
  }

  /** Offset in the file of the next byte. */
  get position(): number {
    return this.before + this.at;
  }

  /** Makes the next `length` bytes stand unbroken at {@link at}; false if so many were not pushed yet. */
  ensure(length: number): boolean {
    const here = this.bytes.length - this.at;
    if (here >= length) return true;
    if (here + this.waitingLength < length) return false;
    if (here === 0) {
      this.advance();
      if (this.bytes.length >= length) return true;
    }
    this.join(length);
    return true;
  }

  /** Passes over bytes, at most as many as there are. */
  skip(length: number): number {
    let left = Math.min(length, this.available);
    const skipped = left;
    while (left > this.bytes.length - this.at) {
      left -= this.bytes.length - this.at;
      this.advance();
    }
    this.at += left;
    return skipped;
  }

  /** Copies what was not read yet, so that the pieces that were pushed may change. */
  settle(): void {
    if (!this.isSettled) {
      this.before += this.at;
      this.bytes = this.at < this.bytes.length ? this.bytes.slice(this.at) : EMPTY;
      this.at = 0;
      this.isSettled = true;
    }
    for (let place = Math.max(this.firstWaiting, this.settledWaiting); place < this.waiting.length; place++)
      this.waiting[place] = (this.waiting[place] ?? EMPTY).slice();
    this.settledWaiting = this.waiting.length;
  }

  private advance(): void {
    this.before += this.bytes.length;
    this.isSettled = this.firstWaiting < this.settledWaiting;
    this.bytes = this.take() ?? EMPTY;
    this.at = 0;
  }

  /**
   * Copies what is left of the current piece together with as much of the next ones as is wanted. It at least
   * doubles, where there is so much, so that growing a run byte by byte copies each byte a few times at most.
   */
  private join(length: number): void {
    const rest = this.bytes.subarray(this.at);
    const total = Math.min(Math.max(length, rest.length * 2), rest.length + this.waitingLength);
    const joined = new Uint8Array(total);
    joined.set(rest);
    let filled = rest.length;
    while (filled < total) {
      const piece = this.take();
      if (piece === null) break;
      const part = Math.min(piece.length, total - filled);
      joined.set(part === piece.length ? piece : piece.subarray(0, part), filled);
      filled += part;
      if (part < piece.length) this.putBack(piece.subarray(part));
    }
    this.before += this.at;
    this.bytes = joined;
    this.at = 0;
    this.isSettled = true;
  }

  private take(): Uint8Array | null {
    const piece = this.waiting[this.firstWaiting];
    if (piece === undefined) return null;
    this.waiting[this.firstWaiting] = EMPTY;
    this.firstWaiting++;
    this.waitingLength -= piece.length;
    if (this.firstWaiting > 64 && this.firstWaiting * 2 > this.waiting.length) {
      this.waiting.splice(0, this.firstWaiting);
      this.settledWaiting = Math.max(0, this.settledWaiting - this.firstWaiting);
      this.firstWaiting = 0;
    }
    return piece;
  }

  private putBack(piece: Uint8Array): void {
    if (this.firstWaiting > 0) {
      this.firstWaiting--;
      this.waiting[this.firstWaiting] = piece;
    } else {
      this.waiting.unshift(piece);
      if (this.settledWaiting > 0) this.settledWaiting++;
    }
    this.waitingLength += piece.length;
  }
}

const EMPTY = new Uint8Array(0);
