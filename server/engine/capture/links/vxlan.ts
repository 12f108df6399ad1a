/** VXLAN (RFC 7348), with its group policy and generic protocol extensions. */
import { u8 } from '../../basics/bytes';
import { nextProtocol } from './next-protocol';
import { ETHERNET, type Layer, stepOver, UNKNOWN } from './step';

const HAS_NETWORK = 0x08;
const HAS_PROTOCOL = 0x04;
/** Linux had its port before one was assigned. */
const PORTS = [4789, 8472, 4790];

export const vxlan: Layer = {
  name: 'VXLAN',
  udpPorts: PORTS,
  read: (bytes, step) => {
    const flags = u8(bytes, step.at);
    if ((flags & HAS_PROTOCOL) !== 0) stepOver(step, 8, nextProtocol(u8(bytes, step.at + 3)));
    else stepOver(step, 8, (flags & HAS_NETWORK) !== 0 ? ETHERNET : UNKNOWN);
  },
};
