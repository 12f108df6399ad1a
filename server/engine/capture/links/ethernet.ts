/** Ethernet II and IEEE 802.3 with LLC and SNAP. */
import { u16, u32 } from '../../basics/bytes';
import { stepOver, type Step, UNKNOWN } from './step';

/** Smaller numbers in the place of an EtherType are lengths (IEEE 802.3 §3.2.6). */
const FIRST_ETHER_TYPE = 0x600;

export function readEthernet(bytes: Uint8Array, step: Step): void {
  const type = u16(bytes, step.at + 12);
  stepOver(step, 14, type);
  if (type < FIRST_ETHER_TYPE) readLlc(bytes, step);
}

/** LLC: only SNAP with the organisation code 0 carries EtherTypes (RFC 1042). */
export function readLlc(bytes: Uint8Array, step: Step): void {
  const isSnap = u32(bytes, step.at) === 0xaaaa0300 && u16(bytes, step.at + 4) === 0;
  stepOver(step, 8, isSnap ? u16(bytes, step.at + 6) : UNKNOWN);
}
