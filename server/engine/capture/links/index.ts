/** The link layers by their LINKTYPE number (tcpdump.org), and those that stand inside others by their EtherType. */
import { readEthernet } from './ethernet';
import { readLinuxCooked, readLinuxCooked2 } from './linux-cooked';
import { readLoopback } from './loopback';
import { isMpls, readMpls } from './mpls';
import { isPppoe, readCiscoHdlc, readPpp, readPppoe } from './ppp';
import { readRawIp } from './raw-ip';
import { ETHERNET, type LinkReader, PPP } from './step';
import { isVlan, readVlan } from './vlan';

/** LINKTYPE_WIRESHARK_UPPER_PDU: no link layer, see `exported-pdu.ts`. */
export const EXPORTED_PDU = 252;

/** The reader of a file's link layer; null where it is not known. */
export function linkReader(linkType: number): LinkReader | null {
  switch (linkType) {
    case 1:
      return readEthernet;
    case 0:
    case 108:
      return readLoopback;
    case 9:
    case 50:
      return readPpp;
    case 51:
      return readPppoe;
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return readRawIp;
    case 104:
      return readCiscoHdlc;
    case 113:
      return readLinuxCooked;
    case 276:
      return readLinuxCooked2;
    default:
      return null;
  }
}

/** The reader of a layer that is no IP yet; null for IP and for what is not known. */
export function innerLinkReader(etherType: number): LinkReader | null {
  if (isVlan(etherType)) return readVlan;
  if (isMpls(etherType)) return readMpls;
  if (isPppoe(etherType)) return readPppoe;
  if (etherType === ETHERNET) return readEthernet;
  if (etherType === PPP) return readPpp;
  return null;
}
