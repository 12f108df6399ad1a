/** Solaris snoop (RFC 1761): big-endian, a header of 16 octets, records of 24 octets and the packet, padded. */
import { ByteQueue } from '../byte-queue';
import { u32 } from '../../basics/bytes';
import { emptyPacket, FactsBuilder, LONGEST_PACKET, type Packet, type PacketReader } from '../packet';

const FILE_HEADER = 16;
const RECORD_HEADER = 24;

/** LINKTYPE by snoop's number of a data link. */
const LINK_TYPES: Readonly<Record<number, number>> = { 0: 1, 4: 1, 5: 104, 8: 10, 26: 242 };

export class SnoopReader implements PacketReader {
  readonly facts = new FactsBuilder('snoop');
  private readonly queue = new ByteQueue();
  private readonly packet: Packet = emptyPacket();
  private begun = false;
  private failed = false;
  private ended = false;
  private skipping = 0;

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
    const { packet, queue } = this;
    if (this.failed || (!this.begun && !this.readFileHeader())) return null;
    this.skipping -= queue.skip(this.skipping);
    if (this.skipping > 0) return null;
    if (!queue.ensure(RECORD_HEADER)) return this.cutOff();
    const { bytes, at } = queue;
    const kept = u32(bytes, at + 4);
    const record = u32(bytes, at + 8);
    if (kept > LONGEST_PACKET || record < RECORD_HEADER + kept || record > LONGEST_PACKET + 4096) {
      // The format has no mark by which the next record could be found.
      this.fail(
        `a record speaks of ${record} octets for a packet of ${kept}: the rest of the file is not read`,
      );
      return null;
    }
    if (!queue.ensure(RECORD_HEADER + kept)) return this.cutOff();
    packet.frame++;
    packet.originalLength = u32(queue.bytes, queue.at);
    packet.seconds = u32(queue.bytes, queue.at + 16);
    packet.nanos = Math.min(u32(queue.bytes, queue.at + 20), 999_999) * 1000;
    packet.bytes = queue.bytes;
    packet.start = queue.at + RECORD_HEADER;
    packet.end = packet.start + kept;
    queue.skip(RECORD_HEADER + kept);
    this.skipping = record - RECORD_HEADER - kept;
    return packet;
  }

  private readFileHeader(): boolean {
    if (!this.queue.ensure(FILE_HEADER)) {
      if (this.ended) this.fail('the file ends inside its header');
      return false;
    }
    const { bytes, at } = this.queue;
    const linkType = LINK_TYPES[u32(bytes, at + 12)] ?? -1;
    this.facts.interfaces.push({ linkType, name: null, description: null, snapLength: 0 });
    this.packet.linkType = linkType;
    this.packet.clock = 'utc';
    this.queue.skip(FILE_HEADER);
    this.begun = true;
    return true;
  }

  private cutOff(): null {
    if (this.ended && this.queue.available > 0) {
      this.facts.problem(this.queue.position, this.packet.frame, 'the file ends inside a packet');
      this.queue.skip(this.queue.available);
    }
    return null;
  }

  private fail(message: string): void {
    this.failed = true;
    this.facts.problem(this.queue.position, this.packet.frame, message);
  }
}
