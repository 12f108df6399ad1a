/** What the octets of a dumped packet say: addresses, ports, and where its UDP or TCP payload stands. */
import { u16, u32, u8 } from '../basics/bytes';
import { AddressTexts } from '../network/address-texts';
import { emptyIpHeader, readIpHeader, TCP, UDP, type IpHeader } from '../network/ip-header';
import type { Span } from '../basics/span';
import type { Endpoint } from './record';

export interface DumpedPayload extends Span {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly transport: 'UDP' | 'TCP';
  /** As {@link DumpPacket.stream} and {@link DumpPacket.position}. */
  readonly stream: string | null;
  readonly position: { readonly at: number; readonly length: number; readonly repeats: true } | null;
}

/**
 * Finds the payload of a packet whose link layer is not told: the dump begins with an IP header, or Ethernet or
 * Linux's cooked header stands before it. Null where there is no UDP or TCP over IP, such as in an ICMP error that
 * quotes a message.
 */
export function payloadOf(octets: Uint8Array): DumpedPayload | null {
  for (const start of [0, behindEthernet(octets), behindCooked(octets)]) {
    const ip = start < 0 ? null : readIp(octets, start);
    if (ip !== null) return readTransport(octets, ip);
  }
  return null;
}

/** Ports of a datagram that stands alone, such as one put together from fragments: `[source, destination]`. */
export function portsOf(octets: Uint8Array, at = 0): readonly [number, number] {
  return [u16(octets, at), u16(octets, at + 2)];
}

function behindEthernet(octets: Uint8Array): number {
  let at = 12;
  // Tags of IEEE 802.1Q and 802.1ad.
  while (at < 24 && [0x8100, 0x88a8, 0x9100].includes(u16(octets, at))) at += 4;
  return isIp(u16(octets, at)) ? at + 2 : -1;
}

/** LINUX_SLL has the protocol at the end of its 16 octets, LINUX_SLL2 at the beginning of its 20. */
function behindCooked(octets: Uint8Array): number {
  if (isIp(u16(octets, 14))) return 16;
  return isIp(u16(octets, 0)) ? 20 : -1;
}

function isIp(type: number): boolean {
  return type === 0x0800 || type === 0x86dd;
}

/** A dump may be cut, but the frame behind an IP header is never much longer than the packet. */
const mostPadding = 64;

function readIp(octets: Uint8Array, start: number): IpHeader | null {
  const header = emptyIpHeader();
  if (!readIpHeader(octets, start, octets.length, header)) return null;
  return octets.length - header.end > mostPadding ? null : header;
}

function readTransport(octets: Uint8Array, ip: IpHeader): DumpedPayload | null {
  if (ip.protocol !== UDP && ip.protocol !== TCP) return null;
  const transport = ip.protocol === UDP ? 'UDP' : 'TCP';
  const later = ip.isFragment && ip.fragmentOffset > 0;
  const header = later ? 0 : ip.protocol === UDP ? 8 : (u8(octets, ip.start + 12) >> 4) * 4;
  const start = Math.min(ip.start + header, ip.end);
  const [from, to] = portsOf(octets, ip.start);
  const source = { address: addresses.text(ip.version, ip.source), port: later ? null : from };
  const destination = { address: addresses.text(ip.version, ip.destination), port: later ? null : to };
  const flow = `${transport} ${source.address} ${destination.address}`;
  const known = { start, end: ip.end, source, destination, transport } as const;
  if (ip.isFragment) {
    const position = { at: ip.fragmentOffset, length: ip.end - ip.start, repeats: true } as const;
    return { ...known, stream: `${flow} fragment ${ip.fragmentId}`, position };
  }
  if (transport === 'UDP') return { ...known, stream: null, position: null };
  // A SYN takes a sequence number, too (RFC 9293 §3.4).
  const syn = (u8(octets, ip.start + 13) & 2) >> 1;
  const position = { at: u32(octets, ip.start + 4), length: ip.end - start + syn, repeats: true } as const;
  return { ...known, stream: `${flow} ${from} ${to}`, position };
}

/** Forgets what it was told long ago; it keeps nothing but texts of addresses. */
const addresses = new AddressTexts();
