/** Apple's PKTAP: interface, process and direction before a packet of any link. */
import { u32le } from '../../basics/bytes';
import { type Layer, ofLinkType, stepOver, UNKNOWN } from './step';

const SHORTEST = 44;
const LONGEST = 1024;
const SENT = 2;

export const pktap: Layer = {
  name: 'PKTAP',
  // The second one is for private use; Apple's tcpdump took it before a number was assigned.
  linkTypes: [258, 149],
  read: (bytes, step) => {
    const { at } = step;
    const length = u32le(bytes, at);
    if (length < SHORTEST || length > LONGEST) {
      step.etherType = UNKNOWN;
      return;
    }
    const way = u32le(bytes, at + 36) & 3;
    if (way !== 0) step.direction = (way & SENT) === 0 ? 'received' : 'sent';
    stepOver(step, length, ofLinkType(u32le(bytes, at + 8)));
  },
};
