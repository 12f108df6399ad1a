/**
 * The layers below what IP carries. A layer is a {@link Layer} in a file beside this one, and it is registered in the
 * list below; it says itself by what it is known.
 */
import { audioCodesRecording } from './audiocodes';
import { enc, pflog } from './bsd';
import { capwap } from './capwap';
import { erf } from './erf';
import { espInUdp } from './esp';
import { etherIp } from './ether-ip';
import { ethernet } from './ethernet';
import { frameRelay, frameRelayWithDirection } from './frame-relay';
import { geneve } from './geneve';
import { gre, wccp } from './gre';
import { gtp } from './gtp';
import { ciscoHdlc, ciscoHdlcWithDirection } from './hdlc';
import { juniperEthernet, juniperFrameRelay, juniperHdlc, juniperPpp } from './juniper';
import { l2tp, l2tpInIp } from './l2tp';
import { linuxCooked, linuxCooked2 } from './linux-cooked';
import { lisp } from './lisp';
import { llc } from './llc';
import { loopback } from './loopback';
import { macsec } from './macsec';
import { mpls } from './mpls';
import { nflog } from './nflog';
import { nsh } from './nsh';
import { fabricPath, pbb, trill } from './pbb';
import { pktap } from './pktap';
import { FIRST_ETHER_TYPE } from './plausible';
import { ppp, pppWithDirection } from './ppp';
import { pppoe } from './pppoe';
import { rawIp } from './raw-ip';
import { type Layer, LLC, ofLinkType } from './step';
import { aristaTimestamp, eTag, hsr, securityGroupTag, vnTag } from './tags';
import { teredo } from './teredo';
import { tzsp } from './tzsp';
import { vlan } from './vlan';
import { vxlan } from './vxlan';
import { wifi, wifiAggregate } from './wifi';
import { avs, ppi, prism, radiotap } from './wifi-monitor';

const layers: readonly Layer[] = [
  aristaTimestamp,
  audioCodesRecording,
  avs,
  capwap,
  ciscoHdlc,
  ciscoHdlcWithDirection,
  enc,
  erf,
  espInUdp,
  eTag,
  etherIp,
  ethernet,
  fabricPath,
  frameRelay,
  frameRelayWithDirection,
  geneve,
  gre,
  gtp,
  hsr,
  juniperEthernet,
  juniperFrameRelay,
  juniperHdlc,
  juniperPpp,
  l2tp,
  l2tpInIp,
  linuxCooked,
  linuxCooked2,
  lisp,
  llc,
  loopback,
  macsec,
  mpls,
  nflog,
  nsh,
  pbb,
  pflog,
  pktap,
  ppi,
  ppp,
  pppoe,
  pppWithDirection,
  prism,
  radiotap,
  rawIp,
  securityGroupTag,
  teredo,
  trill,
  tzsp,
  vlan,
  vnTag,
  vxlan,
  wccp,
  wifi,
  wifiAggregate,
];

/** LINKTYPE_WIRESHARK_UPPER_PDU: no link layer, see `exported-pdu.ts`. */
export const EXPORTED_PDU = 252;

const byType = registered(({ etherTypes = [], linkTypes = [] }) => [
  ...etherTypes,
  ...linkTypes.map(ofLinkType),
]);

/** Of an IP packet that carries a packet, by the protocol. */
export const byTunnelProtocol: ReadonlyMap<number, Layer> = registered(({ ipProtocols = [] }) => ipProtocols);

/** Of a datagram that may carry a packet, by either of its ports. */
export const byTunnelPort: ReadonlyMap<number, Layer> = registered(({ udpPorts = [] }) => udpPorts);

/** The layer of a step's type; undefined where it is IP, or nothing known. */
export function layerOf(etherType: number): Layer | undefined {
  // A length in place of a type (IEEE 802.3 §3.2.6).
  return byType.get(etherType >= 0 && etherType < FIRST_ETHER_TYPE ? LLC : etherType);
}

function registered(numbersOf: (layer: Layer) => readonly number[]): ReadonlyMap<number, Layer> {
  return new Map(layers.flatMap((layer) => numbersOf(layer).map((number) => [number, layer] as const)));
}
