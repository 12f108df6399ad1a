/** What the octets of a dumped packet say: addresses, ports, and where its UDP or TCP payload stands. */
import type { Span } from '../span';
import type { Endpoint } from './record';

export interface DumpedPayload extends Span {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly transport: 'UDP' | 'TCP';
  /** As {@link DumpPacket.stream} and {@link DumpPacket.position}. */
  readonly stream: string | null;
  readonly position: { readonly at: number; readonly length: number; readonly repeats: true } | null;
}

const UDP = 17;
const TCP = 6;

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

interface Ip extends Span {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly fragment: { readonly id: number; readonly offset: number } | null;
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

function readIp(octets: Uint8Array, start: number): Ip | null {
  const version = (octets[start] ?? 0) >> 4;
  if (version === 4) return readIp4(octets, start);
  return version === 6 ? readIp6(octets, start) : null;
}

/** RFC 791 §3.1 */
function readIp4(octets: Uint8Array, start: number): Ip | null {
  const header = ((octets[start] ?? 0) & 15) * 4;
  const total = u16(octets, start + 2);
  const left = octets.length - start;
  // A dump may be cut, but the frame behind an IP header is never much longer than the packet.
  if (header < 20 || left < header || (total !== 0 && (total < header || left > total + 64))) return null;
  const flags = u16(octets, start + 6);
  const offset = (flags & 0x1fff) * 8;
  return {
    start: start + header,
    end: total === 0 ? octets.length : Math.min(octets.length, start + total),
    source: octets.subarray(start + 12, start + 16).join('.'),
    destination: octets.subarray(start + 16, start + 20).join('.'),
    protocol: octets[start + 9] ?? 0,
    fragment: (flags & 0x2000) !== 0 || offset > 0 ? { id: u16(octets, start + 4), offset } : null,
  };
}

/** RFC 8200 §3, §4 */
function readIp6(octets: Uint8Array, start: number): Ip | null {
  const length = u16(octets, start + 4);
  if (octets.length - start < 40 || octets.length - start > length + 40 + 64) return null;
  const end = Math.min(octets.length, start + 40 + length);
  let protocol = octets[start + 6] ?? 0;
  let at = start + 40;
  let fragment: Ip['fragment'] = null;
  for (let count = 0; count < 8 && at < end; count++) {
    if (protocol === 44) {
      const offset = u16(octets, at + 2);
      fragment = { id: u32(octets, at + 4), offset: offset & 0xfff8 };
      protocol = octets[at] ?? 0;
      at += 8;
    } else if (protocol === 0 || protocol === 43 || protocol === 60) {
      protocol = octets[at] ?? 0;
      at += ((octets[at + 1] ?? 0) + 1) * 8;
    } else {
      break;
    }
  }
  const source = address6(octets, start + 8);
  const destination = address6(octets, start + 24);
  return { start: Math.min(at, end), end, source, destination, protocol, fragment };
}

function readTransport(octets: Uint8Array, ip: Ip): DumpedPayload | null {
  if (ip.protocol !== UDP && ip.protocol !== TCP) return null;
  const transport = ip.protocol === UDP ? 'UDP' : 'TCP';
  const { fragment } = ip;
  const later = fragment !== null && fragment.offset > 0;
  const header = later ? 0 : ip.protocol === UDP ? 8 : ((octets[ip.start + 12] ?? 0) >> 4) * 4;
  const start = Math.min(ip.start + header, ip.end);
  const [from, to] = portsOf(octets, ip.start);
  const source = { address: ip.source, port: later ? null : from };
  const destination = { address: ip.destination, port: later ? null : to };
  const flow = `${transport} ${ip.source} ${ip.destination}`;
  const known = { start, end: ip.end, source, destination, transport } as const;
  if (fragment !== null) {
    const position = { at: fragment.offset, length: ip.end - ip.start, repeats: true } as const;
    return { ...known, stream: `${flow} fragment ${String(fragment.id)}`, position };
  }
  if (transport === 'UDP') return { ...known, stream: null, position: null };
  // A SYN takes a sequence number, too (RFC 9293 §3.4).
  const syn = ((octets[ip.start + 13] ?? 0) & 2) >> 1;
  const position = { at: u32(octets, ip.start + 4), length: ip.end - start + syn, repeats: true } as const;
  return { ...known, stream: `${flow} ${String(from)} ${String(to)}`, position };
}

/** RFC 5952 §4 */
function address6(octets: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => u16(octets, at + index * 2).toString(16));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

function u32(octets: Uint8Array, at: number): number {
  return ((u16(octets, at) << 16) | u16(octets, at + 2)) >>> 0;
}
