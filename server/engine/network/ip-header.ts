/** IPv4 (RFC 791) and IPv6 (RFC 8200) headers, down to what they carry. */
import { u16, u32, u8 } from '../basics/bytes';

/** One object is filled again and again, as there is one for every packet. */
export interface IpHeader {
  version: 0 | 4 | 6;
  /** Four words; an IPv4 address is the last one, with zeros before it. */
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  /** Of what is carried, behind all extension headers; of a fragment that of the whole. */
  protocol: number;
  /** How it is marked (RFC 2474), 0 to 63. */
  dscp: number;
  /** Where the carried octets stand; `end` is never behind the captured ones. */
  start: number;
  end: number;
  /** Octets that were sent but not captured. */
  missing: number;
  /** It is a part of a datagram; `fragmentId`, `fragmentOffset` and `moreFragments` say which. */
  isFragment: boolean;
  /** In IPv4 of every datagram; 0 in IPv6 where it is none of a part. */
  fragmentId: number;
  /** Offset of this part in the datagram, in octets. */
  fragmentOffset: number;
  moreFragments: boolean;
}

const HOP_BY_HOP = 0;
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
const ROUTING = 43;
const FRAGMENT = 44;
export const ESP = 50;
const AUTHENTICATION = 51;
export const ICMPV6 = 58;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
export const SCTP = 132;
const HOST_IDENTITY = 139;
const SHIM6 = 140;

/** No sender writes more extension headers than there are kinds of them. */
const MOST_EXTENSIONS = 16;

export function emptyIpHeader(): IpHeader {
  return {
    version: 0,
    source: new Uint32Array(4),
    destination: new Uint32Array(4),
    protocol: 0,
    dscp: 0,
    start: 0,
    end: 0,
    missing: 0,
    isFragment: false,
    fragmentId: 0,
    fragmentOffset: 0,
    moreFragments: false,
  };
}

/** Reads the header at `at`, IPv4 or IPv6 by its first four bits; false if there is none. */
export function readIpHeader(bytes: Uint8Array, at: number, end: number, header: IpHeader): boolean {
  const version = u8(bytes, at) >>> 4;
  if (version === 4) return readIpv4(bytes, at, end, header);
  if (version === 6) return readIpv6(bytes, at, end, header);
  return false;
}

function readIpv4(bytes: Uint8Array, at: number, end: number, header: IpHeader): boolean {
  const headerLength = (u8(bytes, at) & 15) * 4;
  if (headerLength < 20 || at + headerLength > end) return false;
  // Zero where the card was to fill it in ("TCP segmentation offload").
  const stated = u16(bytes, at + 2);
  const total = stated === 0 ? end - at : stated;
  if (total < headerLength) return false;
  header.version = 4;
  setIpv4(header.source, u32(bytes, at + 12));
  setIpv4(header.destination, u32(bytes, at + 16));
  header.protocol = u8(bytes, at + 9);
  header.dscp = u8(bytes, at + 1) >>> 2;
  header.start = at + headerLength;
  header.end = Math.min(end, at + total);
  header.missing = at + total - header.end;
  const fragment = u16(bytes, at + 6);
  header.moreFragments = (fragment & 0x2000) !== 0;
  header.fragmentOffset = (fragment & 0x1fff) * 8;
  header.isFragment = header.moreFragments || header.fragmentOffset > 0;
  header.fragmentId = u16(bytes, at + 4);
  return header.isFragment || passAuthentication(bytes, header);
}

/** Passes an authentication header (RFC 4302 §2) of IPv4, which has no other extensions; false if it is cut off. */
function passAuthentication(bytes: Uint8Array, header: IpHeader): boolean {
  if (header.protocol !== AUTHENTICATION) return true;
  header.protocol = u8(bytes, header.start);
  header.start += (u8(bytes, header.start + 1) + 2) * 4;
  return header.start <= header.end;
}

function readIpv6(bytes: Uint8Array, at: number, end: number, header: IpHeader): boolean {
  if (at + 40 > end) return false;
  // Zero in a jumbogram, and where the card was to fill it in.
  const stated = u16(bytes, at + 4);
  const sentEnd = stated === 0 ? end : at + 40 + stated;
  header.version = 6;
  header.dscp = (u16(bytes, at) >>> 6) & 63;
  setIpv6(header.source, bytes, at + 8);
  setIpv6(header.destination, bytes, at + 24);
  header.end = Math.min(end, sentEnd);
  header.missing = sentEnd - header.end;
  header.isFragment = false;
  header.moreFragments = false;
  header.fragmentOffset = 0;
  header.fragmentId = 0;
  return passExtensions(bytes, at + 40, u8(bytes, at + 6), header);
}

function passExtensions(bytes: Uint8Array, from: number, first: number, header: IpHeader): boolean {
  let protocol = first;
  let at = from;
  for (let count = 0; count < MOST_EXTENSIONS; count++) {
    let length: number;
    if (protocol === FRAGMENT) {
      if (at + 8 > header.end) return false;
      const fragment = u16(bytes, at + 2);
      header.moreFragments = (fragment & 1) !== 0;
      header.fragmentOffset = fragment & 0xfff8;
      header.isFragment = header.moreFragments || header.fragmentOffset > 0;
      header.fragmentId = u32(bytes, at + 4);
      length = 8;
      // What follows belongs to the whole datagram: its headers are read when it is together.
      if (header.isFragment) {
        header.protocol = u8(bytes, at);
        header.start = at + length;
        return true;
      }
    } else if (isExtension(protocol)) length = (u8(bytes, at + 1) + 1) * 8;
    else if (protocol === AUTHENTICATION) length = (u8(bytes, at + 1) + 2) * 4;
    else break;
    if (at + length > header.end) return false;
    protocol = u8(bytes, at);
    at += length;
  }
  header.protocol = protocol;
  header.start = at;
  return true;
}

/** Passes the extension headers of a datagram that was put together; false if they are cut off. */
export function passReassembledExtensions(bytes: Uint8Array, header: IpHeader): boolean {
  header.isFragment = false;
  if (header.version === 4) return passAuthentication(bytes, header);
  return passExtensions(bytes, header.start, header.protocol, header) && !header.isFragment;
}

function isExtension(protocol: number): boolean {
  return (
    protocol === HOP_BY_HOP ||
    protocol === ROUTING ||
    protocol === DESTINATION_OPTIONS ||
    protocol === MOBILITY ||
    protocol === HOST_IDENTITY ||
    protocol === SHIM6
  );
}

function setIpv4(words: Uint32Array, address: number): void {
  words[0] = 0;
  words[1] = 0;
  words[2] = 0;
  words[3] = address;
}

function setIpv6(words: Uint32Array, bytes: Uint8Array, at: number): void {
  words[0] = u32(bytes, at);
  words[1] = u32(bytes, at + 4);
  words[2] = u32(bytes, at + 8);
  words[3] = u32(bytes, at + 12);
}
