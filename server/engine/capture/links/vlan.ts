/** A VLAN tag (IEEE 802.1Q), of which several may follow each other (802.1ad, QinQ). */
import { u16 } from '../../basics/bytes';
import { stepOver, type Step } from './step';

export function readVlan(bytes: Uint8Array, step: Step): void {
  step.vlan = u16(bytes, step.at) & 0xfff;
  stepOver(step, 4, u16(bytes, step.at + 2));
}
