/** The fixed header of RTP (RFC 3550 §5.1), and how RTP, RTCP and others share a port (RFC 5761 §4, RFC 7983). */
import { u16, u32, u8 } from '../basics/bytes';

const RTP_HEADER = 12;

/** Whether an RTP packet may begin here; media has no mark that proves it. */
export function isRtp(bytes: Uint8Array, start: number, end: number): boolean {
  return rtpHeaderLength(bytes, start, end) !== null;
}

/** Octets of the header with contributing sources and extension; null where no whole header of RTP is there. */
export function rtpHeaderLength(bytes: Uint8Array, start: number, end: number): number | null {
  const first = u8(bytes, start);
  if (first >>> 6 !== 2 || end - start < RTP_HEADER) return null;
  let header = RTP_HEADER + (first & 15) * 4;
  if ((first & 0x10) !== 0) {
    if (start + header + 4 > end) return null;
    header += 4 + u16(bytes, start + header + 2) * 4;
  }
  return start + header <= end ? header : null;
}

/** Whether an RTCP packet begins here: its packet types stand where RTP has 64 to 95 with the marker set. */
export function isRtcp(bytes: Uint8Array, start: number, end: number): boolean {
  const type = u8(bytes, start + 1);
  if (u8(bytes, start) >>> 6 !== 2 || type < 192 || type > 223 || end - start < 8) return false;
  return (u16(bytes, start + 2) + 1) * 4 <= end - start;
}

export function rtpMarker(bytes: Uint8Array, start: number): boolean {
  return (u8(bytes, start + 1) & 0x80) !== 0;
}

export function rtpPayloadType(bytes: Uint8Array, start: number): number {
  return u8(bytes, start + 1) & 0x7f;
}

export function rtpSequence(bytes: Uint8Array, start: number): number {
  return u16(bytes, start + 2);
}

export function rtpTimestamp(bytes: Uint8Array, start: number): number {
  return u32(bytes, start + 4);
}

export function rtpSsrc(bytes: Uint8Array, start: number): number {
  return u32(bytes, start + 8);
}
