/** Finds line ends four octets at a time: most of a trace is passed over. */

const LF = 10;
const CR = 13;
const ESC = 27;
const SP = 32;
/** In each octet of a word. */
const BLANKS = 0x20202020;
const HIGH_BITS = 0x80808080;

export class LineEnds {
  /** An escape character, as colours begin with, was passed. */
  sawEscape = false;
  private bytes: Uint8Array = new Uint8Array(0);
  private words: Int32Array = new Int32Array(0);
  /** Where they begin in the words. */
  private base = 0;

  /** Looks at octets from now on. */
  in(bytes: Uint8Array): void {
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.base = bytes.byteOffset;
    if (bytes.buffer !== this.words.buffer)
      this.words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
  }

  /** Where the next line feed stands; the end where there is none. */
  next(from: number, end: number): number {
    const { bytes } = this;
    let at = this.nextControl(from, end);
    while (at < end) {
      const octet = bytes[at];
      if (octet === LF) return at;
      // Mostly the line feed stands right behind.
      if (octet === CR && bytes[at + 1] === LF && at + 1 < end) return at + 1;
      if (octet === ESC) this.sawEscape = true;
      at = this.nextControl(at + 1, end);
    }
    return at;
  }

  /** Where the next line feed or carriage return stands; the end where there is none. */
  nextBreak(from: number, end: number): number {
    let at = this.nextControl(from, end);
    while (at < end && this.bytes[at] !== LF && this.bytes[at] !== CR) {
      if (this.bytes[at] === ESC) this.sawEscape = true;
      at = this.nextControl(at + 1, end);
    }
    return at;
  }

  /** Where the next octet below a blank stands. */
  private nextControl(from: number, end: number): number {
    const { base, bytes, words } = this;
    let at = from;
    for (; ((base + at) & 3) !== 0; at++) {
      if (at >= end || (bytes[at] ?? 0) < SP) return Math.min(at, end);
    }
    const last = (base + end) >> 2;
    let word = (base + at) >> 2;
    for (; word < last; word++) {
      const octets = words[word] ?? 0;
      // The highest bit of an octet that is below a blank comes out set.
      if (((octets - BLANKS) & ~octets & HIGH_BITS) !== 0) break;
    }
    at = Math.max(at, (word << 2) - base);
    while (at < end && (bytes[at] ?? 0) >= SP) at++;
    return Math.min(at, end);
  }
}
