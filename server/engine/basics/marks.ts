/** Marks of texts: what is left of them where they are only compared. */

/** The mark of the empty text. */
export const EMPTY = 0;
/** Octets that are no ASCII: their text depends on an encoding, which is not decided here. */
export const FOREIGN = -1;

/** So that nobody can make texts whose marks come together. */
const secret = Math.floor(Math.random() * 0x7fffffff);

/**
 * The mark of a run of octets, {@link FOREIGN} if it is no ASCII. A mark is a number that stands for a text which is only
 * compared: 53 bits of a hash, so that no two of a trace come together; the same in all traces that the process reads.
 */
export function markOfOctets(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return EMPTY;
  let one = secret;
  let other = ~secret;
  let high = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] ?? 0;
    one = Math.imul(one ^ octet, 0x01000193);
    other = Math.imul(other ^ octet, 0x5bd1e995);
    high |= octet;
  }
  return high > 127 ? FOREIGN : markOf(one, other, end - start);
}

/** The mark of a text; see {@link markOfOctets}. */
export function markOfText(text: string): number {
  if (text === '') return EMPTY;
  let one = secret;
  let other = ~secret;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
  }
  return markOf(one, other, text.length);
}

function markOf(one: number, other: number, length: number): number {
  const high = Math.imul(other ^ (other >>> 13) ^ length, 0x85ebca6b);
  const low = Math.imul(one ^ (one >>> 15), 0xc2b2ae35);
  return ((high ^ (high >>> 16)) & 0x1fffff) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0) || 1;
}

/** Small whole numbers by the texts that they belong to, of which only marks are kept. */
export class MarkTable {
  /** Marks in open addressing; 0 where none stands. */
  private slots = new Float64Array(1 << 8);
  private numbers = new Int32Array(1 << 8);
  private count = 0;

  get(text: string): number | undefined {
    const mark = markOfText(text);
    const slot = this.slotOf(mark);
    return this.slots[slot] === mark ? this.numbers[slot] : undefined;
  }

  /** @param text not empty */
  set(text: string, number: number): void {
    const mark = markOfText(text);
    const slot = this.slotOf(mark);
    this.numbers[slot] = number;
    if (this.slots[slot] === mark) return;
    this.slots[slot] = mark;
    this.count++;
    if (this.count * 2 > this.slots.length) this.grow();
  }

  /** Where a mark stands, or is to stand. */
  private slotOf(mark: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = mark & mask;
    for (;;) {
      const known = slots[slot];
      if (known === mark || known === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { slots, numbers } = this;
    this.slots = new Float64Array(slots.length * 2);
    this.numbers = new Int32Array(slots.length * 2);
    for (const [place, mark] of slots.entries()) {
      if (mark === 0) continue;
      const slot = this.slotOf(mark);
      this.slots[slot] = mark;
      this.numbers[slot] = numbers[place] ?? 0;
    }
  }
}
