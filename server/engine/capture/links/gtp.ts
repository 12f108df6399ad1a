/** GTP-U, the tunnel of mobile networks: version 1 (3GPP TS 29.281 §5.1) and version 0 (3GPP TS 09.60 §6). */
import { u16, u8 } from '../../basics/bytes';
import { isEthernetAt } from './plausible';
import { ETHERNET, type Layer, RAW_IP, type Step, UNKNOWN } from './step';

const HEADER = 8;
const HEADER_0 = 20;
/** Sequence number, N-PDU number, type of the first extension header: all there if one of them is. */
const OPTIONAL = 4;
const USER_DATA = 255;
const MOST_EXTENSIONS = 8;

export const gtp: Layer = {
  name: 'GTP-U',
  udpPorts: [2152, 3386],
  read: (bytes, step) => {
    const at = userData(bytes, step);
    if (at === null) {
      step.etherType = UNKNOWN;
      return;
    }
    step.at = at;
    step.etherType = isEthernetAt(bytes, at, step.end) ? ETHERNET : RAW_IP;
  },
};

/** Where the packet of a user begins; null where the datagram carries none. */
function userData(bytes: Uint8Array, { at, end }: Step): number | null {
  const flags = u8(bytes, at);
  if (u8(bytes, at + 1) !== USER_DATA) return null;
  // Version 0, GTP and not GTP'; what is spare is ones.
  if ((flags & 0xfe) === 0x1e) return at + HEADER_0;
  // Version 1, the bit that is reserved zero. The length counts what follows it and the tunnel's number.
  if ((flags & 0xf8) !== 0x30 || end - at < HEADER || u16(bytes, at + 2) > end - at - HEADER) return null;
  return behindExtensions(bytes, at, end);
}

function behindExtensions(bytes: Uint8Array, start: number, end: number): number | null {
  const flags = u8(bytes, start);
  let at = start + HEADER;
  if ((flags & 7) !== 0) at += OPTIONAL;
  let next = (flags & 4) === 0 ? 0 : u8(bytes, at - 1);
  for (let count = 0; next !== 0; count++) {
    const length = u8(bytes, at) * 4;
    if (length === 0 || count === MOST_EXTENSIONS || at + length > end) return null;
    at += length;
    next = u8(bytes, at - 1);
  }
  return at;
}
