/** Frame Relay (RFC 2427), or with an EtherType behind its address, as Cisco does. */
import { u16, u8 } from '../../basics/bytes';
import { readSnap } from './llc';
import { EMPTY, IPV4, IPV6, type Layer, PPP, stepOver, type Step, UNKNOWN } from './step';

export const frameRelay: Layer = {
  name: 'Frame Relay',
  linkTypes: [107],
  etherTypes: [0x6559],
  read: readFrameRelay,
};

export const frameRelayWithDirection: Layer = {
  name: 'Frame Relay',
  linkTypes: [206],
  read: (bytes, step) => {
    step.direction = u8(bytes, step.at) === 0 ? 'received' : 'sent';
    step.at++;
    readFrameRelay(bytes, step);
  },
};

const LONGEST_ADDRESS = 4;
const UNNUMBERED = 0x03;
const SNAP = 0x80;

function readFrameRelay(bytes: Uint8Array, step: Step): void {
  let length = 1;
  while (length < LONGEST_ADDRESS && (u8(bytes, step.at + length - 1) & 1) === 0) length++;
  step.at += length;
  if (u8(bytes, step.at) !== UNNUMBERED) {
    stepOver(step, 2, u16(bytes, step.at));
    return;
  }
  step.at++;
  if (u8(bytes, step.at) === 0) step.at++; // fills up to an even place
  const protocol = u8(bytes, step.at);
  if (protocol === SNAP) {
    step.at++;
    readSnap(bytes, step, 0);
  } else stepOver(step, 1, etherTypeOf(protocol));
}

/** Of the network layer's number (ISO/IEC TR 9577). */
function etherTypeOf(protocol: number): number {
  switch (protocol) {
    case 0xcc:
      return IPV4;
    case 0x8e:
      return IPV6;
    case 0xcf:
      return PPP;
    case 0x08: // Q.933: the link's own
      return EMPTY;
    default:
      return UNKNOWN;
  }
}
