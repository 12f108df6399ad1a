/** What packets are that are not read, in words: numbers with the names that are assigned to them. */

/**
 * Why nothing is read of a packet. A number tells which of the kind.
 *
 * - `link`: the LINKTYPE of the file or interface is not known; -1 where the file does not say.
 * - `ether-type`, `ip-protocol`: it carries something else than IP, than UDP, TCP and the like.
 * - `layer`: a layer below IP carries nothing that is told by an EtherType; the name of the layer tells which.
 * - `encrypted`: so is what a layer below UDP and TCP carries; likewise.
 * - `udp`, `tcp`, `sctp`: nothing known is in it, or in what of it was captured; the port that tells most.
 * - `tls`: what the connection carries is encrypted, and there are no keys; likewise.
 * - `cut`, `damaged`: a header is not all there, or contradicts itself.
 */
export type UnreadReason =
  | {
      readonly kind: 'link' | 'ether-type' | 'ip-protocol' | 'udp' | 'tcp' | 'sctp' | 'tls';
      readonly number: number;
      /** Its end was not captured, so it may well hold what would be read. */
      readonly isCut?: boolean;
    }
  | { readonly kind: 'layer' | 'encrypted'; readonly layer: string }
  | { readonly kind: 'cut' | 'damaged' };

/** LINKTYPEs that are met and hold no IP, or are not read (tcpdump.org/linktypes.html). */
const LINK_TYPES: ReadonlyMap<number, string> = new Map([
  [6, 'token ring'],
  [10, 'FDDI'],
  [11, 'ATM'],
  [123, 'SunATM'],
  [138, 'IP over FireWire'],
  [140, 'SS7 MTP2'],
  [141, 'SS7 MTP3'],
  [142, 'SS7 SCCP'],
  [143, 'DOCSIS'],
  [147, 'private use'],
  [177, 'Linux LAPD'],
  [187, 'Bluetooth'],
  [189, 'USB'],
  [195, 'IEEE 802.15.4'],
  [201, 'Bluetooth'],
  [203, 'LAPD'],
  [209, 'IPMB'],
  [220, 'USB'],
  [226, 'Solaris IPNET'],
  [227, 'CAN'],
  [230, 'IEEE 802.15.4'],
  [242, 'IP over InfiniBand'],
  [247, 'InfiniBand'],
  [249, 'USB'],
  [251, 'Bluetooth LE'],
  [253, 'Netlink'],
  [254, 'Bluetooth monitor'],
  [256, 'Bluetooth LE'],
  [266, 'USB'],
  [272, 'nRF sniffer'],
  [279, 'Wi-Fi debug'],
]);

const ETHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0806, 'ARP'],
  [0x8035, 'RARP'],
  [0x809b, 'AppleTalk'],
  [0x8137, 'IPX'],
  [0x8808, 'flow control'],
  [0x8809, 'LACP'],
  [0x8892, 'PROFINET'],
  [0x888e, '802.1X'],
  [0x88cc, 'LLDP'],
  [0x88e1, 'HomePlug'],
  [0x88f7, 'PTP'],
  [0x8902, 'CFM'],
  [0x8906, 'FCoE'],
  [0x890d, 'TDLS'],
  [0x9000, 'loopback'],
  [0x9003, 'Juniper loop detection'],
]);

const IP_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [1, 'ICMP'],
  [2, 'IGMP'],
  [8, 'EGP'],
  [9, 'IGRP'],
  [33, 'DCCP'],
  [46, 'RSVP'],
  [50, 'ESP'],
  [58, 'ICMPv6'],
  [59, 'no next header'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [108, 'IPComp'],
  [112, 'VRRP'],
  [113, 'PGM'],
  [136, 'UDP-Lite'],
]);

/** Of UDP and TCP, as far as both have them for the same. */
const PORTS: ReadonlyMap<number, string> = new Map([
  [20, 'FTP'],
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [25, 'SMTP'],
  [53, 'DNS'],
  [67, 'DHCP'],
  [68, 'DHCP'],
  [69, 'TFTP'],
  [80, 'HTTP'],
  [88, 'Kerberos'],
  [110, 'POP3'],
  [123, 'NTP'],
  [135, 'RPC'],
  [137, 'NetBIOS'],
  [138, 'NetBIOS'],
  [139, 'NetBIOS'],
  [143, 'IMAP'],
  [161, 'SNMP'],
  [162, 'SNMP'],
  [179, 'BGP'],
  [319, 'PTP'],
  [320, 'PTP'],
  [389, 'LDAP'],
  [445, 'SMB'],
  [500, 'IKE'],
  [514, 'syslog'],
  [520, 'RIP'],
  [546, 'DHCPv6'],
  [547, 'DHCPv6'],
  [554, 'RTSP'],
  [1701, 'L2TP'],
  [1723, 'PPTP'],
  [1812, 'RADIUS'],
  [1813, 'RADIUS'],
  [1900, 'SSDP'],
  [2123, 'GTP-C'],
  [2152, 'GTP-U'],
  [2427, 'MGCP'],
  [2944, 'H.248'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [3702, 'WS-Discovery'],
  [3784, 'BFD'],
  [4500, 'IPsec'],
  [4789, 'VXLAN'],
  [5246, 'CAPWAP control'],
  [5247, 'CAPWAP'],
  [5353, 'mDNS'],
  [5355, 'LLMNR'],
  [6081, 'GENEVE'],
  [8080, 'HTTP'],
  [51820, 'WireGuard'],
]);

const QUIC = 443;

/** One short phrase, without a full stop. */
export function unreadText(reason: UnreadReason): string {
  return 'number' in reason && reason.isCut === true ? `${textOf(reason)}, cut off` : textOf(reason);
}

function textOf(reason: UnreadReason): string {
  switch (reason.kind) {
    case 'link':
      return reason.number < 0
        ? 'an interface that the file does not describe'
        : `link type ${named(reason.number, LINK_TYPES)}`;
    case 'ether-type':
      return `EtherType 0x${reason.number.toString(16).padStart(4, '0')}${bracketed(ETHER_TYPES.get(reason.number))}`;
    case 'ip-protocol':
      return `IP protocol ${named(reason.number, IP_PROTOCOLS)}`;
    case 'layer':
      return `${reason.layer} without IP`;
    case 'encrypted':
      return `${reason.layer}, encrypted`;
    case 'udp':
      return reason.number === QUIC ? 'UDP port 443 (QUIC)' : `UDP port ${named(reason.number, PORTS)}`;
    case 'tcp':
      return `TCP port ${named(reason.number, PORTS)}`;
    case 'sctp':
      return `SCTP port ${reason.number}`;
    case 'tls':
      return `TCP port ${reason.number}, encrypted (TLS without keys)`;
    case 'cut':
      return 'cut off within its headers';
    case 'damaged':
      return 'damaged headers';
  }
}

/** Of the two ports of a packet that which tells most: one that has a name, or the lower one. */
export function tellingPort(source: number, destination: number): number {
  if (PORTS.has(destination)) return destination;
  return PORTS.has(source) ? source : Math.min(source, destination);
}

function named(number: number, names: ReadonlyMap<number, string>): string {
  return `${number}${bracketed(names.get(number))}`;
}

function bracketed(name: string | undefined): string {
  return name === undefined ? '' : ` (${name})`;
}
