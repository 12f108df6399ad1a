/**
 * GRE (RFC 2784, 2890; PPTP's version 1 of RFC 2637) and ERSPAN, the mirror port of a switch over GRE.
 */
import { u16, u8 } from '../../basics/bytes';
import { ETHERNET, PPP, stepOver, type Step, UNKNOWN } from './step';

const ERSPAN_2 = 0x88be;
const ERSPAN_3 = 0x22eb;

export function readGre(bytes: Uint8Array, step: Step): void {
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
}

function readErspan3(bytes: Uint8Array, step: Step, length: number): void {
  const hasSubheader = (u8(bytes, step.at + length + 11) & 1) === 1;
  stepOver(step, length + 12 + (hasSubheader ? 8 : 0), ETHERNET);
}
