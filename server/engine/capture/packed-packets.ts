/** Packets that are held without an object each, their octets wherever there is room. */
import { NumberTable } from '../basics/number-table';
import { type ChunkStore, PackedOctets } from '../basics/packed-octets';
import { emptyPacket, type Packet } from './packet';

/** Packets by their place; a packet is true until the next one is asked for. */
export interface PacketList {
  readonly length: number;
  at(place: number): Packet | undefined;
}

const column = {
  frame: 0,
  clock: 1,
  linkType: 2,
  interfaceIndex: 3,
  direction: 4,
  originalLength: 5,
} as const;

/** Columns of what may be large, or no whole number. */
const wide = { seconds: 0, nanos: 1 } as const;

const clocks = ['utc', 'day', 'none'] as const;
const directions = [null, 'sent', 'received'] as const;

export class PackedPackets implements PacketList {
  private readonly rows = new NumberTable(Object.keys(column).length, Object.keys(wide).length);
  private readonly octets: PackedOctets;
  /** Filled anew for each place that is asked for. */
  private readonly packet = emptyPacket();

  constructor(chunks: ChunkStore) {
    this.octets = new PackedOctets(chunks);
  }

  get length(): number {
    return this.rows.size;
  }

  push(packet: Packet): void {
    const { rows } = this;
    const row = rows.add();
    rows.set(row, column.frame, packet.frame);
    rows.set(row, column.clock, clocks.indexOf(packet.clock));
    rows.setWide(row, wide.seconds, packet.seconds);
    rows.setWide(row, wide.nanos, packet.nanos);
    rows.set(row, column.linkType, packet.linkType);
    rows.set(row, column.interfaceIndex, packet.interfaceIndex);
    rows.set(row, column.direction, directions.indexOf(packet.direction));
    rows.set(row, column.originalLength, packet.originalLength);
    this.octets.add(packet.bytes.subarray(packet.start, packet.end));
  }

  at(place: number): Packet | undefined {
    const { rows, packet } = this;
    if (place >= rows.size) return undefined;
    packet.frame = rows.get(place, column.frame);
    packet.clock = clocks[rows.get(place, column.clock)] ?? 'none';
    packet.seconds = rows.getWide(place, wide.seconds);
    packet.nanos = rows.getWide(place, wide.nanos);
    packet.linkType = rows.get(place, column.linkType);
    packet.interfaceIndex = rows.get(place, column.interfaceIndex);
    packet.direction = directions[rows.get(place, column.direction)] ?? null;
    // Counted without a sign.
    packet.originalLength = rows.get(place, column.originalLength) >>> 0;
    packet.bytes = this.octets.get(place);
    packet.end = packet.bytes.length;
    return packet;
  }
}
