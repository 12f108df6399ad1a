/** Runs capture files through the readers and the dissector. */
import fs from 'node:fs';
import path from 'node:path';
import { Dissector, type DissectorOptions } from '../../../server/engine/capture/dissector';
import type { CaptureEvent } from '../../../server/engine/capture/events';
import type { CaptureFacts, Packet, PacketReader } from '../../../server/engine/capture/packet';
import { openPackets, recogniseCapture, RECOGNITION_LENGTH } from '../../../server/engine/capture/recognise';

export const fixtures = path.resolve(import.meta.dirname, '../../fixtures/capture');

export interface CaptureReading {
  readonly facts: CaptureFacts;
  readonly dissector: Dissector;
  readonly events: readonly CaptureEvent[];
  readonly packets: number;
}

export function readCaptureFile(
  file: string,
  pieceLength = 1 << 16,
  options: DissectorOptions = {},
): CaptureReading {
  return readCapture(fs.readFileSync(file), pieceLength, options);
}

export function readCapture(
  file: Uint8Array,
  pieceLength = 1 << 16,
  options: DissectorOptions = {},
): CaptureReading {
  const reader = openFile(file);
  const events: CaptureEvent[] = [];
  const dissector = new Dissector((event) => events.push(event), options);
  let packets = 0;
  eachPacket(reader, file, pieceLength, (packet) => {
    packets++;
    dissector.packet(packet);
  });
  dissector.finish();
  return { facts: reader.facts, dissector, events, packets };
}

export function openFile(file: Uint8Array): PacketReader {
  const kind = recogniseCapture(file.subarray(0, RECOGNITION_LENGTH));
  if (kind?.kind !== 'packets') throw new Error(`no packets: ${JSON.stringify(kind)}`);
  return openPackets(kind.format);
}

/** Feeds a file piece by piece. */
export function eachPacket(
  reader: PacketReader,
  file: Uint8Array,
  pieceLength: number,
  take: (packet: Packet) => void,
): void {
  for (let at = 0; at < file.length; at += pieceLength) {
    reader.feed(file.subarray(at, at + pieceLength));
    takeAll(reader, take);
  }
  reader.finish();
  takeAll(reader, take);
}

function takeAll(reader: PacketReader, take: (packet: Packet) => void): void {
  for (let packet = reader.next(); packet !== null; packet = reader.next()) take(packet);
}
