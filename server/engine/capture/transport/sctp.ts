/**
 * SCTP (RFC 9260): the user messages of its DATA chunks, put together from their fragments. An association's direction
 * is known by its verification tag and ports, whatever addresses its packets take.
 */
import { leastOf } from '../../../../shared/extremes';
import { copyOf, u16, u32, u8 } from '../../basics/bytes';
import type { Slice } from '../datagram';
import type { Moment } from '../../basics/moment';
import type { StreamMemory } from './stream-memory';

const COMMON_HEADER = 12;
const CHUNK_HEADER = 4;
const DATA_HEADER = 16;
const DATA = 0;
/** Flags of a DATA chunk (RFC 9260 §3.3.1): the first, and the last fragment of a message. */
const BEGINS = 2;
const ENDS = 1;
/** Directions that are remembered, fragments that wait in each, and octets of one message. */
const MOST_DIRECTIONS = 4096;
const MOST_FRAGMENTS = 64;
const LONGEST_MESSAGE = 1 << 16;
/** Chunks of which it is remembered that they came: a repeated one is no second message. */
const REMEMBERED = 128;

/** A user message; what is in its bytes does not change later. */
export interface SctpMessage extends Slice {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

interface Fragment {
  readonly bytes: Uint8Array;
  readonly begins: boolean;
  readonly ends: boolean;
  readonly frame: number;
}

interface Direction {
  /** By transmission sequence number. */
  readonly fragments: Map<number, Fragment>;
  /** Numbers of chunks that came, the last ones. */
  readonly came: Set<number>;
}

export class SctpReader {
  /** The one used last stands last. */
  private readonly directions = new Map<string, Direction>();

  constructor(
    private readonly sink: (message: SctpMessage) => void,
    private readonly memory: StreamMemory,
  ) {}

  /** Directions that are remembered. */
  get size(): number {
    return this.directions.size;
  }

  /**
   * Takes what an IP packet carries; false where it is malformed. Bytes that are not together with others are handed
   * on as they are.
   */
  add(bytes: Uint8Array, start: number, end: number, moment: Moment): boolean {
    if (end - start < COMMON_HEADER) return false;
    const ports = { sourcePort: u16(bytes, start), destinationPort: u16(bytes, start + 2) };
    const direction = this.direction(`${u32(bytes, start)} ${u32(bytes, start + 4)}`);
    let at = start + COMMON_HEADER;
    while (at + CHUNK_HEADER <= end) {
      const length = u16(bytes, at + 2);
      if (length < CHUNK_HEADER || at + length > end) return false;
      if (u8(bytes, at) === DATA && length > DATA_HEADER)
        this.take(direction, ports, bytes, at, at + length, moment);
      at += (length + 3) & ~3;
    }
    return true;
  }

  /** Forgets the direction that was not used for longest. */
  forgetOldest(): void {
    for (const [key, { fragments }] of this.directions) {
      for (const number of fragments.keys()) this.drop(fragments, number);
      this.directions.delete(key);
      return;
    }
  }

  private direction(key: string): Direction {
    const known = this.directions.get(key);
    if (known !== undefined) this.directions.delete(key);
    else if (this.directions.size >= MOST_DIRECTIONS) this.forgetOldest();
    const direction = known ?? { fragments: new Map(), came: new Set() };
    this.directions.set(key, direction);
    return direction;
  }

  private take(
    { fragments, came }: Direction,
    ports: Pick<SctpMessage, 'sourcePort' | 'destinationPort'>,
    bytes: Uint8Array,
    at: number,
    end: number,
    moment: Moment,
  ): void {
    const number = u32(bytes, at + 4);
    if (came.has(number)) return;
    came.add(number);
    if (came.size > REMEMBERED) for (const oldest of came) if (came.delete(oldest)) break;
    const flags = u8(bytes, at + 1);
    const start = at + DATA_HEADER;
    const [begins, ends] = [(flags & BEGINS) !== 0, (flags & ENDS) !== 0];
    if (begins && ends) {
      this.sink({ ...ports, bytes, start, end, moment, firstFrame: moment.frame });
      return;
    }
    if (fragments.size >= MOST_FRAGMENTS)
      for (const oldest of fragments.keys()) if (this.drop(fragments, oldest)) break;
    const content = copyOf(bytes, start, end);
    this.memory.octets += content.length;
    fragments.set(number, { bytes: content, begins, ends, frame: moment.frame });
    this.complete(fragments, ports, number, moment);
  }

  /** Hands on the message that a fragment belongs to, if all of it is there. */
  private complete(
    fragments: Map<number, Fragment>,
    ports: Pick<SctpMessage, 'sourcePort' | 'destinationPort'>,
    number: number,
    moment: Moment,
  ): void {
    let first = number;
    while (fragments.get(first)?.begins === false) first = (first - 1) >>> 0;
    const parts: Fragment[] = [];
    let length = 0;
    for (let next = first; ; next = (next + 1) >>> 0) {
      const part = fragments.get(next);
      // A message that begins anew within another is none; nor is one that goes round in a circle.
      if (part === undefined || part.begins !== (next === first) || parts.length > MOST_FRAGMENTS) return;
      parts.push(part);
      length += part.bytes.length;
      if (part.ends) break;
    }
    parts.forEach((_, index) => this.drop(fragments, (first + index) >>> 0));
    if (length > LONGEST_MESSAGE) return;
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part.bytes, at);
      at += part.bytes.length;
    }
    const firstFrame = leastOf(parts.map(({ frame }) => frame));
    this.sink({ ...ports, bytes: whole, start: 0, end: length, moment, firstFrame });
  }

  private drop(fragments: Map<number, Fragment>, number: number): boolean {
    this.memory.octets -= fragments.get(number)?.bytes.length ?? 0;
    return fragments.delete(number);
  }
}
