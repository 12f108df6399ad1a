/** No link layer at all: the packet begins with its IP header. */
import { u8 } from '../../basics/bytes';
import { IPV4, IPV6, type Layer, UNKNOWN } from './step';

export const rawIp: Layer = {
  name: 'IP',
  linkTypes: [12, 14, 101, 228, 229],
  // An IP packet in an IP packet (RFC 2003, RFC 2473): its header tells its own version.
  ipProtocols: [4, 41],
  read: (bytes, step) => {
    const version = u8(bytes, step.at) >>> 4;
    step.etherType = version === 4 ? IPV4 : version === 6 ? IPV6 : UNKNOWN;
  },
};
