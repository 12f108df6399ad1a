/** Network service header (RFC 8300 §2.2), in Ethernet, GRE, or VXLAN-GPE. */
import { u16, u8 } from '../../basics/bytes';
import { nextProtocol } from './next-protocol';
import { type Layer, NSH, stepOver } from './step';

export const nsh: Layer = {
  name: 'NSH',
  etherTypes: [NSH],
  read: (bytes, step) => {
    const words = u16(bytes, step.at) & 0x3f;
    stepOver(step, Math.max(8, words * 4), nextProtocol(u8(bytes, step.at + 3)));
  },
};
