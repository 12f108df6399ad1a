/** RTP (RFC 3550 §5), which is folded into streams. */
import type { ContentDissector, Dissection } from './dissection';

/** DNS, DHCP, NTP, NetBIOS, SNMP, IKE, L2TP, SSDP, GTP-C, mDNS, LLMNR: by chance, what they send looks like media. */
const NO_MEDIA_PORTS: ReadonlySet<number> = new Set([
  53, 67, 68, 123, 137, 138, 161, 162, 500, 1701, 1900, 2123, 4500, 5353, 5355,
]);

/** RTP in TURN is counted between the ends that TURN goes between; a capture agent's copy is left out. */
export const dissectRtp: ContentDissector = (datagram, dissection) => {
  if (hasNoMedia(dissection)) {
    dissection.passOverDatagram(datagram);
    return;
  }
  const { wrappings } = datagram;
  if (wrappings.length > 0 && wrappings.some(({ kind }) => kind === 'hep')) return;
  dissection.rtp.add(dissection.flow, datagram);
};

/** Whether the packet in hand goes to or from a port where no media goes. */
export function hasNoMedia({ flow: { ports } }: Dissection): boolean {
  return NO_MEDIA_PORTS.has(ports.source) || NO_MEDIA_PORTS.has(ports.destination);
}
