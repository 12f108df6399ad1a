/** Fax over UDP: UDPTL packets (ITU-T T.38 §9.1, Annex A), which nothing marks but that all of them fits. */
import { u16, u8 } from '../basics/bytes';

export interface UdptlPacket {
  readonly sequence: number;
  /** What the fax machines do: `ced`, `v21-preamble`, `v21 data` …; `extended` for what came with V.34. */
  readonly signal: string;
  /** How the packet makes up for lost ones before it. */
  readonly recovery: 'none' | 'redundancy' | 'fec';
}

const INDICATORS = [
  'no-signal',
  'cng',
  'ced',
  'v21-preamble',
  'v27-2400-training',
  'v27-4800-training',
  'v29-7200-training',
  'v29-9600-training',
  'v17-7200-short-training',
  'v17-7200-long-training',
  'v17-9600-short-training',
  'v17-9600-long-training',
  'v17-12000-short-training',
  'v17-12000-long-training',
  'v17-14400-short-training',
  'v17-14400-long-training',
];

const DATA = [
  'v21',
  'v27-2400',
  'v27-4800',
  'v29-7200',
  'v29-9600',
  'v17-7200',
  'v17-9600',
  'v17-12000',
  'v17-14400',
];

/** Number, a primary of one octet, the kind of recovery and a count. */
const SHORTEST = 6;

/** Reads a packet; null where the octets are none to the last one. */
export function readUdptl(bytes: Uint8Array, start: number, end: number): UdptlPacket | null {
  if (end - start < SHORTEST) return null;
  const primary = openType(bytes, start + 2, end);
  if (primary === null) return null;
  const signal = signalOf(bytes, primary.start, primary.end);
  const kind = u8(bytes, primary.end);
  if (signal === null || primary.end + 2 > end || (kind !== 0 && kind !== 0x80)) return null;
  const sequence = u16(bytes, start);
  let at = primary.end + 1;
  if (kind === 0x80) {
    // How many packets each piece covers: an integer of some octets.
    const span = openType(bytes, at, end);
    if (span === null || span.end - span.start > 2 || span.end >= end) return null;
    at = span.end;
  }
  const count = u8(bytes, at);
  at++;
  for (let left = count; left > 0; left--) {
    const piece = openType(bytes, at, end);
    if (piece === null) return null;
    const isEmpty = piece.start === piece.end;
    if (kind === 0 && !isEmpty && signalOf(bytes, piece.start, piece.end) === null) return null;
    at = piece.end;
  }
  if (at !== end) return null;
  return { sequence, signal, recovery: kind === 0x80 ? 'fec' : count === 0 ? 'none' : 'redundancy' };
}

/** Octets behind their length of one octet or two (X.691 §11.9); longer ones fit no datagram. */
function openType(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  const first = u8(bytes, at);
  const start = first < 0x80 ? at + 1 : at + 2;
  const length = first < 0x80 ? first : u16(bytes, at) & 0x3fff;
  return first >= 0xc0 || start + length > end ? null : { start, end: start + length };
}

/**
 * What an IFP packet says: one bit that data follows, one that its type is data, one that the type is a later
 * addition, and four of the type.
 */
function signalOf(bytes: Uint8Array, start: number, end: number): string | null {
  const first = u8(bytes, start);
  const length = end - start;
  const isExtended = (first & 0x20) !== 0;
  const number = (first >>> 1) & 15;
  if (length === 0 || (!isExtended && (first & 1) !== 0)) return null;
  switch (first >>> 6) {
    case 0:
      if (length !== (isExtended ? 2 : 1)) return null;
      return isExtended ? 'extended' : (INDICATORS[number] ?? null);
    case 1:
    case 3: {
      // Data of which nothing follows, as a keep-alive, or some.
      if (first >>> 6 === 1 ? length > 2 : length < 3) return null;
      const name = isExtended ? 'extended' : DATA[number];
      return name === undefined ? null : `${name} data`;
    }
    default:
      return null;
  }
}
