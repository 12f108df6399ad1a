/** MPLS label stack (RFC 3032), in UDP, too (RFC 7510). The labels do not say what they carry: it must be looked at. */
import { u8 } from '../../basics/bytes';
import { isEthernetAt, isIpAt } from './plausible';
import { CUT, ETHERNET, type Layer, MPLS, RAW_IP, stepOver, UNKNOWN } from './step';

/** Of a pseudowire, before the Ethernet frame (RFC 4448 §4.6); it may be left away. */
const CONTROL_WORD = 4;

export const mpls: Layer = {
  name: 'MPLS',
  linkTypes: [219],
  etherTypes: [MPLS, 0x8848],
  ipProtocols: [137],
  udpPorts: [6635],
  read: (bytes, step) => {
    let isBottom = false;
    while (!isBottom && step.at + 4 <= step.end) {
      isBottom = (u8(bytes, step.at + 2) & 1) === 1;
      step.at += 4;
    }
    const { at, end } = step;
    const nibble = u8(bytes, at) >>> 4;
    if (!isBottom || at >= end) step.etherType = CUT;
    else if (isIpAt(bytes, at, end)) step.etherType = RAW_IP;
    else if (isEthernetAt(bytes, at, end) && !isEthernetAt(bytes, at + CONTROL_WORD, end))
      step.etherType = ETHERNET;
    else if (nibble === 0) stepOver(step, CONTROL_WORD, ETHERNET);
    else step.etherType = nibble === 4 || nibble === 6 ? RAW_IP : UNKNOWN;
  },
};
