/** What `tcpdump -i any` writes: LINUX_SLL (16 octets) and LINUX_SLL2 (20 octets). */
import { u16, u8 } from '../../basics/bytes';
import { FIRST_ETHER_TYPE } from './plausible';
import { type Layer, LLC, type Step, stepOver, UNKNOWN } from './step';

/** Of the "protocols" of Linux that are no EtherTypes. */
const LINUX_LLC = 4;

export const linuxCooked: Layer = {
  name: 'Linux cooked',
  linkTypes: [113],
  read: (bytes, step) => {
    step.direction = directionOf(u16(bytes, step.at));
    follow(step, 16, u16(bytes, step.at + 14));
  },
};

export const linuxCooked2: Layer = {
  name: 'Linux cooked',
  linkTypes: [276],
  read: (bytes, step) => {
    step.direction = directionOf(u8(bytes, step.at + 10));
    follow(step, 20, u16(bytes, step.at));
  },
};

function follow(step: Step, length: number, protocol: number): void {
  if (protocol >= FIRST_ETHER_TYPE) stepOver(step, length, protocol);
  else stepOver(step, length, protocol === LINUX_LLC ? LLC : UNKNOWN);
}

/** 0 to 2: to us, to all, to a group; 3: between others; 4: from us. */
function directionOf(packetType: number): Step['direction'] {
  if (packetType === 4) return 'sent';
  return packetType <= 2 ? 'received' : null;
}
