/**
 * The classic capture file of libpcap: a header of 24 octets, then a header of 16 octets before each packet
 * (draft-ietf-opsawg-pcap). Microseconds or nanoseconds, either byte order, and the "modified" form of old Linux
 * systems, whose packet headers have 24 octets.
 */
import { ByteQueue } from '../byte-queue';
import { u32, u32le } from '../../basics/bytes';
import { emptyPacket, FactsBuilder, LONGEST_PACKET, type Packet, type PacketReader } from '../packet';

const FILE_HEADER = 24;
/** How far two packets may lie apart before a time stamp is no longer believed, when the place of a header is guessed. */
const PLAUSIBLE_SECONDS = 30 * 86_400;
/** Longest packet that a guessed header may speak of: a guess must not wait for a megabyte. */
const LONGEST_GUESS = 1 << 16;

interface Variant {
  readonly littleEndian: boolean;
  readonly nanoseconds: boolean;
  readonly modified: boolean;
}

/** The form of the file by its first four octets; null where they are no pcap's. */
export function pcapVariant(bytes: Uint8Array, at = 0): Variant | null {
  if (at + 4 > bytes.length) return null;
  return byMagic(u32(bytes, at), false) ?? byMagic(u32le(bytes, at), true);
}

export class PcapReader implements PacketReader {
  readonly facts = new FactsBuilder('pcap');
  private readonly queue = new ByteQueue();
  private readonly packet: Packet = emptyPacket();
  private variant: Variant | null = null;
  private failed = false;
  private ended = false;
  /** The place of the next header is unknown, as the last one lied. */
  private lost = false;

  feed(piece: Uint8Array): void {
    this.queue.push(piece);
  }

  settle(): void {
    this.queue.settle();
  }

  finish(): void {
    this.ended = true;
  }

  next(): Packet | null {
    if (this.failed || (this.variant === null && !this.readFileHeader())) return null;
    const variant = this.variant;
    if (variant === null) return null;
    const header = variant.modified ? 24 : 16;
    const { queue } = this;
    for (;;) {
      if (this.lost && !this.search(variant, header)) return null;
      if (!queue.ensure(header)) {
        if (this.ended && queue.available > 0) {
          this.problem('the file ends inside a packet header');
          queue.skip(queue.available);
        }
        return null;
      }
      const length = word(queue.bytes, queue.at + 8, variant);
      if (length > LONGEST_PACKET) {
        this.loseTrack(`a packet header speaks of ${length} octets`);
      } else if (!queue.ensure(header + length)) {
        if (!this.ended) return null;
        this.loseTrack(`the file ends inside a packet of ${length} octets`);
      } else if (this.isSuspicious(variant, length)) {
        const followed = queue.ensure(header + length + header);
        if (!followed && !this.ended) return null;
        const near = word(queue.bytes, queue.at, variant);
        if (!followed || this.lengthNear(variant, queue.at + header + length, near) !== null) {
          return this.take(variant, header, length);
        }
        this.loseTrack(`no packet follows a packet header that speaks of ${length} octets`);
      } else {
        return this.take(variant, header, length);
      }
    }
  }

  private readFileHeader(): boolean {
    if (!this.queue.ensure(FILE_HEADER)) {
      if (this.ended) this.fail('the file ends inside its header');
      return false;
    }
    const { bytes, at } = this.queue;
    const variant = pcapVariant(bytes, at);
    if (variant === null) {
      this.fail('the file does not begin as a pcap file does');
      return false;
    }
    this.variant = variant;
    // The upper half holds the length of the frame check sequence.
    const linkType = word(bytes, at + 20, variant) & 0xffff;
    this.facts.interfaces.push({
      linkType,
      name: null,
      description: null,
      snapLength: word(bytes, at + 16, variant),
    });
    this.packet.linkType = linkType;
    this.packet.clock = 'utc';
    this.queue.skip(FILE_HEADER);
    return true;
  }

  private take(variant: Variant, header: number, length: number): Packet {
    const { packet, queue } = this;
    const { bytes, at } = queue;
    const perSecond = variant.nanoseconds ? 1e9 : 1e6;
    const fraction = word(bytes, at + 4, variant);
    packet.frame++;
    packet.seconds = word(bytes, at, variant) + Math.floor(fraction / perSecond);
    packet.nanos = (fraction % perSecond) * (1e9 / perSecond);
    // Some tools write zero, or the length of what a filter left.
    packet.originalLength = Math.max(length, word(bytes, at + 12, variant));
    packet.direction = null;
    packet.bytes = bytes;
    packet.start = at + header;
    packet.end = at + header + length;
    queue.skip(header + length);
    return packet;
  }

  /** Looks for the next header that could be one, and is followed by another or by the end of the file. */
  private search(variant: Variant, header: number): boolean {
    const { queue } = this;
    for (;;) {
      if (!queue.ensure(header)) {
        if (this.ended) queue.skip(queue.available);
        return false;
      }
      const length = this.plausibleLength(variant, queue.at);
      if (length !== null) {
        const followed = queue.ensure(header + length + header);
        if (!followed && !this.ended) return false;
        if (
          followed
            ? this.plausibleLength(variant, queue.at + header + length) !== null
            : queue.available === header + length
        ) {
          this.lost = false;
          return true;
        }
      }
      queue.skip(1);
    }
  }

  private plausibleLength(variant: Variant, at: number): number | null {
    if (this.packet.frame > 0) return this.lengthNear(variant, at, this.packet.seconds);
    const length = word(this.queue.bytes, at + 8, variant);
    return length === 0 || this.isSuspicious(variant, length, at) ? null : length;
  }

  /**
   * The length of a header that may be one, as it is stamped near another. It may be as odd as those are that some
   * tools write: the time tells enough.
   */
  private lengthNear(variant: Variant, at: number, seconds: number): number | null {
    const { bytes } = this.queue;
    const length = word(bytes, at + 8, variant);
    if (length === 0 || length > LONGEST_GUESS || word(bytes, at + 12, variant) > LONGEST_PACKET) return null;
    return Math.abs(word(bytes, at, variant) - seconds) <= PLAUSIBLE_SECONDS ? length : null;
  }

  /** A header whose length is believed only if another header follows. */
  private isSuspicious(variant: Variant, length: number, at = this.queue.at): boolean {
    const { bytes } = this.queue;
    return (
      length > LONGEST_GUESS ||
      length > word(bytes, at + 12, variant) ||
      word(bytes, at + 4, variant) >= (variant.nanoseconds ? 1e9 : 1e6)
    );
  }

  private loseTrack(what: string): void {
    this.problem(`${what}: packets are looked for behind it`);
    this.lost = true;
    this.queue.skip(1);
  }

  private problem(message: string): void {
    this.facts.problem(this.queue.position, this.packet.frame, message);
  }

  private fail(message: string): void {
    this.failed = true;
    this.problem(message);
  }
}

function byMagic(magic: number, littleEndian: boolean): Variant | null {
  switch (magic) {
    case 0xa1b2c3d4:
      return { littleEndian, nanoseconds: false, modified: false };
    case 0xa1b23c4d:
      return { littleEndian, nanoseconds: true, modified: false };
    case 0xa1b2cd34:
      return { littleEndian, nanoseconds: false, modified: true };
    default:
      return null;
  }
}

function word(bytes: Uint8Array, at: number, variant: Variant): number {
  return variant.littleEndian ? u32le(bytes, at) : u32(bytes, at);
}
