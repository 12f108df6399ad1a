/**
 * pcapng (draft-ietf-opsawg-pcapng): blocks of sections, interfaces and packets. A section says its byte order;
 * interfaces count anew in each section. Block lengths that lie are passed over: the next block that is whole, with
 * the same length before and behind it, is looked for.
 */
import { ByteQueue } from '../byte-queue';
import { copyOf, toText, u16, u16le, u32, u32le } from '../../basics/bytes';
import { ipv4Text, ipv6Text } from '../../network/address-texts';
import { emptyPacket, FactsBuilder, LONGEST_PACKET, type Packet, type PacketReader } from '../packet';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;
const DECRYPTION_SECRETS = 10;

/** Longest block that is believed and kept in memory. A key log or a list of names is far shorter. */
const LONGEST_BLOCK = 8 << 20;
/** Longest block that is believed where the place of a block is guessed. */
const LONGEST_GUESS = 1 << 18;
/** Of a section. */
const MOST_INTERFACES = 262_144;
/** Of the file's interfaces that are told of. */
const MOST_TOLD = 65_536;
const MOST_NAMES = 20_000;
const MOST_SECRET_OCTETS = 16 << 20;

interface SectionInterface {
  /** In the facts; -1 where they hold no more. */
  readonly index: number;
  readonly linkType: number;
  readonly snapLength: number;
  readonly resolution: Resolution;
  /** Seconds to add (`if_tsoffset`). */
  readonly offset: number;
}

/** Time stamps count in units of base to the power of -exponent seconds. */
interface Resolution {
  readonly base: 2 | 10;
  readonly exponent: number;
}

const MICROSECONDS: Resolution = { base: 10, exponent: 6 };

export class PcapngReader implements PacketReader {
  readonly facts = new FactsBuilder('pcapng');
  private readonly queue = new ByteQueue();
  private readonly packet: Packet = emptyPacket();
  private interfaces: SectionInterface[] = [];
  private toldOfInterfaces = false;
  private littleEndian = true;
  private secretOctets = 0;
  private begun = false;
  private failed = false;
  private ended = false;
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
    const { queue } = this;
    while (!this.failed) {
      if (this.lost && !this.search()) return null;
      if (!queue.ensure(12)) {
        if (this.ended && queue.available > 0) this.cutOff();
        return null;
      }
      const isSection = u32(queue.bytes, queue.at) === SECTION_HEADER;
      if (isSection && !this.readByteOrder()) continue;
      if (!isSection && !this.begun) {
        this.failed = true;
        this.problem('the file does not begin as a pcapng file does');
        return null;
      }
      const length = this.word(4);
      if (length < 12 || length > LONGEST_BLOCK) {
        this.loseTrack(`a block speaks of ${length} octets`);
        continue;
      }
      const padded = (length + 3) & ~3;
      if (!queue.ensure(padded)) {
        if (!this.ended) return null;
        if (queue.available >= length && this.word(length - 4) === length) queue.ensure(length);
        else {
          this.loseTrack(`the file ends inside a block of ${length} octets`);
          continue;
        }
      }
      if (this.word(length - 4) !== length && this.word(padded - 4) !== length) {
        this.loseTrack(`the two lengths of a block differ (${length} and ${this.word(length - 4)})`);
        continue;
      }
      const packet = this.readBlock(this.word(0), length);
      queue.skip(padded);
      if (packet) return this.packet;
    }
    return null;
  }

  /** Takes over the byte order of a section that begins here. */
  private readByteOrder(): boolean {
    const { bytes, at } = this.queue;
    if (u32(bytes, at + 8) === 0x1a2b3c4d) this.littleEndian = false;
    else if (u32le(bytes, at + 8) === 0x1a2b3c4d) this.littleEndian = true;
    else {
      this.loseTrack('a section does not say its byte order');
      return false;
    }
    this.begun = true;
    return true;
  }

  /** Reads the block at the head of the queue; true if it is a packet. */
  private readBlock(type: number, length: number): boolean {
    switch (type) {
      case SECTION_HEADER:
        this.interfaces = [];
        return false;
      case INTERFACE:
        if (length >= 20) this.readInterface(length);
        else this.problem('an interface block is too short to be read');
        return false;
      case ENHANCED_PACKET:
        return this.readTimedPacket(length, this.word(8));
      case OLD_PACKET:
        return this.readTimedPacket(length, this.half(8));
      case SIMPLE_PACKET:
        return this.readSimplePacket(length);
      case NAME_RESOLUTION:
        this.readNames(length);
        return false;
      case DECRYPTION_SECRETS:
        this.readSecrets(length);
        return false;
      default:
        return false;
    }
  }

  private readInterface(length: number): void {
    if (this.interfaces.length >= MOST_INTERFACES) {
      if (!this.toldOfInterfaces) {
        this.toldOfInterfaces = true;
        this.problem(
          `more than ${MOST_INTERFACES} interfaces in a section: the packets of further ones are not read`,
        );
      }
      return;
    }
    const { bytes, at } = this.queue;
    let name: string | null = null;
    let description: string | null = null;
    let resolution = MICROSECONDS;
    let offset = 0;
    this.eachOption(16, length - 4, (code, start, end) => {
      if (code === 2) name = toText(bytes, at + start, at + end, true);
      else if (code === 3) description = toText(bytes, at + start, at + end, true);
      else if (code === 9 && end > start) resolution = resolutionOf(bytes[at + start] ?? 6);
      else if (code === 14 && end - start >= 8) offset = this.signedLong(start);
    });
    const linkType = this.half(8);
    const snapLength = this.word(12);
    const isTold = this.facts.interfaces.length < MOST_TOLD;
    const index = isTold ? this.facts.interfaces.length : -1;
    this.interfaces.push({ index, linkType, snapLength, resolution, offset });
    if (isTold) this.facts.interfaces.push({ linkType, name, description, snapLength });
  }

  /** An enhanced packet, or the obsolete packet block, which differs in its first two fields only. */
  private readTimedPacket(length: number, interfaceId: number): boolean {
    if (length < 32) {
      this.problem('a packet block is too short to be read');
      return false;
    }
    const { packet } = this;
    const from = this.interfaces[interfaceId];
    packet.frame++;
    packet.originalLength = this.word(24);
    this.place(28, this.word(20), length);
    this.readDirection(length);
    if (from === undefined) {
      this.problem(`a packet names the interface ${interfaceId}, which the file does not describe`);
      packet.linkType = -1;
      packet.interfaceIndex = -1;
      packet.clock = 'none';
      packet.seconds = 0;
      packet.nanos = 0;
      return true;
    }
    packet.linkType = from.linkType;
    packet.interfaceIndex = from.index;
    packet.clock = 'utc';
    setTime(packet, this.word(12), this.word(16), from.resolution);
    packet.seconds += from.offset;
    return true;
  }

  private readSimplePacket(length: number): boolean {
    const from = this.interfaces[0];
    if (length < 16 || from === undefined) {
      this.problem('a simple packet block is too short, or no interface stands before it');
      return false;
    }
    const { packet } = this;
    packet.frame++;
    packet.linkType = from.linkType;
    packet.interfaceIndex = from.index;
    packet.clock = 'none';
    packet.seconds = 0;
    packet.nanos = 0;
    packet.direction = null;
    packet.originalLength = this.word(8);
    const kept =
      from.snapLength === 0 ? packet.originalLength : Math.min(from.snapLength, packet.originalLength);
    // The length of a simple packet is known only from its block, padding and all.
    this.place(12, Math.min(kept, length - 16), length);
    return true;
  }

  /** Sets where the packet's octets stand, no further than its block reaches. */
  private place(offset: number, captured: number, length: number): void {
    const { packet, queue } = this;
    const room = length - 4 - offset;
    if (captured > room) {
      this.problem(`a packet of ${captured} octets stands in a block that holds ${room}`);
    }
    packet.bytes = queue.bytes;
    packet.start = queue.at + offset;
    packet.end = packet.start + Math.min(captured, room, LONGEST_PACKET);
  }

  /** The direction stands in the two lowest bits of the option `epb_flags`. */
  private readDirection(length: number): void {
    const { packet, queue } = this;
    packet.direction = null;
    const options = 28 + ((this.word(20) + 3) & ~3);
    if (options + 4 > length - 4) return;
    this.eachOption(options, length - 4, (code, start, end) => {
      if (code !== 2 || end - start < 4) return;
      const bits = this.wordAt(queue.at + start) & 3;
      packet.direction = bits === 1 ? 'received' : bits === 2 ? 'sent' : null;
    });
  }

  private readNames(length: number): void {
    const { bytes, at } = this.queue;
    let offset = 8;
    while (offset + 4 <= length - 4 && this.facts.names.length < MOST_NAMES) {
      const type = this.half(offset);
      const size = this.half(offset + 2);
      const start = offset + 4;
      const end = start + size;
      if (type === 0 || end > length - 4) return;
      const octets = type === 1 ? 4 : type === 2 ? 16 : 0;
      if (octets > 0 && size > octets) {
        const address = octets === 4 ? ipv4Text(u32(bytes, at + start)) : ipv6Text(bytes, at + start);
        const names = toText(bytes, at + start + octets, at + end)
          .split('\0')
          .filter((name) => name !== '');
        this.facts.names.push({ address, names });
      }
      offset = end + (-size & 3);
    }
  }

  private readSecrets(length: number): void {
    const { bytes, at } = this.queue;
    if (length < 20) return;
    const size = Math.min(this.word(12), length - 20);
    this.secretOctets += size;
    if (this.secretOctets > MOST_SECRET_OCTETS) {
      this.problem('the file carries more keys than are kept');
      return;
    }
    const number = this.word(8);
    const type = String.fromCharCode(
      number >>> 24,
      (number >>> 16) & 255,
      (number >>> 8) & 255,
      number & 255,
    );
    this.facts.secrets.push({ type, bytes: copyOf(bytes, at + 16, at + 16 + size) });
  }

  /** Calls for each option between two offsets of the block. */
  private eachOption(
    from: number,
    to: number,
    option: (code: number, start: number, end: number) => void,
  ): void {
    let offset = from;
    while (offset + 4 <= to) {
      const code = this.half(offset);
      const size = this.half(offset + 2);
      const start = offset + 4;
      if (code === 0 || start + size > to) return;
      option(code, start, start + size);
      offset = start + ((size + 3) & ~3);
    }
  }

  /**
   * Looks for the next whole block. Blocks stand four octets apart, but not where a piece was lost in between, so
   * every octet is tried.
   */
  private search(): boolean {
    const { queue } = this;
    for (;;) {
      if (!queue.ensure(12)) {
        if (this.ended) queue.skip(queue.available);
        return false;
      }
      const length = this.guessLength();
      if (length !== null) {
        if (queue.ensure(length)) {
          if (this.word(length - 4) === length) {
            this.lost = false;
            return true;
          }
        } else if (!this.ended) return false;
      }
      queue.skip(1);
    }
  }

  private guessLength(): number | null {
    const { bytes, at } = this.queue;
    if (u32(bytes, at) === SECTION_HEADER) {
      const big = u32(bytes, at + 8) === 0x1a2b3c4d;
      if (!big && u32le(bytes, at + 8) !== 0x1a2b3c4d) return null;
      this.littleEndian = !big;
      this.begun = true;
    } else {
      const type = this.word(0);
      const known =
        type === INTERFACE ||
        (type >= OLD_PACKET && type <= ENHANCED_PACKET && type !== INTERFACE_STATISTICS) ||
        type === DECRYPTION_SECRETS;
      if (!known) return null;
    }
    const length = this.word(4);
    return length >= 16 && length <= LONGEST_GUESS && length % 4 === 0 ? length : null;
  }

  private loseTrack(what: string): void {
    this.problem(`${what}: packets are looked for behind it`);
    this.lost = true;
    this.queue.skip(1);
  }

  private cutOff(): void {
    this.problem('the file ends inside a block');
    this.queue.skip(this.queue.available);
  }

  private problem(message: string): void {
    this.facts.problem(this.queue.position, this.packet.frame, message);
  }

  /** Four octets of the block at the head of the queue. */
  private word(offset: number): number {
    return this.wordAt(this.queue.at + offset);
  }

  private wordAt(at: number): number {
    return this.littleEndian ? u32le(this.queue.bytes, at) : u32(this.queue.bytes, at);
  }

  private half(offset: number): number {
    const { bytes, at } = this.queue;
    return this.littleEndian ? u16le(bytes, at + offset) : u16(bytes, at + offset);
  }

  /** Eight octets as a signed number, as near as a number comes. */
  private signedLong(offset: number): number {
    const high = this.word(this.littleEndian ? offset + 4 : offset) | 0;
    const low = this.word(this.littleEndian ? offset : offset + 4);
    return high * 2 ** 32 + low;
  }
}

/** `if_tsresol`: the highest bit says that the rest is a power of two. */
function resolutionOf(octet: number): Resolution {
  return { base: octet & 0x80 ? 2 : 10, exponent: octet & 0x7f };
}

function setTime(packet: Packet, high: number, low: number, resolution: Resolution): void {
  if (resolution.base === 10 && resolution.exponent <= 9) {
    const perSecond = 10 ** resolution.exponent;
    // Long division in halves of the lower word, as 64 bits do not fit a number.
    const middle = (high % perSecond) * 65536 + (low >>> 16);
    const rest = (middle % perSecond) * 65536 + (low & 0xffff);
    packet.seconds =
      Math.floor(high / perSecond) * 2 ** 32 +
      Math.floor(middle / perSecond) * 65536 +
      Math.floor(rest / perSecond);
    packet.nanos = (rest % perSecond) * 10 ** (9 - resolution.exponent);
    return;
  }
  const stamp = (BigInt(high) << 32n) | BigInt(low);
  const perSecond = BigInt(resolution.base) ** BigInt(resolution.exponent);
  packet.seconds = Number(stamp / perSecond);
  packet.nanos = Number(((stamp % perSecond) * 1_000_000_000n) / perSecond);
}
