/** What every container of packets gives, whatever its shape in the file. */

/**
 * A captured packet. A reader fills one object again and again: it is true until the next call of
 * {@link PacketReader.next}, and its bytes stay where the piece of the file stands.
 */
export interface Packet {
  /** Number in the file, from 1, as Wireshark counts. */
  frame: number;
  /** What `seconds` counts from: 1970-01-01 UTC, midnight of an unknown day, or nothing is known. */
  clock: 'utc' | 'day' | 'none';
  seconds: number;
  /** 0 to 999999999. */
  nanos: number;
  /** LINKTYPE of tcpdump.org; -1 where the file does not say. */
  linkType: number;
  /** Index in {@link CaptureFacts.interfaces}; of all sections together. */
  interfaceIndex: number;
  direction: 'sent' | 'received' | null;
  bytes: Uint8Array;
  /** Where the packet stands in `bytes`. */
  start: number;
  end: number;
  /** Octets on the wire, which may be more than were kept. */
  originalLength: number;
}

export interface CaptureInterface {
  readonly linkType: number;
  readonly name: string | null;
  /** What the capturing host calls it beside its name. */
  readonly description: string | null;
  /** The most octets that were kept of a packet; 0 where there is no limit. */
  readonly snapLength: number;
}

/** Something in the file that is not as its format says. */
export interface CaptureProblem {
  /** Offset in the file, in octets. */
  readonly position: number;
  /** The last packet before it; 0 before the first. */
  readonly frame: number;
  /** One sentence without a full stop: what was seen, and what that means for the packets. */
  readonly message: string;
}

/** Keys that a capture carries itself (pcapng's Decryption Secrets Block). */
export interface CaptureSecrets {
  /** The four letters of the block: TLSK is a TLS key log. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ResolvedName {
  readonly address: string;
  readonly names: readonly string[];
}

/** What a file says beside its packets. It grows while packets are read. */
export interface CaptureFacts {
  readonly format: PacketFormat;
  readonly interfaces: readonly CaptureInterface[];
  readonly names: readonly ResolvedName[];
  readonly secrets: readonly CaptureSecrets[];
  /** The first ones; {@link problemCount} counts all. */
  readonly problems: readonly CaptureProblem[];
  readonly problemCount: number;
}

export type PacketFormat = 'pcap' | 'pcapng' | 'snoop' | 'k12-text';

/**
 * Reads packets out of a file that comes in pieces:
 * `feed` a piece, take `next` until it gives null, `feed` again; after `finish` take `next` once more.
 * It never throws, and keeps no more of the file than one packet.
 */
export interface PacketReader {
  readonly facts: CaptureFacts;
  /** Takes the next piece; it must stay unchanged while its packets are in use, and until {@link settle}. */
  feed(piece: Uint8Array): void;
  /** Keeps a copy of what was not read yet, so that the pieces may be filled anew. */
  settle(): void;
  /** Says that the file has ended. */
  finish(): void;
  /** The next packet, or null where more of the file is needed or nothing is left. */
  next(): Packet | null;
}

/** No packet is longer: what says so lies. Loopback and offloading give some 64 KiB, tcpdump keeps 256 KiB. */
export const LONGEST_PACKET = 1 << 20;

const KEPT_PROBLEMS = 100;

/** The part of {@link CaptureFacts} that all readers fill in the same way. */
export class FactsBuilder implements CaptureFacts {
  readonly interfaces: CaptureInterface[] = [];
  readonly names: ResolvedName[] = [];
  readonly secrets: CaptureSecrets[] = [];
  readonly problems: CaptureProblem[] = [];
  problemCount = 0;

  constructor(readonly format: PacketFormat) {}

  problem(position: number, frame: number, message: string): void {
    this.problemCount++;
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push({ position, frame, message });
  }
}

/** A packet to be filled. */
export function emptyPacket(): Packet {
  return {
    frame: 0,
    clock: 'none',
    seconds: 0,
    nanos: 0,
    linkType: -1,
    interfaceIndex: 0,
    direction: null,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    originalLength: 0,
  };
}

/**
 * A packet that stays when its reader fills the next one, without the piece of the file that it stands in.
 *
 * @param most octets of it that are kept
 */
export function heldCopy(packet: Packet, most = Infinity): Packet {
  const { frame, clock, seconds, nanos, linkType, interfaceIndex, direction, start, end, originalLength } =
    packet;
  const bytes = packet.bytes.slice(start, Math.min(end, start + most));
  return {
    frame,
    clock,
    seconds,
    nanos,
    linkType,
    interfaceIndex,
    direction,
    originalLength,
    bytes,
    start: 0,
    end: bytes.length,
  };
}
