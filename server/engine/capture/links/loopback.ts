/** BSD loopback: the address family before the packet, in the byte order of the capturing host or of the network. */
import { u32, u32le } from '../../basics/bytes';
import { IPV4, IPV6, type Layer, stepOver, UNKNOWN } from './step';

export const loopback: Layer = {
  name: 'loopback',
  linkTypes: [0, 108],
  read: (bytes, step) => {
    // Families are small numbers: read the wrong way round they are huge.
    const family = Math.min(u32(bytes, step.at), u32le(bytes, step.at));
    stepOver(step, 4, etherTypeOf(family));
  },
};

function etherTypeOf(family: number): number {
  switch (family) {
    case 2:
      return IPV4;
    case 10: // Linux
    case 23: // Windows
    case 24: // NetBSD, OpenBSD
    case 28: // FreeBSD
    case 30: // macOS
      return IPV6;
    default:
      return UNKNOWN;
  }
}
