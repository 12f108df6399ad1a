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

const CONVERT = 'Convert it with Wireshark (File, Save As, pcapng) or with: editcap -F pcapng IN OUT.pcapng';

/** How files of other forms begin: captures that Wireshark converts, by name. */
const OTHER_CAPTURES: readonly (readonly [beginning: string, format: string])[] = [
  ['GMBU', 'Microsoft Network Monitor 2'],
  ['RTSS', 'Microsoft Network Monitor 1'],
  ['TRSNIFF data', 'NetXRay Sniffer'],
  ['XCP\0', 'NetXRay'],
  ['\x7fver', 'WildPackets or Savvius'],
  ['ObserverPktBuffe', 'Network Instruments Observer'],
  ['iptrace 1.0', 'AIX iptrace'],
  ['iptrace 2.0', 'AIX iptrace'],
  ['EyeSDN', 'EyeSDN'],
  ['\0\0\x02\0\x12\x05\x19\x90', 'Tektronix K12 (.rf5)'],
  ['\x54\x52\0\x64\0', 'HP-UX nettl'],
];

/** How packed files begin that are not unpacked here, and what unpacks them. */
const OTHER_PACKED: readonly (readonly [beginning: string, format: string, command: string])[] = [
  ['\xfd7zXZ\0', 'xz', 'xz -dk FILE'],
  ['BZh', 'bzip2', 'bunzip2 -k FILE'],
  ['\x04\x22\x4d\x18', 'lz4', 'lz4 -d FILE'],
  ['PK\x03\x04', 'zip', 'unzip FILE'],
  ['7z\xbc\xaf\x27\x1c', '7z', '7z x FILE'],
  ['\x1f\x9d', 'compress', 'uncompress -k FILE'],
];

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
  return unread(beginning);
}

/** A file that is known and not read; null for all others. */
function unread(beginning: Uint8Array): CaptureKind | null {
  for (const [mark, format] of OTHER_CAPTURES)
    if (hasAscii(beginning, 0, mark)) return unsupported(format, CONVERT);
  for (const [mark, format, command] of OTHER_PACKED) {
    if (hasAscii(beginning, 0, mark) && isPacked(beginning))
      return unsupported(format, `Unpack it with: ${command}`);
  }
  return null;
}

/** Letters may begin a text; what is packed has octets that no text has. */
function isPacked(beginning: Uint8Array): boolean {
  return beginning.some((octet) => octet < 9 || octet > 126);
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

function unsupported(format: string, advice: string): CaptureKind {
  return {
    kind: 'unsupported',
    format,
    message: `This is a ${format} file, which cannot be read. ${advice}`,
  };
}
