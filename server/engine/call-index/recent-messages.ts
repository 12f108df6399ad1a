/**
 * The messages of the last moments, so that a copy of one is known while a trace streams by: what an analysis takes for
 * a copy (evidence/copies.ts) is no message of a call.
 */
import { LONGEST_APART } from '../evidence/copies';
import type { Way } from './ways';

/** Messages that are remembered, and their octets: powers of two. A trunk sends no more within the time. */
const MESSAGES = 1 << 12;
const OCTETS = 1 << 20;
const SLOTS = 1 << 10;
const LONGEST_MESSAGE = 1 << 16;

/** A message as it stands in a file. */
export interface Sighting {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** There is one object for each way that addresses go. */
  readonly way: Way;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Microseconds; NaN where none is known, and then nothing is a copy. */
  readonly micros: number;
}

export class RecentMessages {
  private readonly octets = new Uint8Array(OCTETS);
  private readonly ways: (Way | null)[] = Array.from({ length: MESSAGES }, () => null);
  private readonly ports = new Uint32Array(MESSAGES);
  private readonly times = new Float64Array(MESSAGES);
  private readonly lengths = new Uint32Array(MESSAGES);
  private readonly starts = new Uint32Array(MESSAGES);
  /** The number of the message before it in the same slot; 0 for none. */
  private readonly before = new Int32Array(MESSAGES);
  private readonly heads = new Int32Array(SLOTS);
  private count = 0;
  /** The first message whose octets are still there. */
  private oldest = 1;
  private written = 0;

  /** Whether the same octets went the same way a moment ago. */
  hold(sighting: Sighting): boolean {
    const { bytes, start, end, way, micros } = sighting;
    const ports = portsOf(sighting);
    for (let number = this.heads[slotOf(sighting)] ?? 0; number >= this.oldest;) {
      const place = number & (MESSAGES - 1);
      const apart = micros - (this.times[place] ?? NaN);
      // Further back stands nothing later.
      if (!(apart < LONGEST_APART)) return false;
      if (
        apart >= 0 &&
        this.lengths[place] === end - start &&
        this.ways[place] === way &&
        this.ports[place] === ports &&
        this.equals(place, bytes, start)
      )
        return true;
      number = this.before[place] ?? 0;
    }
    return false;
  }

  /** Remembers a message that is no copy. */
  keep(sighting: Sighting): void {
    const { bytes, start, end, way, micros } = sighting;
    const length = end - start;
    if (Number.isNaN(micros) || length > LONGEST_MESSAGE) return;
    const number = ++this.count;
    const place = number & (MESSAGES - 1);
    this.makeRoom(number, length);
    this.octets.set(bytes.subarray(start, end), this.written);
    const slot = slotOf(sighting);
    this.ways[place] = way;
    this.ports[place] = portsOf(sighting);
    this.times[place] = micros;
    this.lengths[place] = length;
    this.starts[place] = this.written;
    this.before[place] = this.heads[slot] ?? 0;
    this.heads[slot] = number;
    this.written += length;
  }

  /** Forgets messages until there is room behind what was written last, or at the beginning again. */
  private makeRoom(number: number, length: number): void {
    this.oldest = Math.max(this.oldest, number - MESSAGES + 1);
    if (this.written + length > OCTETS) {
      this.forget(this.written, OCTETS, number);
      this.written = 0;
    }
    this.forget(this.written, this.written + length, number);
  }

  /** Messages stand in the order of their octets, so the oldest are those that are written over next. */
  private forget(from: number, to: number, before: number): void {
    while (this.oldest < before) {
      const start = this.starts[this.oldest & (MESSAGES - 1)] ?? 0;
      if (start < from || start >= to) return;
      this.oldest++;
    }
  }

  private equals(place: number, bytes: Uint8Array, start: number): boolean {
    const { octets } = this;
    const length = this.lengths[place] ?? 0;
    let other = this.starts[place] ?? 0;
    for (let at = start; at < start + length; at++, other++) if (bytes[at] !== octets[other]) return false;
    return true;
  }
}

function portsOf({ sourcePort, destinationPort }: Sighting): number {
  return ((sourcePort << 16) | destinationPort) >>> 0;
}

function slotOf({ start, end, way, sourcePort }: Sighting): number {
  return (
    (Math.imul(end - start, 0x9e3779b1) ^
      Math.imul(sourcePort, 0x85ebca6b) ^
      Math.imul(way.path ?? 0, 0xc2b2ae35)) >>>
    22
  );
}
