/** What the packet filter (pflog) and IPsec (enc) of BSD systems write before a packet. */
import { u8 } from '../../basics/bytes';
import { type Layer, RAW_IP, stepOver } from './step';

/** Systems have headers of several lengths; each says its own, without what fills it up to four octets. */
export const pflog: Layer = {
  name: 'pflog',
  linkTypes: [117],
  read: (bytes, step) => {
    stepOver(step, (u8(bytes, step.at) + 3) & ~3, RAW_IP);
  },
};

/** Address family, security parameter index, flags. */
export const enc: Layer = {
  name: 'enc',
  linkTypes: [109],
  read: (_, step) => {
    stepOver(step, 12, RAW_IP);
  },
};
