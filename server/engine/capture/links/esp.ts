/**
 * ESP (RFC 4303) without encryption (RFC 2410), as IMS has it: no packet says so, so it is found by trial. What stands
 * behind the payload (padding that counts from one, its length, the next header) must fit, and what it names, too.
 */
import { u16, u8 } from '../../basics/bytes';
import { TCP, UDP } from '../../network/ip-header';
import { isIpAt } from './plausible';
import { ETHERNET, IPV4, IPV6, type Layer, RAW_IP, UNKNOWN } from './step';

/** What stands in ESP in plain. */
export interface PlainEsp {
  /** Of IP. */
  readonly protocol: number;
  readonly start: number;
  readonly end: number;
}

/** Security parameter index and sequence number. */
const HEADER = 8;
const TRAILER = 2;
/** Octets of check values, the most frequent ones first (RFC 8221 §6). */
const CHECKS = [12, 16, 0, 8, 24, 32];
/** With AES-GMAC (RFC 4543) an initialization vector stands before the payload. */
const VECTORS = [0, 8];
const IPV4_IN_IP = 4;
const IPV6_IN_IP = 41;
const GRE = 47;
const GRE_TYPES: ReadonlySet<number> = new Set([IPV4, IPV6, ETHERNET]);

/** Behind a NAT (RFC 3948 §2.1), where IMS has packets in packets (3GPP TS 33.203 annex M). */
export const espInUdp: Layer = {
  name: 'ESP',
  udpPorts: [4500],
  read: (bytes, step) => {
    const plain = readPlainEsp(bytes, step.at, step.end);
    step.etherType = UNKNOWN;
    if (plain === null || (plain.protocol !== IPV4_IN_IP && plain.protocol !== IPV6_IN_IP)) return;
    step.at = plain.start;
    step.end = plain.end;
    step.etherType = RAW_IP;
  },
};

/** Reads a packet of ESP that is all there; null where it is encrypted. */
export function readPlainEsp(bytes: Uint8Array, start: number, end: number): PlainEsp | null {
  for (const check of CHECKS) {
    for (const vector of VECTORS) {
      const plain = readWith(bytes, start + HEADER + vector, end - check - TRAILER);
      if (plain !== null) return plain;
    }
  }
  return null;
}

function readWith(bytes: Uint8Array, start: number, trailer: number): PlainEsp | null {
  const end = trailer - u8(bytes, trailer);
  const protocol = u8(bytes, trailer + 1);
  const isPlain = end > start && isPadding(bytes, end, trailer) && fits(bytes, protocol, start, end);
  return isPlain ? { protocol, start, end } : null;
}

/** RFC 4303 §2.4. */
function isPadding(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (u8(bytes, at) !== at - start + 1) return false;
  return true;
}

function fits(bytes: Uint8Array, protocol: number, start: number, end: number): boolean {
  switch (protocol) {
    case UDP:
      return u16(bytes, start + 4) === end - start;
    case TCP: {
      const header = (u8(bytes, start + 12) >>> 4) * 4;
      return header >= 20 && start + header <= end && (u8(bytes, start + 12) & 0x0f) === 0;
    }
    case GRE:
      return (u16(bytes, start) & 0x4ff8) === 0 && GRE_TYPES.has(u16(bytes, start + 2));
    case IPV4_IN_IP:
    case IPV6_IN_IP:
      return isIpAt(bytes, start, end);
    default:
      return false;
  }
}
