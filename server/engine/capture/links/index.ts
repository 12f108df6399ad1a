/**
 * The layers below what IP carries. A layer is a {@link LinkReader}; it is registered here by its LINKTYPE
 * (tcpdump.org), by the EtherType of the layer before it, or by its IP protocol.
 */
import { GRE, IPV4_IN_IP, IPV6_IN_IP } from '../../network/ip-header';
import { readEthernet } from './ethernet';
import { readGre } from './gre';
import { readLinuxCooked, readLinuxCooked2 } from './linux-cooked';
import { readLoopback } from './loopback';
import { readMpls } from './mpls';
import { readCiscoHdlc, readPpp, readPppoe } from './ppp';
import { readIpInIp, readRawIp } from './raw-ip';
import { ETHERNET, type LinkReader, PPP } from './step';
import { readVlan } from './vlan';

/** LINKTYPE_WIRESHARK_UPPER_PDU: no link layer, see `exported-pdu.ts`. */
export const EXPORTED_PDU = 252;

/** Of a file or an interface, by its LINKTYPE. */
export const byLinkType: ReadonlyMap<number, LinkReader> = new Map([
  [0, readLoopback],
  [1, readEthernet],
  [9, readPpp],
  [12, readRawIp],
  [14, readRawIp],
  [50, readPpp],
  [51, readPppoe],
  [101, readRawIp],
  [104, readCiscoHdlc],
  [108, readLoopback],
  [113, readLinuxCooked],
  [228, readRawIp],
  [229, readRawIp],
  [276, readLinuxCooked2],
]);

/** Of what is no IP yet, by the EtherType. */
export const byEtherType: ReadonlyMap<number, LinkReader> = new Map([
  [PPP, readPpp],
  [ETHERNET, readEthernet],
  // 802.1Q, 802.1ad, and what was used before it for QinQ.
  [0x8100, readVlan],
  [0x88a8, readVlan],
  [0x9100, readVlan],
  [0x9200, readVlan],
  [0x8847, readMpls],
  [0x8848, readMpls],
  [0x8864, readPppoe],
]);

/** Of an IP packet that carries a packet, by the protocol. */
export const byTunnelProtocol: ReadonlyMap<number, LinkReader> = new Map([
  [IPV4_IN_IP, readIpInIp],
  [IPV6_IN_IP, readIpInIp],
  [GRE, readGre],
]);
