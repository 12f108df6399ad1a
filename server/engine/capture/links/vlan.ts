/** A VLAN tag (IEEE 802.1Q), of which several may follow each other (802.1ad, and what was used before it for QinQ). */
import { u16 } from '../../basics/bytes';
import { type Layer, stepOver } from './step';

export const vlan: Layer = {
  name: 'VLAN',
  etherTypes: [0x8100, 0x88a8, 0x9100, 0x9200, 0x9300],
  read: (bytes, step) => {
    step.vlan = u16(bytes, step.at) & 0xfff;
    stepOver(step, 4, u16(bytes, step.at + 2));
  },
};
