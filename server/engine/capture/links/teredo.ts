/** Teredo (RFC 4380 §5.1.1): IPv6 in UDP, behind what proves its sender and tells its address. */
import { u16, u8 } from '../../basics/bytes';
import { IPV6, type Layer, stepOver } from './step';

const AUTHENTICATION = 1;
const ORIGIN = 0;

export const teredo: Layer = {
  name: 'Teredo',
  udpPorts: [3544],
  read: (bytes, step) => {
    let length = 0;
    if (u16(bytes, step.at) === AUTHENTICATION)
      length += 13 + u8(bytes, step.at + 2) + u8(bytes, step.at + 3);
    if (u16(bytes, step.at + length) === ORIGIN) length += 8;
    stepOver(step, length, IPV6);
  },
};
