/** What kind of file it is, by its first octets. */
import { hasAscii, u32, u32le } from '../basics/bytes';
import { K12TextReader } from './containers/k12-text';
import { PcapReader, pcapVariant } from './containers/pcap';
import { PcapngReader } from './containers/pcapng';
import { SnoopReader } from './containers/snoop';
import type { PacketFormat, PacketReader } from './packet';

/**
 * - `packets`: {@link openPackets} reads it.
 * - `compressed`: what it holds must be unpacked first, and recognised again.
 * - `unsupported`: packets in a form that is not read; the message says what to do.
 */
export type CaptureKind =
  | { readonly kind: 'packets'; readonly format: PacketFormat }
  | { readonly kind: 'compressed'; readonly format: 'gzip' | 'zstd' }
  | { readonly kind: 'unsupported'; readonly format: string; readonly message: string };

/** As many octets of a file's beginning tell what it is. */
export const RECOGNITION_LENGTH = 40;

const CONVERT = 'Convert it with Wireshark (File, Save As, pcapng) or with: editcap IN OUT.pcapng';

/** Recognises a capture by the file's beginning; null where it is none. */
export function recogniseCapture(beginning: Uint8Array): CaptureKind | null {
  const magic = u32(beginning, 0);
  if (magic === 0x0a0d0d0a && isByteOrderMark(beginning)) return { kind: 'packets', format: 'pcapng' };
  if (pcapVariant(beginning) !== null) return { kind: 'packets', format: 'pcap' };
  if (hasAscii(beginning, 0, 'snoop\0\0\0')) return { kind: 'packets', format: 'snoop' };
  if (hasAscii(beginning, 0, '+---------+---------------+----------+'))
    return { kind: 'packets', format: 'k12-text' };
  if (magic >>> 8 === 0x1f8b08) return { kind: 'compressed', format: 'gzip' };
  if (magic === 0x28b52ffd) return { kind: 'compressed', format: 'zstd' };
  if (hasAscii(beginning, 0, 'GMBU')) return unsupported('Microsoft Network Monitor 2');
  if (hasAscii(beginning, 0, 'RTSS')) return unsupported('Microsoft Network Monitor 1');
  if (hasAscii(beginning, 0, 'TRSNIFF data')) return unsupported('NetXRay Sniffer');
  if (hasAscii(beginning, 0, 'XCP\0')) return unsupported('NetXRay');
  if (u32(beginning, 0) === 0x00000200 && u32(beginning, 4) === 0x12051990)
    return unsupported('Tektronix K12 (.rf5)');
  return null;
}

/** A reader of packets. */
export function openPackets(format: PacketFormat): PacketReader {
  switch (format) {
    case 'pcap':
      return new PcapReader();
    case 'pcapng':
      return new PcapngReader();
    case 'snoop':
      return new SnoopReader();
    case 'k12-text':
      return new K12TextReader();
  }
}

function isByteOrderMark(beginning: Uint8Array): boolean {
  return u32(beginning, 8) === 0x1a2b3c4d || u32le(beginning, 8) === 0x1a2b3c4d;
}

function unsupported(format: string): CaptureKind {
  return {
    kind: 'unsupported',
    format,
    message: `This is a ${format} file, which cannot be read. ${CONVERT}`,
  };
}
