/** Wraps packets as networks, mirror ports and capturing hosts do: one entry a form, each the reverse of a reader. */
import { ethernet, four, hex, ipv4, octets, type Part, two, udp } from './build';

/**
 * - `ip`: an IP packet.
 * - `frame`: an Ethernet frame.
 * - A number: a packet of this LINKTYPE, which stands in a file and nowhere else.
 */
export type Carried = 'ip' | 'frame';

export interface Encapsulation {
  readonly name: string;
  readonly takes: Carried;
  readonly gives: Carried | number;
  readonly wrap: (inner: Uint8Array) => Uint8Array;
}

/** The EtherType of an IP packet. */
export function typeOf(packet: Uint8Array): number {
  return (packet[0] ?? 0) >>> 4 === 6 ? 0x86dd : 0x0800;
}

const addresses = hex('020000000003 020000000004');
const snap = (packet: Uint8Array): Uint8Array => octets(hex('aaaa03000000'), two(typeOf(packet)), packet);
const inUdp = (port: number, ...parts: readonly Part[]): Uint8Array =>
  ipv4(17, udp(octets(...parts), 50001, port));
const fromUdp = (port: number, ...parts: readonly Part[]): Uint8Array =>
  ipv4(17, udp(octets(...parts), port, 50001));
const gre = (flags: number, type: number, ...parts: readonly Part[]): Uint8Array =>
  ipv4(47, octets(two(flags), two(type), ...parts));
const little = (value: number): Uint8Array => four(value).reverse();
const tlv = (type: number, value: Uint8Array): Part => [
  two(value.length + 4).reverse(),
  two(type).reverse(),
  value,
  new Uint8Array(-value.length & 3),
];

function entry(
  takes: Carried,
  gives: Carried | number,
  name: string,
  wrap: (inner: Uint8Array) => Uint8Array,
): Encapsulation {
  return { name, takes, gives, wrap };
}

const dot11 = (control: string, ...behind: readonly Part[]): Uint8Array =>
  octets(hex(control), two(0), addresses, addresses.subarray(0, 6), two(0), ...behind);

/** ESP in plain, with padding up to a multiple of four and check values of so many octets. */
function esp(protocol: number, payload: Uint8Array, check: number): Uint8Array {
  const padding = (-payload.length - 2) & 3;
  const counted = Uint8Array.from({ length: padding }, (_, index) => index + 1);
  return octets(four(0x100), four(1), payload, counted, padding, protocol, new Uint8Array(check).fill(0x5a));
}

/** What an IPv4 header carries of UDP or TCP is carried by another protocol, which tells of the former one. */
function inTransport(
  packet: Uint8Array,
  protocol: number,
  wrap: (protocol: number, payload: Uint8Array) => Uint8Array,
): Uint8Array {
  const carries = packet[9] ?? 0;
  if (!isV4(packet) || (carries !== 17 && carries !== 6)) return packet;
  const payload = wrap(carries, packet.subarray(20));
  const header = packet.slice(0, 20);
  header.set(two(20 + payload.length), 2);
  header[9] = protocol;
  return octets(header, payload);
}

const isV4 = (packet: Uint8Array): boolean => typeOf(packet) === 0x0800;

export const encapsulations: readonly Encapsulation[] = [
  entry('ip', 'frame', 'Ethernet', (packet) => ethernet(typeOf(packet), packet)),
  entry('ip', 'frame', '802.3 with LLC and SNAP', (packet) => ethernet(8 + packet.length, snap(packet))),
  entry('ip', 'frame', 'LLC and SNAP under a VLAN', (packet) =>
    ethernet(0x8100, octets(two(7), two(8 + packet.length), snap(packet))),
  ),
  entry('ip', 'frame', 'QinQ', (packet) =>
    ethernet(0x88a8, octets(two(7), two(0x8100), two(8), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'VN-Tag', (packet) =>
    ethernet(0x8926, octets(four(0x80010002), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'E-Tag', (packet) =>
    ethernet(0x893f, octets(hex('000010020000'), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'security group tag', (packet) =>
    ethernet(0x8909, octets(hex('0101 0001 0005'), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'HSR', (packet) =>
    ethernet(0x892f, octets(two(0x1040), two(1), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'Arista time stamp of 48 bits', (packet) =>
    ethernet(0xd28b, octets(hex('0001 0020'), hex('000000000001'), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'Arista time stamp of 64 bits', (packet) =>
    ethernet(0xd28b, octets(hex('0001 0010'), hex('0000000000000001'), two(typeOf(packet)), packet)),
  ),
  entry('ip', 'frame', 'MACsec without encryption', (packet) =>
    ethernet(
      0x88e5,
      octets(hex('2000 00000001 0200000000030001'), two(typeOf(packet)), packet, new Uint8Array(16)),
    ),
  ),
  entry('frame', 'frame', 'PBB', (frame) => ethernet(0x88a8, octets(two(9), two(0x88e7), four(100), frame))),
  entry('frame', 'frame', 'TRILL', (frame) => ethernet(0x22f3, octets(two(0x003f), two(1), two(2), frame))),
  entry('frame', 'frame', 'FabricPath', (frame) => ethernet(0x8903, octets(two(0x0041), frame))),
  entry('ip', 'frame', 'MPLS', (packet) => ethernet(0x8847, octets(hex('00064040 000641ff'), packet))),
  entry('frame', 'frame', 'a pseudowire', (frame) =>
    ethernet(0x8847, octets(hex('000641ff 00000000'), frame)),
  ),
  entry('frame', 'frame', 'a pseudowire without control word', (frame) =>
    ethernet(0x8847, octets(hex('000641ff'), frame)),
  ),
  entry('ip', 'frame', 'PPPoE', (packet) =>
    ethernet(
      0x8864,
      octets(hex('1100 0001'), two(packet.length + 2), two(isV4(packet) ? 0x21 : 0x57), packet),
    ),
  ),
  entry('ip', 'frame', 'PPPoE with a short protocol', (packet) =>
    ethernet(0x8864, octets(hex('1100 0001'), two(packet.length + 1), isV4(packet) ? 0x21 : 0x57, packet)),
  ),
  entry('frame', 'frame', 'NSH in Ethernet', (frame) =>
    ethernet(0x894f, octets(hex('0fc6 0103 000005ff'), new Uint8Array(16), frame)),
  ),
  entry('ip', 'frame', 'NSH with its second kind of metadata', (packet) =>
    ethernet(0x894f, octets(hex('0fc3 02'), isV4(packet) ? 1 : 2, hex('000005ff 00000000'), packet)),
  ),
  entry('ip', 'ip', 'IP in IPv4', (packet) => ipv4(isV4(packet) ? 4 : 41, packet)),
  entry('ip', 'ip', 'GRE', (packet) => gre(0, typeOf(packet), packet)),
  entry('ip', 'ip', 'GRE with all its fields', (packet) =>
    gre(0xb000, typeOf(packet), new Uint8Array(12), packet),
  ),
  entry('frame', 'ip', 'NVGRE', (frame) => gre(0x2000, 0x6558, four(0x123400), frame)),
  entry('frame', 'ip', 'ERSPAN I', (frame) => gre(0, 0x88be, frame)),
  entry('frame', 'ip', 'ERSPAN II', (frame) =>
    gre(0x1000, 0x88be, four(1), hex('1001 0001 00000000'), frame),
  ),
  entry('frame', 'ip', 'ERSPAN III', (frame) =>
    gre(0x1000, 0x22eb, four(1), hex('2001 0001 00000000 0000 0000'), frame),
  ),
  entry('ip', 'ip', 'ERSPAN III with IP', (packet) =>
    gre(0x1000, 0x22eb, four(1), hex('2001 0001 00000000 0000 0801'), new Uint8Array(8), packet),
  ),
  entry('ip', 'ip', 'WCCP', (packet) => gre(0, 0x883e, hex('01000000'), packet)),
  entry('ip', 'ip', 'WCCP without a header', (packet) => gre(0, 0x883e, packet)),
  entry('ip', 'ip', 'MPLS in IP', (packet) => ipv4(137, octets(hex('000641ff'), packet))),
  entry('frame', 'ip', 'Ethernet in IP', (frame) => ipv4(97, octets(two(0x3000), frame))),
  entry('ip', 'ip', 'AH in tunnel mode', (packet) =>
    ipv4(51, octets(isV4(packet) ? 4 : 41, 4, two(0), four(0x200), four(1), new Uint8Array(12), packet)),
  ),
  entry('ip', 'ip', 'ESP in plain, in tunnel mode', (packet) =>
    ipv4(50, esp(isV4(packet) ? 4 : 41, packet, 16)),
  ),
  entry('ip', 'ip', 'ESP in plain, behind a NAT', (packet) =>
    inUdp(4500, esp(isV4(packet) ? 4 : 41, packet, 12)),
  ),
  entry('ip', 'ip', 'AH in transport mode', (packet) =>
    inTransport(packet, 51, (protocol, payload) =>
      octets(protocol, 4, two(0), four(0x200), four(1), new Uint8Array(12), payload),
    ),
  ),
  entry('ip', 'ip', 'ESP in plain, in transport mode', (packet) =>
    inTransport(packet, 50, (protocol, payload) => esp(protocol, payload, 12)),
  ),
  entry('ip', 'ip', 'L2TPv2', (packet) =>
    inUdp(1701, hex('0002 0007 0009 ff03'), two(isV4(packet) ? 0x21 : 0x57), packet),
  ),
  entry('ip', 'ip', 'L2TPv2 with all its fields', (packet) =>
    inUdp(
      1701,
      hex('4a02'),
      two(22 + packet.length),
      hex('0007 0009 00010001 0004 00000000'),
      two(isV4(packet) ? 0x21 : 0x57),
      packet,
    ),
  ),
  entry('frame', 'ip', 'L2TPv3 in UDP', (frame) => inUdp(1701, hex('0003 0000 00001234'), frame)),
  entry('frame', 'ip', 'L2TPv3 in UDP with a cookie', (frame) =>
    inUdp(1701, hex('0003 0000 00001234 deadbeef'), frame),
  ),
  entry('frame', 'ip', 'L2TPv3 with a cookie of eight octets', (frame) =>
    ipv4(115, octets(four(0x1234), hex('deadbeefcafef00d'), frame)),
  ),
  entry('ip', 'ip', 'L2TPv3 with PPP', (packet) =>
    ipv4(115, octets(four(0x1234), hex('deadbeef ff03'), two(isV4(packet) ? 0x21 : 0x57), packet)),
  ),
  entry('frame', 'ip', 'VXLAN', (frame) => inUdp(4789, hex('08000000 00000500'), frame)),
  entry('frame', 'ip', 'VXLAN on its first port', (frame) => inUdp(8472, hex('08000000 00000500'), frame)),
  entry('frame', 'ip', 'VXLAN with a group', (frame) => inUdp(4789, hex('88000064 00000500'), frame)),
  entry('ip', 'ip', 'VXLAN-GPE', (packet) =>
    inUdp(4790, hex('0c0000'), isV4(packet) ? 1 : 2, hex('00000500'), packet),
  ),
  entry('frame', 'ip', 'VXLAN-GPE with NSH', (frame) =>
    inUdp(4790, hex('0c000004 00000500'), hex('0fc2 0203 000005ff'), frame),
  ),
  entry('frame', 'ip', 'GENEVE', (frame) => inUdp(6081, hex('00006558 00000500'), frame)),
  entry('ip', 'ip', 'GENEVE of a gateway load balancer', (packet) =>
    inUdp(
      6081,
      hex('0840'),
      two(typeOf(packet)),
      hex('00000000'),
      hex('01080102 0000000000000001 01080202 0000000000000002 01080301 00000003'),
      packet,
    ),
  ),
  entry('ip', 'ip', 'GRE in UDP', (packet) => inUdp(4754, two(0), two(typeOf(packet)), packet)),
  entry('ip', 'ip', 'MPLS in UDP', (packet) => inUdp(6635, hex('000641ff'), packet)),
  entry('ip', 'ip', 'LISP', (packet) => inUdp(4341, hex('80000001 00000001'), packet)),
  entry('ip', 'ip', 'Teredo', (packet) => (isV4(packet) ? packet : inUdp(3544, packet))),
  entry('ip', 'ip', 'Teredo with proof and origin', (packet) =>
    isV4(packet)
      ? packet
      : inUdp(3544, hex('0001 02 01 aabb cc 0000000000000001 00'), hex('0000 1234 c0000201'), packet),
  ),
  entry('ip', 'ip', 'GTP-U', (packet) => inUdp(2152, hex('30ff'), two(packet.length), four(77), packet)),
  entry('ip', 'ip', 'GTP-U by its source, with an extension', (packet) =>
    fromUdp(2152, hex('34ff'), two(packet.length + 8), four(77), hex('00000085 01100100'), packet),
  ),
  entry('ip', 'ip', 'GTP of version 0', (packet) =>
    inUdp(3386, hex('1eff'), two(packet.length), hex('00010001 ffffffff 0000000000000001'), packet),
  ),
  entry('frame', 'ip', 'CAPWAP', (frame) => inUdp(5247, hex('00100200 00000000'), frame)),
  entry('ip', 'ip', 'CAPWAP with 802.11', (packet) =>
    inUdp(5247, hex('00100300 00000000'), dot11('0801'), snap(packet)),
  ),
  entry('ip', 'ip', 'CAPWAP of Cisco', (packet) =>
    inUdp(5247, hex('00100300 00000000'), dot11('0108'), snap(packet)),
  ),
  entry('frame', 'ip', 'TZSP', (frame) => inUdp(37008, hex('01000001 0a 01 c8 00 01'), frame)),
  entry('ip', 'ip', 'TZSP with 802.11', (packet) =>
    inUdp(37008, hex('01000012 01'), dot11('0801'), snap(packet)),
  ),
  entry('ip', 'ip', 'AudioCodes debug recording', (packet) =>
    inUdp(925, hex('08 00000000 0001 0001 0002 08 04 0a 00 010203 01 0000000005'), packet),
  ),
  entry('ip', 'ip', 'AudioCodes debug recording with an extension', (packet) =>
    inUdp(925, hex('07 00000000 0001 0001 0002 08 04 0a 03 010203 01 00000005 aabbcc'), packet),
  ),
  entry('ip', 101, 'raw IP', (packet) => packet),
  entry('frame', 1, 'an Ethernet interface', (frame) => frame),
  entry('ip', 105, '802.11', (packet) => octets(dot11('0801'), snap(packet))),
  entry('ip', 105, '802.11 between access points, with quality', (packet) =>
    octets(dot11('8803'), addresses.subarray(0, 6), two(0), snap(packet)),
  ),
  entry('ip', 127, 'radiotap', (packet) => octets(hex('0000 0800 00000000'), dot11('0801'), snap(packet))),
  entry('ip', 127, 'radiotap with a timer and flags, padded', (packet) =>
    octets(hex('0000 1200 03000000 0000000000000001 20 00'), dot11('8801'), two(0), two(0), snap(packet)),
  ),
  entry('ip', 127, 'an aggregate of 802.11', (packet) =>
    octets(
      hex('0000 0800 00000000'),
      dot11('8801'),
      two(0x8000),
      addresses,
      two(8 + packet.length),
      snap(packet),
    ),
  ),
  entry('ip', 119, 'Prism', (packet) =>
    octets(little(0x44), little(144), new Uint8Array(136), dot11('0801'), snap(packet)),
  ),
  entry('ip', 163, 'AVS', (packet) =>
    octets(four(0x80211001), four(64), new Uint8Array(56), dot11('0801'), snap(packet)),
  ),
  entry('frame', 192, 'PPI', (frame) => octets(hex('0000 0800 01000000'), frame)),
  entry('frame', 258, 'PKTAP', (frame) =>
    octets(little(108), little(1), little(1), new Uint8Array(96), frame),
  ),
  entry('ip', 239, 'NFLOG', (packet) => octets(2, 0, two(0), tlv(1, hex('08000300')), tlv(9, packet))),
  entry('ip', 117, 'pflog', (packet) => octets(61, 2, new Uint8Array(62), packet)),
  entry('ip', 109, 'enc', (packet) => octets(little(2), four(0x1234), four(0), packet)),
  entry('frame', 178, 'Juniper Ethernet', (frame) => octets(hex('4d474301'), frame)),
  entry('frame', 178, 'Juniper Ethernet with extensions', (frame) =>
    octets(hex('4d474380 0006 010203040506'), frame),
  ),
  entry('ip', 107, 'Frame Relay', (packet) => octets(hex('184103'), isV4(packet) ? 0xcc : 0x8e, packet)),
  entry('frame', 107, 'Frame Relay with Ethernet', (frame) => octets(hex('184103 00 80 0080c2 0007'), frame)),
  entry('ip', 107, 'Frame Relay of Cisco', (packet) => octets(hex('1841'), two(typeOf(packet)), packet)),
  entry('ip', 204, 'PPP with direction', (packet) =>
    octets(1, hex('ff03'), two(isV4(packet) ? 0x21 : 0x57), packet),
  ),
  entry('ip', 205, 'Cisco HDLC with direction', (packet) =>
    octets(0, hex('0f00'), two(typeOf(packet)), packet),
  ),
  entry('frame', 197, 'ERF', (frame) =>
    octets(new Uint8Array(8), 2, 4, two(0), two(0), two(frame.length), two(0), frame),
  ),
  entry('frame', 197, 'ERF with an extension', (frame) =>
    octets(new Uint8Array(8), 0x82, 4, two(0), two(0), two(frame.length), new Uint8Array(8), two(0), frame),
  ),
];
