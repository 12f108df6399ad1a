/** Captures of different calls as one, as if they had gone on at the same time: many of them use the same addresses. */
import fs from 'node:fs';
import { openPackets } from '../../server/engine/capture/recognise';
import type { Packet, PacketReader } from '../../server/engine/capture/packet';
import { openCapture } from '../../server/engine/trace-text/render';
import { fileHeader } from '../bench/packets';

interface Taken {
  readonly micros: number;
  readonly bytes: Uint8Array;
}

const ETHERNET = 1;
const START = 1_769_853_600_000_000;

/**
 * Merges what is Ethernet of captures, by time; null where there is none.
 *
 * @param apart seconds from the beginning of one to that of the next
 */
export function mergedCapture(files: readonly string[], apart: number): Uint8Array | null {
  const packets = files.flatMap((file, place) => {
    const own = packetsOf(new Uint8Array(fs.readFileSync(file)));
    const first = own[0]?.micros ?? 0;
    return own.map(({ micros, bytes }) => ({
      micros: micros - first + START + place * apart * 1_000_000,
      bytes,
    }));
  });
  packets.sort((a, b) => a.micros - b.micros);
  return packets.length === 0
    ? null
    : new Uint8Array(Buffer.concat([fileHeader(), ...packets.flatMap(record)]));
}

function record({ micros, bytes }: Taken): readonly Uint8Array[] {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(micros / 1e6), 0);
  head.writeUInt32LE(micros % 1e6, 4);
  head.writeUInt32LE(bytes.length, 8);
  head.writeUInt32LE(bytes.length, 12);
  return [head, bytes];
}

function packetsOf(file: Uint8Array): readonly Taken[] {
  const opened = openCapture([file]);
  if (opened.kind !== 'packets') return [];
  const reader = openPackets(opened.format);
  const taken: Taken[] = [];
  for (const piece of opened.pieces) {
    reader.feed(piece);
    takeAll(reader, taken);
  }
  reader.finish();
  takeAll(reader, taken);
  return taken;
}

function takeAll(reader: PacketReader, taken: Taken[]): void {
  for (let packet: Packet | null = reader.next(); packet !== null; packet = reader.next()) {
    const { linkType, seconds, nanos, bytes, start, end } = packet;
    if (linkType !== ETHERNET) continue;
    taken.push({ micros: seconds * 1e6 + Math.floor(nanos / 1000), bytes: bytes.slice(start, end) });
  }
}
