/** Ethernet II and IEEE 802.3. A length in place of the type means LLC, wherever a type stands. */
import { u16 } from '../../basics/bytes';
import { ETHERNET, type Layer, stepOver } from './step';

export const ethernet: Layer = {
  name: 'Ethernet',
  linkTypes: [1],
  etherTypes: [ETHERNET],
  ipProtocols: [143], // RFC 8986 §9
  read: (bytes, step) => {
    stepOver(step, 14, u16(bytes, step.at + 12));
  },
};
