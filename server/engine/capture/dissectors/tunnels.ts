/** Tunnels in UDP: VXLAN (RFC 7348), and GTP-U of mobile networks. */
import { u32 } from '../../basics/bytes';
import { ETHERNET, IPV4 } from '../links/step';
import { gtpUserData } from '../payload/gtp';
import { NO_PACKET, type Tunnel } from './dissection';

export const VXLAN_PORT = 4789;

/** The flag that a network's number is there, and no other. */
const VXLAN_FLAGS = 0x08000000;
const VXLAN_HEADER = 8;

export const vxlan: Tunnel = {
  etherType: ETHERNET,
  inside: (bytes, start) => (u32(bytes, start) === VXLAN_FLAGS ? start + VXLAN_HEADER : NO_PACKET),
};

/** IPv6 stands in it as well: a header tells its own version. */
export const gtpUser: Tunnel = { etherType: IPV4, inside: gtpUserData };
