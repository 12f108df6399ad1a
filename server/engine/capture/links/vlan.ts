/** A VLAN tag (IEEE 802.1Q), of which several may follow each other (802.1ad, QinQ). */
import { u16 } from '../../basics/bytes';
import { stepOver, type Step } from './step';

export function isVlan(etherType: number): boolean {
  return etherType === 0x8100 || etherType === 0x88a8 || etherType === 0x9100 || etherType === 0x9200;
}

export function readVlan(bytes: Uint8Array, step: Step): void {
  stepOver(step, 4, u16(bytes, step.at + 2));
}
