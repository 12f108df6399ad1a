/**
 * All dissectors of what IP carries. A dissector is a file beside this one; it is registered here by what tells that
 * it is asked: the IP protocol, the port, or the content. Layers that carry packets are registered in
 * `links/index.ts`.
 */
import { ICMP, ICMPV6 } from '../../network/ip-header';
import type { Content } from '../payload/content';
import { dissectChannelData } from './channel-data';
import type { ContentDissector, IpDissector, PortDissector } from './dissection';
import { dissectDns, DNS_PORT, LLMNR_PORT, MULTICAST_DNS_PORT } from './dns';
import { dissectDtls } from './dtls';
import { dissectHep } from './hep';
import { dissectIcmp } from './icmp';
import { dissectOther } from './other';
import { dissectRtcp } from './rtcp';
import { dissectRtp } from './rtp';
import { dissectSip } from './sip';
import { dissectStun } from './stun';
import { dissectSyslog } from './syslog';

/** By the IP protocol; UDP, TCP and SCTP, which carry datagrams, are the dissector's own. */
export const byIpProtocol: ReadonlyMap<number, IpDissector> = new Map([
  [ICMP, dissectIcmp],
  [ICMPV6, dissectIcmp],
]);

/** By either port of UDP or TCP; asked before the content. */
export const byPort: ReadonlyMap<number, PortDissector> = new Map([
  [DNS_PORT, dissectDns],
  [MULTICAST_DNS_PORT, dissectDns],
  [LLMNR_PORT, dissectDns],
]);

/** By what `payload/content.ts` recognises. */
export const byContent: Readonly<Record<Content, ContentDissector>> = {
  sip: dissectSip,
  stun: dissectStun,
  'channel-data': dissectChannelData,
  dtls: dissectDtls,
  rtcp: dissectRtcp,
  rtp: dissectRtp,
  hep: dissectHep,
  syslog: dissectSyslog,
  // It says nothing, and all of it is understood.
  'keep-alive': () => undefined,
  zrtp: (datagram, dissection) => {
    dissection.passOverDatagram(datagram);
  },
  other: dissectOther,
};
