/** DNS by its ports: questions and answers about addresses and services, in datagrams and in TCP (RFC 7766). */
import { carrierOf, type Datagram, NO_WRAPPINGS } from '../datagram';
import { type DnsMessage, isAboutEndpoints, readDns } from '../payload/dns';
import { DnsStream } from '../transport/dns-stream';
import type { Dissection, PortDissector } from './dissection';

export const DNS_PORT = 53;
export const MULTICAST_DNS_PORT = 5353;
/** Link-local multicast name resolution (RFC 4795), whose messages are those of DNS. */
export const LLMNR_PORT = 5355;

export const dissectDns: PortDissector = {
  datagram: (datagram, dissection) => {
    const message = readDns(datagram.bytes, datagram.start, datagram.end);
    if (message !== null) tell(message, datagram, dissection.conversation, dissection);
    return message !== null;
  },
  stream: ({ route, memory, conversation, otherwise }, dissection) => {
    const routeOf = (): typeof route => route;
    return new DnsStream(
      ({ message, bytes, start, end, moment, firstFrame }) => {
        const wrappings = NO_WRAPPINGS;
        const piece = { bytes, start, end, moment, firstFrame, cut: false, route: routeOf, wrappings };
        tell(message, piece, conversation, dissection);
      },
      memory,
      otherwise,
    );
  },
};

function tell(
  message: DnsMessage,
  datagram: Datagram,
  conversation: Dissection['conversation'],
  dissection: Dissection,
): void {
  conversation?.holds('dns', false);
  const { bytes, start, end } = datagram;
  if (!isAboutEndpoints(message)) dissection.passOverDatagram(datagram);
  else dissection.tell({ kind: 'dns', carrier: carrierOf(datagram), message, bytes, start, end });
}
