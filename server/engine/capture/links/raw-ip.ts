/** No link layer at all: the packet begins with its IP header. */
import { u8 } from '../../basics/bytes';
import { IPV4, IPV6, type Step, UNKNOWN } from './step';

export function readRawIp(bytes: Uint8Array, step: Step): void {
  const version = u8(bytes, step.at) >>> 4;
  step.etherType = version === 4 ? IPV4 : version === 6 ? IPV6 : UNKNOWN;
}

/** An IP packet in an IP packet (RFC 2003, RFC 2473): its header tells its own version. */
export function readIpInIp(_bytes: Uint8Array, step: Step): void {
  step.etherType = IPV4;
}
