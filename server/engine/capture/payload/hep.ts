/**
 * HEP, in which capture agents mirror SIP to Homer: version 3 (chunks) and version 2 (a fixed header; version 1 is
 * the same without a time). It tells between whom and when the payload went.
 */
import { hasAscii, toText, u16, u32, u32le, u8 } from '../../basics/bytes';
import { ipv4Text, ipv6Text } from '../../network/address-texts';

export interface HepPacket {
  readonly version: 1 | 2 | 3;
  readonly source: { readonly address: string; readonly port: number } | null;
  readonly destination: { readonly address: string; readonly port: number } | null;
  /** IP protocol of the mirrored packet: 17 UDP, 6 TCP; null where it is not told. */
  readonly protocol: number | null;
  /** Null where the agent did not tell. */
  readonly time: { readonly seconds: number; readonly nanos: number } | null;
  /** HEP's own number of what it carries: 1 is SIP. */
  readonly payloadType: number;
  /** Number or name of the agent. */
  readonly captureId: string | null;
  readonly correlationId: string | null;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  /** The payload is deflated. */
  readonly compressed: boolean;
}

const SIP = 1;
const PAYLOAD = 15;
const COMPRESSED_PAYLOAD = 16;

/** Reads a HEP packet; null if it is none. */
export function readHep(bytes: Uint8Array, start: number, end: number): HepPacket | null {
  if (hasAscii(bytes, start, 'HEP3')) return readVersion3(bytes, start, end);
  return readVersion2(bytes, start, end);
}

/** Length of a HEP3 packet in a stream; null if what is there does not tell. */
export function hepLength(bytes: Uint8Array, start: number, end: number): number | null {
  return start + 6 <= end ? Math.max(6, u16(bytes, start + 4)) : null;
}

function readVersion3(bytes: Uint8Array, start: number, limit: number): HepPacket | null {
  const end = Math.min(limit, start + u16(bytes, start + 4));
  let sourceAddress: string | null = null;
  let destinationAddress: string | null = null;
  let sourcePort = 0;
  let destinationPort = 0;
  let protocol: number | null = null;
  let seconds: number | null = null;
  let micros = 0;
  let payloadType = 0;
  let captureId: string | null = null;
  let correlationId: string | null = null;
  let payloadStart = end;
  let payloadEnd = end;
  let compressed = false;
  let at = start + 6;
  while (at + 6 <= end) {
    const vendor = u16(bytes, at);
    const type = u16(bytes, at + 2);
    const length = u16(bytes, at + 4);
    if (length < 6 || at + length > end) break;
    const value = at + 6;
    const valueEnd = at + length;
    // Chunks of vendors mean something else.
    if (vendor === 0) {
      if (type === 2) protocol = u8(bytes, value);
      else if (type === 3 && length >= 10) sourceAddress = ipv4Text(u32(bytes, value));
      else if (type === 4 && length >= 10) destinationAddress = ipv4Text(u32(bytes, value));
      else if (type === 5 && length >= 22) sourceAddress = ipv6Text(bytes, value);
      else if (type === 6 && length >= 22) destinationAddress = ipv6Text(bytes, value);
      else if (type === 7) sourcePort = u16(bytes, value);
      else if (type === 8) destinationPort = u16(bytes, value);
      else if (type === 9 && length >= 10) seconds = u32(bytes, value);
      else if (type === 10) micros = u32(bytes, value);
      else if (type === 11) payloadType = u8(bytes, value);
      else if (type === 12 && length >= 10) captureId ??= String(u32(bytes, value));
      else if (type === 17) correlationId = toText(bytes, value, valueEnd);
      else if (type === 19) captureId = toText(bytes, value, valueEnd);
      else if (type === PAYLOAD || type === COMPRESSED_PAYLOAD) {
        payloadStart = value;
        payloadEnd = valueEnd;
        compressed = type === COMPRESSED_PAYLOAD;
      }
    }
    at += length;
  }
  return {
    version: 3,
    source: sourceAddress === null ? null : { address: sourceAddress, port: sourcePort },
    destination: destinationAddress === null ? null : { address: destinationAddress, port: destinationPort },
    protocol,
    time: seconds === null ? null : { seconds, nanos: Math.min(micros, 999_999) * 1000 },
    payloadType,
    captureId,
    correlationId,
    payloadStart,
    payloadEnd,
    compressed,
  };
}

function readVersion2(bytes: Uint8Array, start: number, end: number): HepPacket | null {
  const version = u8(bytes, start);
  const family = u8(bytes, start + 2);
  if ((version !== 1 && version !== 2) || (family !== 2 && family !== 10)) return null;
  const addressOctets = family === 2 ? 4 : 16;
  const timeAt = start + 8 + addressOctets * 2;
  const payloadStart = timeAt + (version === 2 ? 12 : 0);
  const stated = u8(bytes, start + 1);
  if (payloadStart > end || (stated !== payloadStart - start && stated !== timeAt - start)) return null;
  const addressAt = (offset: number): string =>
    addressOctets === 4 ? ipv4Text(u32(bytes, offset)) : ipv6Text(bytes, offset);
  return {
    version,
    source: { address: addressAt(start + 8), port: u16(bytes, start + 4) },
    destination: { address: addressAt(start + 8 + addressOctets), port: u16(bytes, start + 6) },
    protocol: u8(bytes, start + 3),
    time: version === 2 ? readTime(bytes, timeAt) : null,
    payloadType: SIP,
    captureId: version === 2 ? String(bytes[timeAt + 8] ?? 0) : null,
    correlationId: null,
    payloadStart,
    payloadEnd: end,
    compressed: false,
  };
}

/** Agents write their own byte order: microseconds are below a million in the right one only. */
function readTime(bytes: Uint8Array, at: number): HepPacket['time'] {
  const isLittle = u32le(bytes, at + 4) < 1_000_000;
  const read = isLittle ? u32le : u32;
  return { seconds: read(bytes, at), nanos: Math.min(read(bytes, at + 4), 999_999) * 1000 };
}
