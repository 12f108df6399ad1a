/** MACsec (IEEE 802.1AE §9): read where it only protects against changes. */
import { u16, u8 } from '../../basics/bytes';
import { ENCRYPTED, type Layer, stepOver } from './step';

const CHANGED = 0x0c;
const HAS_CHANNEL = 0x20;

export const macsec: Layer = {
  name: 'MACsec',
  etherTypes: [0x88e5],
  read: (bytes, step) => {
    const flags = u8(bytes, step.at);
    const length = 6 + ((flags & HAS_CHANNEL) === 0 ? 0 : 8);
    if ((flags & CHANGED) !== 0) stepOver(step, length, ENCRYPTED);
    else stepOver(step, length + 2, u16(bytes, step.at + length));
  },
};
