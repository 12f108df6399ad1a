/** Tags between the addresses and the type of an Ethernet frame that say nothing of calls. */
import { u16, u8 } from '../../basics/bytes';
import { type Layer, stepOver } from './step';

/** Cisco's and VMware's tag of a virtual port. */
export const vnTag: Layer = tag('VN-Tag', 0x8926, 4);
/** Of a port extender (IEEE 802.1BR). */
export const eTag: Layer = tag('E-Tag', 0x893f, 6);
/** Cisco's metadata with a security group. */
export const securityGroupTag: Layer = tag('Cisco metadata', 0x8909, 6);
/** Seamless redundancy (IEC 62439-3). */
export const hsr: Layer = tag('HSR', 0x892f, 4);

/** The time at which an Arista switch mirrored a frame: 64 bits, or 48. */
export const aristaTimestamp: Layer = {
  name: 'Arista time stamp',
  etherTypes: [0xd28b],
  read: (bytes, step) => {
    const length = (u8(bytes, step.at + 3) & 0x20) === 0 ? 12 : 10;
    stepOver(step, length + 2, u16(bytes, step.at + length));
  },
};

/** @param length of what stands between the tag's type and the next one */
function tag(name: string, etherType: number, length: number): Layer {
  return {
    name,
    etherTypes: [etherType],
    read: (bytes, step) => {
      stepOver(step, length + 2, u16(bytes, step.at + length));
    },
  };
}
