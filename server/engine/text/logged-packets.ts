/**
 * Packets of a log that prints messages packet by packet: where a message ends that its packet cuts, and the rest of
 * it in later packets of its flow.
 */
import type { OffsetMap, Span } from '../basics/span';
import type { Claim } from './claim';
import { compose, join } from '../basics/content';
import { contentOf } from './content';
import { measure, type Extent } from './extent';
import type { TextFormat } from './format';
import { learnLayout } from './layout';
import type { Endpoint, RecordMeta, TextRecord } from './record';
import { Scanner } from './scanner';
import { startLineAt } from './start-line';

/** Packets, and characters, looked at for the rest of a message. */
const MAX_PACKETS = 32;
export const MAX_DISTANCE = 128 * 1024;
/** Packets remembered while looking ahead. */
const MAX_KNOWN_PACKETS = 1024;

export interface Rest {
  /** The pieces behind the first. */
  readonly pieces: readonly Span[];
  readonly meta: RecordMeta;
  /** Where reading goes on: behind the last piece, or behind the first where other packets stand between. */
  readonly resume: number;
  readonly content: string;
  readonly map: OffsetMap;
  readonly end: TextRecord['end'];
}

/** A packet of a log of packets. */
interface Packet {
  readonly start: number;
  readonly headEnd: number;
  /** Where the next one begins. */
  readonly end: number;
  readonly meta: RecordMeta;
  readonly payload: Span;
}

export class LoggedPackets {
  readonly #scanner: Scanner;
  readonly #packets = new Map<number, { readonly format: TextFormat; readonly packet: Packet | null }>();

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** Leaves the logger's own line ends behind a packet out of a message that the packet cuts. */
  withinPacket(claim: Claim, extent: Extent): Extent {
    if (claim.preamble.toBoundary === true) {
      return {
        ...extent,
        recordEnd: Math.max(extent.recordEnd, this.#nextBoundary(claim.format, extent.stop - 1)),
      };
    }
    if (extent.complete || claim.start === claim.preamble.start) return extent;
    const packet = this.#packetAt(claim.format, claim.preamble.start);
    // A start line that itself looks like a packet's head stands behind its packet.
    if (packet === null || packet.payload.end <= claim.start) return extent;
    const end = Math.min(packet.payload.end, extent.end);
    return { ...extent, end, recordEnd: end };
  }

  /** The rest of a message whose packet ended too early, if later packets of the same flow hold it. */
  restOf(claim: Claim, extent: Extent): Rest | null {
    const { format } = claim;
    const first = { start: claim.start, end: extent.end };
    const pieces: Span[] = [];
    let meta = claim.preamble.meta;
    let joined: Omit<Rest, 'meta' | 'resume' | 'pieces'> | null = null;
    let adjacent = true;
    let resume = extent.stop;
    let packet = this.#packetAt(format, extent.stop);
    for (let count = 0; packet !== null && count < MAX_PACKETS; count++) {
      if (packet.start - claim.start > MAX_DISTANCE) break;
      const { start, end } = packet.payload;
      if (!sameFlow(claim.preamble.meta, packet.meta)) {
        // A packet without text, such as an acknowledgement, does not part the pieces.
        if (start < end) adjacent = false;
      } else if (start < end) {
        const other = this.#messageIn(packet.headEnd, end);
        if (other <= start) break;
        pieces.push({ start, end: Math.min(end, other) });
        meta = { ...meta, time: packet.meta.time ?? meta.time };
        const whole = join(this.#scanner.text, [first, ...pieces]);
        const scanner = new Scanner(whole.text);
        const measured = measure(scanner, 0, claim.layout, format, claim.preamble.byteCount ?? null);
        const content = contentOf(scanner, { start: 0, end: measured.end }, claim.layout);
        joined = {
          content: content.text,
          map: compose(content.map, whole.map, content.text.length),
          end: measured.reason,
        };
        const over = measured.complete ? whole.text.length - measured.end : 0;
        const last = { start, end: Math.max(start, Math.min(end, other) - over) };
        pieces[pieces.length - 1] = last;
        if (adjacent) resume = last.end;
        if (measured.complete) break;
      }
      packet = this.#packetAt(format, packet.end);
    }
    if (joined === null) return null;
    return { ...joined, pieces, meta, resume };
  }

  /** Where the first message of its own begins between two offsets; Infinity if there is none. */
  #messageIn(start: number, end: number): number {
    let marker = this.#scanner.nextMarker(start);
    while (marker < end) {
      const startLine = startLineAt(this.#scanner, marker);
      if (startLine !== null && learnLayout(this.#scanner, startLine) !== null) return startLine.start;
      marker = this.#scanner.nextMarker(marker + 3);
    }
    return Infinity;
  }

  /** The packet that begins at an offset, blank lines apart. Looking ahead asks for the same ones again and again. */
  #packetAt(format: TextFormat, at: number): Packet | null {
    const known = this.#packets.get(at);
    if (known !== undefined && known.format === format) return known.packet;
    if (this.#packets.size > MAX_KNOWN_PACKETS) this.#packets.clear();
    const packet = this.#readPacket(format, at);
    this.#packets.set(at, { format, packet });
    return packet;
  }

  #readPacket(format: TextFormat, at: number): Packet | null {
    const { text } = this.#scanner;
    const start = this.#scanner.behindBlanks(at);
    if (start >= text.length || format.packet === undefined) return null;
    const headEnd = this.#scanner.endOfLine(start);
    const head = format.packet(text, { start, end: this.#scanner.withoutCr(start, headEnd) });
    if (head === null) return null;
    const end = this.#nextBoundary(format, headEnd);
    return { start, headEnd, end, meta: head.meta, payload: head.payload(end) };
  }

  /** Where the first line behind an offset begins that the format knows as no part of a message. */
  #nextBoundary(format: TextFormat, from: number): number {
    const { text } = this.#scanner;
    let at = from + 1;
    const limit = Math.min(text.length, from + MAX_DISTANCE);
    while (at < limit) {
      const end = this.#scanner.endOfLine(at);
      if (format.boundary?.(text, { start: at, end: this.#scanner.withoutCr(at, end) }) === true) return at;
      at = end + 1;
    }
    return Math.min(at, text.length);
  }
}

/** Same source and destination; a later fragment has no ports. */
function sameFlow(one: RecordMeta, other: RecordMeta): boolean {
  return (
    one.transport === other.transport &&
    sameEndpoint(one.source, other.source) &&
    sameEndpoint(one.destination, other.destination)
  );
}

function sameEndpoint(one: Endpoint | null, other: Endpoint | null): boolean {
  if (one === null || other === null || one.address !== other.address) return false;
  return one.port === null || other.port === null || one.port === other.port;
}
