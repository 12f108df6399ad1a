/** L2TP: version 2 (RFC 2661 §3.1) carries PPP, version 3 (RFC 3931 §4.1) any link, over UDP or IP. */
import { u16, u32 } from '../../basics/bytes';
import { isEthernetAt, isIpAt, isPppAt } from './plausible';
import { EMPTY, ETHERNET, type Layer, PPP, RAW_IP, stepOver, type Step, UNKNOWN } from './step';

const CONTROL = 0x8000;
const LENGTH = 0x4000;
const SEQUENCE = 0x0800;
const OFFSET = 0x0200;

export const l2tp: Layer = {
  name: 'L2TP',
  udpPorts: [1701],
  read: (bytes, step) => {
    const { at } = step;
    const flags = u16(bytes, at);
    const version = flags & 15;
    if ((flags & CONTROL) !== 0) stepOver(step, 12, UNKNOWN);
    else if (version === 3) readSession(bytes, step, at + 4);
    else {
      let length = 6;
      if ((flags & LENGTH) !== 0) length += 2;
      if ((flags & SEQUENCE) !== 0) length += 4;
      if ((flags & OFFSET) !== 0) length += 2 + u16(bytes, at + length);
      stepOver(step, length, version === 2 ? PPP : UNKNOWN);
    }
  },
};

export const l2tpInIp: Layer = {
  name: 'L2TPv3',
  ipProtocols: [115],
  read: (bytes, step) => {
    // Session 0 is that of control messages (RFC 3931 §4.1.1).
    if (u32(bytes, step.at) === 0) step.etherType = EMPTY;
    else readSession(bytes, step, step.at);
  },
};

const SESSION = 4;
/** What the two ends agreed on is in no data message: a cookie of four or eight octets, a sublayer of four. */
const BEFORE_FRAME = [0, 4, 8, 12];

function readSession(bytes: Uint8Array, step: Step, at: number): void {
  for (const length of BEFORE_FRAME) {
    const from = at + SESSION + length;
    const found = linkAt(bytes, from, step.end);
    if (found === UNKNOWN) continue;
    step.at = from;
    step.etherType = found;
    return;
  }
  step.etherType = UNKNOWN;
}

function linkAt(bytes: Uint8Array, at: number, end: number): number {
  if (isEthernetAt(bytes, at, end)) return ETHERNET;
  if (isIpAt(bytes, at, end)) return RAW_IP;
  return u16(bytes, at) === 0xff03 && isPppAt(bytes, at, end) ? PPP : UNKNOWN;
}
