/** MPLS label stack (RFC 3032). The labels do not say what they carry: the first four bits behind them tell. */
import { u8 } from '../../basics/bytes';
import { ETHERNET, IPV4, IPV6, type Step, UNKNOWN } from './step';

export function readMpls(bytes: Uint8Array, step: Step): void {
  let isBottom = false;
  while (!isBottom && step.at + 4 <= step.end) {
    isBottom = (u8(bytes, step.at + 2) & 1) === 1;
    step.at += 4;
  }
  const nibble = u8(bytes, step.at) >>> 4;
  if (!isBottom || step.at >= step.end) step.etherType = UNKNOWN;
  else if (nibble === 4) step.etherType = IPV4;
  else if (nibble === 6) step.etherType = IPV6;
  else if (nibble === 0) {
    // A pseudowire's control word stands before the Ethernet frame (RFC 4448).
    step.at += 4;
    step.etherType = ETHERNET;
  } else step.etherType = UNKNOWN;
}
