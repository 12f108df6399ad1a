/** LLC (IEEE 802.2): SNAP with an EtherType (RFC 1042) or a bridged frame (RFC 2684), IP by its SAP. */
import { u16, u32 } from '../../basics/bytes';
import { EMPTY, ETHERNET, IPV4, type Layer, type Step, stepOver, UNKNOWN } from './step';

const SNAP = 0xaaaa03;
const IP_SAP = 0x0606;
const SPANNING_TREE = 0x4242;
const BRIDGED_802_1 = 0x0080c2;
const CISCO = 0x00000c;

export const llc: Layer = {
  name: 'LLC',
  linkTypes: [100],
  read: (bytes, step) => {
    const { at } = step;
    if (u32(bytes, at) >>> 8 === SNAP) {
      step.at += 3;
      readSnap(bytes, step, 2);
      return;
    }
    const saps = u16(bytes, at);
    stepOver(step, 3, saps === IP_SAP ? IPV4 : saps === SPANNING_TREE ? EMPTY : UNKNOWN);
  },
};

/**
 * Reads an organisation code and the type that it gives.
 *
 * @param padding octets before a bridged frame, which ATM fills up and Frame Relay does not
 */
export function readSnap(bytes: Uint8Array, step: Step, padding: number): void {
  const organisation = u32(bytes, step.at) >>> 8;
  const type = u16(bytes, step.at + 3);
  if (organisation === 0) stepOver(step, 5, type);
  else if (organisation === BRIDGED_802_1 && (type & 0xff) % 6 === 1) stepOver(step, 5 + padding, ETHERNET);
  else stepOver(step, 5, organisation === CISCO ? EMPTY : UNKNOWN);
}
