/** Whether a packet begins at a place, where neither a port nor a label proves it. */
import { u16, u8 } from '../../basics/bytes';
import { TCP, UDP } from '../../network/ip-header';
import { ETHERNET, IPV4, IPV6, PPP, RAW_IP } from './step';

/** Smaller numbers in the place of an EtherType are lengths (IEEE 802.3 §3.2.6). */
export const FIRST_ETHER_TYPE = 0x600;

/** ARP, VLANs, MPLS, PPPoE, NSH, PBB, LLDP, MACsec, CFM, EAPOL, slow protocols, Cisco's metadata. */
const IN_USE: ReadonlySet<number> = new Set([
  0x0806, 0x8100, 0x88a8, 0x9100, 0x8847, 0x8848, 0x8863, 0x8864, 0x894f, 0x88e7, 0x88cc, 0x88e5, 0x8902,
  0x888e, 0x8809, 0x8909, 0x8926, 0x8035,
]);

/** Service access points of LLC: SNAP, spanning tree, IS-IS, IPX, NetBIOS. */
const SERVICES: ReadonlySet<number> = new Set([0xaaaa, 0x4242, 0xfefe, 0xe0e0, 0xf0f0]);

const NO_NEXT_HEADER = 59;
/** What IPv6 carries: extension headers, transports, tunnels. */
const IPV6_NEXT: ReadonlySet<number> = new Set([
  0,
  4,
  6,
  17,
  41,
  43,
  44,
  47,
  50,
  51,
  58,
  NO_NEXT_HEADER,
  60,
  132,
  135,
]);

/** An IPv4 or IPv6 header whose length fits what is there, or, where the capture cut it, whose check sum is right. */
export function isIpAt(bytes: Uint8Array, at: number, end: number): boolean {
  const version = u8(bytes, at) >>> 4;
  if (version === 6) {
    return at + 40 <= end && u16(bytes, at + 4) <= end - at - 40 && IPV6_NEXT.has(u8(bytes, at + 6));
  }
  const header = (u8(bytes, at) & 15) * 4;
  if (version !== 4 || header < 20 || at + header > end) return false;
  const total = u16(bytes, at + 2);
  // Zero where a card was to fill it in.
  if (total === 0) return u8(bytes, at + 9) === UDP || u8(bytes, at + 9) === TCP;
  return total >= header && (total <= end - at || isRightSum(bytes, at, header));
}

/** An Ethernet header whose type is in use, before what it names. */
export function isEthernetAt(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 14 > end) return false;
  const type = u16(bytes, at + 12);
  if (type === IPV4 || type === IPV6) return isIpAt(bytes, at + 14, end);
  if (type >= FIRST_ETHER_TYPE) return IN_USE.has(type);
  return type > 2 && type <= end - at - 14 && SERVICES.has(u16(bytes, at + 14));
}

/** A protocol field, perhaps shortened to one octet, behind HDLC's address and control or without them. */
export function isPppAt(bytes: Uint8Array, at: number, end: number): boolean {
  const from = u16(bytes, at) === 0xff03 ? at + 2 : at;
  const isShort = (u8(bytes, from) & 1) === 1;
  const protocol = isShort ? u8(bytes, from) : u16(bytes, from);
  if (protocol === 0x21 || protocol === 0x57) return isIpAt(bytes, from + (isShort ? 1 : 2), end);
  // All others have an even first octet and an odd second one (RFC 1661 §2).
  return !isShort && (protocol & 0x0101) === 1 && from + 2 <= end;
}

/** Whether what has the type may stand at the place; of types that are not looked into it is believed. */
export function isPlausible(bytes: Uint8Array, etherType: number, at: number, end: number): boolean {
  if (etherType === IPV4 || etherType === IPV6 || etherType === RAW_IP) return isIpAt(bytes, at, end);
  if (etherType === PPP) return isPppAt(bytes, at, end);
  if (etherType === ETHERNET) return isEthernetAt(bytes, at, end);
  return etherType >= 0;
}

/** RFC 1071. */
function isRightSum(bytes: Uint8Array, at: number, header: number): boolean {
  let sum = 0;
  for (let offset = 0; offset < header; offset += 2) sum += u16(bytes, at + offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}
