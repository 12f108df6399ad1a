/** GTP-U, the tunnel of mobile networks (3GPP TS 29.281 §5.1): where the IP packet in it stands. */
import { u16, u8 } from '../../basics/bytes';

export const GTP_USER_PORT = 2152;

const HEADER = 8;
/** Sequence number, N-PDU number, type of the first extension header: all there if one of them is. */
const OPTIONAL = 4;
const USER_DATA = 255;
const MOST_EXTENSIONS = 8;

/** Where the packet of a user begins; -1 where a datagram is none of GTP-U's, or carries none. */
export function gtpUserData(bytes: Uint8Array, start: number, end: number): number {
  const flags = u8(bytes, start);
  // Version 1, GTP and not GTP', the bit that is reserved zero.
  if (end - start < HEADER || (flags & 0xf8) !== 0x30 || u8(bytes, start + 1) !== USER_DATA) return -1;
  // The length counts what follows it and the tunnel's number.
  if (u16(bytes, start + 2) > end - start - HEADER) return -1;
  let at = start + HEADER;
  if ((flags & 7) !== 0) at += OPTIONAL;
  let next = (flags & 4) === 0 ? 0 : u8(bytes, at - 1);
  for (let count = 0; next !== 0; count++) {
    const length = u8(bytes, at) * 4;
    if (length === 0 || count === MOST_EXTENSIONS || at + length > end) return -1;
    at += length;
    next = u8(bytes, at - 1);
  }
  const version = u8(bytes, at) >>> 4;
  return at < end && (version === 4 || version === 6) ? at : -1;
}
