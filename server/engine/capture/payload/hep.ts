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
  const chunks = new Chunks(end);
  let at = start + 6;
  while (at + 6 <= end) {
    const vendor = u16(bytes, at);
    const length = u16(bytes, at + 4);
    if (length < 6 || at + length > end) break;
    // Chunks of vendors mean something else.
    if (vendor === 0) chunks.take(u16(bytes, at + 2), bytes, at + 6, at + length);
    at += length;
  }
  return chunks.packet();
}

/** What the chunks say that were read. */
class Chunks {
  private source: string | null = null;
  private destination: string | null = null;
  private sourcePort = 0;
  private destinationPort = 0;
  private protocol: number | null = null;
  private seconds: number | null = null;
  private micros = 0;
  private payloadType = 0;
  private captureId: string | null = null;
  private correlationId: string | null = null;
  private payloadStart: number;
  private payloadEnd: number;
  private compressed = false;

  constructor(end: number) {
    this.payloadStart = this.payloadEnd = end;
  }

  take(type: number, bytes: Uint8Array, value: number, end: number): void {
    const length = end - value;
    if (type === 2) this.protocol = u8(bytes, value);
    else if (type === 3 && length >= 4) this.source = ipv4Text(u32(bytes, value));
    else if (type === 4 && length >= 4) this.destination = ipv4Text(u32(bytes, value));
    else if (type === 5 && length >= 16) this.source = ipv6Text(bytes, value);
    else if (type === 6 && length >= 16) this.destination = ipv6Text(bytes, value);
    else if (type === 7) this.sourcePort = u16(bytes, value);
    else if (type === 8) this.destinationPort = u16(bytes, value);
    else if (type === 9 && length >= 4) this.seconds = u32(bytes, value);
    else if (type === 10) this.micros = u32(bytes, value);
    else if (type === 11) this.payloadType = u8(bytes, value);
    else if (type === 12 && length >= 4) this.captureId ??= String(u32(bytes, value));
    else if (type === 17) this.correlationId = toText(bytes, value, end);
    else if (type === 19) this.captureId = toText(bytes, value, end);
    else if (type === PAYLOAD || type === COMPRESSED_PAYLOAD) {
      this.payloadStart = value;
      this.payloadEnd = end;
      this.compressed = type === COMPRESSED_PAYLOAD;
    }
  }

  packet(): HepPacket {
    const { source, destination, sourcePort, destinationPort, seconds, micros } = this;
    return {
      version: 3,
      source: source === null ? null : { address: source, port: sourcePort },
      destination: destination === null ? null : { address: destination, port: destinationPort },
      protocol: this.protocol,
      time: seconds === null ? null : { seconds, nanos: Math.min(micros, 999_999) * 1000 },
      payloadType: this.payloadType,
      captureId: this.captureId,
      correlationId: this.correlationId,
      payloadStart: this.payloadStart,
      payloadEnd: this.payloadEnd,
      compressed: this.compressed,
    };
  }
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
