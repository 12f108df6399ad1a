/**
 * Strings as numbers: each text of ASCII octets has one, so that equal ones are found without being decoded. They are
 * decoded together, once, when first one is asked for.
 */
import { copyOf } from '../basics/bytes';
import { EMPTY, FOREIGN } from '../basics/marks';

/** In each octet of a word what no ASCII has. */
const HIGH_BITS = 0x80808080;

export class ByteStrings {
  private octets = new Uint8Array(1 << 12);
  /** Where each string begins in {@link octets}; behind the last one, where the next will. */
  private starts = new Uint32Array(1 << 8);
  private hashes = new Int32Array(1 << 8);
  /** Numbers by hash; 0 where none stands. */
  private slots = new Int32Array(1 << 9);
  private count = 1;
  /** Strings that are no ASCII, and their numbers. */
  private readonly foreign = new Map<string, number>();
  private readonly foreignTexts = new Map<number, string>();
  private decoded = '';
  private decodedCount = 0;
  private texts: string[] = [''];
  /** So that nobody can prepare strings that all hash to one. */
  private readonly seed = Math.floor(Math.random() * 0x7fffffff);

  /** How many strings there are; numbers are below it. */
  get size(): number {
    return this.count;
  }

  /** The number of a run of octets, {@link FOREIGN} if it is no ASCII. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) return EMPTY;
    let hash = this.seed;
    let high = 0;
    let at = start;
    // Four octets at a time, as each step waits for the one before.
    for (const last = end - 3; at < last; at += 4) {
      const word =
        (bytes[at] ?? 0) |
        ((bytes[at + 1] ?? 0) << 8) |
        ((bytes[at + 2] ?? 0) << 16) |
        ((bytes[at + 3] ?? 0) << 24);
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
      high |= word;
    }
    for (; at < end; at++) {
      const octet = bytes[at] ?? 0;
      hash = Math.imul(hash ^ octet, 0x01000193);
      high |= octet;
    }
    if ((high & HIGH_BITS) !== 0) return FOREIGN;
    hash ^= hash >>> 15;
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = slots[slot] ?? 0;
      if (known === 0) break;
      if (this.hashes[known] === hash && this.holds(known, bytes, start, end)) return known;
      slot = (slot + 1) & mask;
    }
    const number = this.append(bytes, start, end, hash);
    if (this.count * 2 > slots.length) this.growSlots();
    else slots[slot] = number;
    return number;
  }

  /** The number of a text, whatever it holds. */
  internText(text: string): number {
    if (text === '') return EMPTY;
    const octets = new Uint8Array(text.length);
    let foreign = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      octets[at] = code;
      foreign ||= code > 127;
    }
    if (!foreign) return this.intern(octets, 0, octets.length);
    const known = this.foreign.get(text);
    if (known !== undefined) return known;
    const number = this.append(octets, 0, 0, 0);
    this.foreign.set(text, number);
    this.foreignTexts.set(number, text);
    return number;
  }

  /** The text of a number. */
  text(number: number): string {
    const known = this.texts[number];
    if (known !== undefined) return known;
    if (number >= this.decodedCount) this.decode();
    const text =
      this.foreignTexts.get(number) ??
      this.decoded.slice(this.starts[number] ?? 0, this.starts[number + 1] ?? 0);
    this.texts[number] = text;
    return text;
  }

  private holds(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { octets } = this;
    let other = this.starts[number] ?? 0;
    if ((this.starts[number + 1] ?? 0) - other !== end - start) return false;
    for (let at = start; at < end; at++, other++) if (bytes[at] !== octets[other]) return false;
    return true;
  }

  private append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const number = this.count++;
    const from = this.starts[number] ?? 0;
    const to = from + end - start;
    if (number + 2 > this.starts.length) {
      this.starts = grown(this.starts, new Uint32Array(this.starts.length * 2));
      this.hashes = grown(this.hashes, new Int32Array(this.starts.length));
    }
    while (to > this.octets.length) this.octets = grown(this.octets, new Uint8Array(this.octets.length * 2));
    const { octets } = this;
    for (let at = start, place = from; at < end; at++, place++) octets[place] = bytes[at] ?? 0;
    this.starts[number + 1] = to;
    this.hashes[number] = hash;
    return number;
  }

  private growSlots(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let number = 1; number < this.count; number++) {
      if (this.starts[number] === this.starts[number + 1]) continue;
      let slot = (this.hashes[number] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.slots = slots;
  }

  private decode(): void {
    this.decoded = ascii.decode(copyOf(this.octets, 0, this.starts[this.count] ?? 0));
    this.decodedCount = this.count;
  }
}

const ascii = new TextDecoder();

function grown<A extends Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
