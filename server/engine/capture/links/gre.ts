/**
 * GRE (RFC 2784, 2890; PPTP's version 1 of RFC 2637; in UDP, RFC 8086), ERSPAN, the mirror port of a switch over GRE,
 * and WCCP, by which routers hand packets to a cache.
 */
import { u16, u8 } from '../../basics/bytes';
import { isIpAt } from './plausible';
import { ETHERNET, type Layer, PPP, RAW_IP, stepOver, type Step, UNKNOWN } from './step';

const ERSPAN_2 = 0x88be;
const ERSPAN_3 = 0x22eb;
/** Types of frames in ERSPAN's third version. */
const ERSPAN_IP = 2;

export const gre: Layer = {
  name: 'GRE',
  ipProtocols: [47],
  udpPorts: [4754],
  read: (bytes, step) => {
    const flags = u16(bytes, step.at);
    const version = flags & 7;
    const type = u16(bytes, step.at + 2);
    const hasSequence = (flags & 0x1000) !== 0;
    let length = 4;
    if ((flags & 0xc000) !== 0) length += 4; // checksum, or the routing that stands beside it
    if ((flags & 0x2000) !== 0) length += 4; // key
    if (hasSequence) length += 4;
    if (version === 1 && (flags & 0x0080) !== 0) length += 4; // acknowledgement
    if ((flags & 0x4000) !== 0 || version > 1) stepOver(step, length, UNKNOWN);
    else if (type === ERSPAN_2) stepOver(step, length + (hasSequence ? 8 : 0), ETHERNET);
    else if (type === ERSPAN_3) readErspan3(bytes, step, length);
    else stepOver(step, length, version === 1 ? PPP : type);
  },
};

/** Its second version has a header of four octets, the first one none. */
export const wccp: Layer = {
  name: 'WCCP',
  etherTypes: [0x883e],
  read: (bytes, step) => {
    stepOver(step, isIpAt(bytes, step.at + 4, step.end) ? 4 : 0, RAW_IP);
  },
};

function readErspan3(bytes: Uint8Array, step: Step, length: number): void {
  const hasSubheader = (u8(bytes, step.at + length + 11) & 1) === 1;
  const type = (u8(bytes, step.at + length + 10) >>> 2) & 31;
  stepOver(step, length + 12 + (hasSubheader ? 8 : 0), type === ERSPAN_IP ? RAW_IP : ETHERNET);
}
