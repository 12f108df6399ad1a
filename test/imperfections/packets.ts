/** Captures taken apart to packets and put together again, so that a good one can be spoilt in a known way. */
import fs from 'node:fs';
import { openPackets, recogniseCapture, RECOGNITION_LENGTH } from '../../server/engine/capture/recognise';

/** A packet that is free to be changed. */
export interface LoosePacket {
  /** Microseconds since 1970. */
  readonly micros: number;
  /** LINKTYPE of tcpdump.org. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** Octets on the wire. */
  readonly originalLength: number;
}

/** Who sent a packet to whom, by its IP header; null where it has none. */
export interface Ends {
  readonly source: string;
  readonly destination: string;
  /** Of UDP and TCP; 0 elsewhere and in later fragments. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  /** Where the IP header begins in the packet, in octets. */
  readonly at: number;
  /** Where what UDP or TCP carries begins. */
  readonly payload: number;
}

export function readPackets(file: string): readonly LoosePacket[] {
  const bytes = fs.readFileSync(file);
  const kind = recogniseCapture(bytes.subarray(0, RECOGNITION_LENGTH));
  if (kind?.kind !== 'packets') throw new Error(`${file} is no capture`);
  const reader = openPackets(kind.format);
  const packets: LoosePacket[] = [];
  const take = (): void => {
    for (let packet = reader.next(); packet !== null; packet = reader.next()) {
      const { seconds, nanos, linkType, originalLength, start, end } = packet;
      packets.push({
        micros: seconds * 1e6 + Math.floor(nanos / 1000),
        linkType,
        bytes: packet.bytes.slice(start, end),
        originalLength,
      });
    }
  };
  reader.feed(bytes);
  take();
  reader.finish();
  take();
  return packets;
}

const IPV4_LINKS: ReadonlyMap<number, number> = new Map([
  [1, 14],
  [113, 16],
  [276, 20],
  [101, 0],
]);

export function endsOf({ bytes, linkType }: LoosePacket): Ends | null {
  let at = IPV4_LINKS.get(linkType) ?? -1;
  if (at === -1) return null;
  if (linkType === 1 && bytes[12] === 0x81 && bytes[13] === 0) at += 4;
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4) {
    const protocol = bytes[at + 9] ?? 0;
    const isLaterFragment = (two(bytes, at + 6) & 0x1fff) !== 0;
    const header = at + ((bytes[at] ?? 0) & 15) * 4;
    const hasPorts = !isLaterFragment && (protocol === 17 || protocol === 6);
    return {
      source: [...bytes.subarray(at + 12, at + 16)].join('.'),
      destination: [...bytes.subarray(at + 16, at + 20)].join('.'),
      sourcePort: hasPorts ? two(bytes, header) : 0,
      destinationPort: hasPorts ? two(bytes, header + 2) : 0,
      protocol,
      at,
      payload: header + (protocol === 6 ? ((bytes[header + 12] ?? 0x50) >> 4) * 4 : 8),
    };
  }
  if (version !== 6) return null;
  const protocol = bytes[at + 6] ?? 0;
  const header = at + 40;
  const hasPorts = protocol === 17 || protocol === 6;
  const text = (from: number): string =>
    [...bytes.subarray(from, from + 16)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return {
    source: text(at + 8),
    destination: text(at + 24),
    sourcePort: hasPorts ? two(bytes, header) : 0,
    destinationPort: hasPorts ? two(bytes, header + 2) : 0,
    protocol,
    at,
    payload: header + (protocol === 6 ? ((bytes[header + 12] ?? 0x50) >> 4) * 4 : 8),
  };
}

function two(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** A classic capture file; all packets must have one kind of link. */
export function writePcap(packets: readonly LoosePacket[]): Uint8Array {
  const length = packets.reduce((sum, { bytes }) => sum + 16 + bytes.length, 24);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262_144, true);
  view.setUint32(20, packets[0]?.linkType ?? 1, true);
  let at = 24;
  for (const { micros, bytes, originalLength } of packets) {
    view.setUint32(at, Math.floor(micros / 1e6), true);
    view.setUint32(at + 4, micros % 1e6, true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, originalLength, true);
    file.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return file;
}

/**
 * The address that most packets come from or go to: the SBC's, where the capture was taken beside it.
 *
 * @param other a host that is left out
 */
export function busiestHost(packets: readonly LoosePacket[], other = ''): string {
  const counts = new Map<string, number>();
  for (const packet of packets) {
    const ends = endsOf(packet);
    if (ends === null) continue;
    for (const host of [ends.source, ends.destination])
      if (host !== other) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

const SIP_PORTS: ReadonlySet<number> = new Set([5060, 5061, 5062, 5063]);

/** Signalling, with the fragments and connections that carry it; all else is media. */
export function isSignalling(packet: LoosePacket): boolean {
  const ends = endsOf(packet);
  if (ends === null) return false;
  const { protocol, sourcePort, destinationPort } = ends;
  if (protocol === 6 || (protocol === 17 && sourcePort === 0)) return true;
  return protocol === 17 && (SIP_PORTS.has(sourcePort) || SIP_PORTS.has(destinationPort));
}
