/** PPP over Ethernet (RFC 2516 §4): what opens a session carries nothing. */
import { u16 } from '../../basics/bytes';
import { EMPTY, type Layer, PPP, stepOver } from './step';

/** Version 1, type 1, and the code of a session's data. */
const SESSION_DATA = 0x1100;

export const pppoe: Layer = {
  name: 'PPPoE',
  linkTypes: [51],
  etherTypes: [0x8863, 0x8864],
  read: (bytes, step) => {
    stepOver(step, 6, u16(bytes, step.at) === SESSION_DATA ? PPP : EMPTY);
  },
};
