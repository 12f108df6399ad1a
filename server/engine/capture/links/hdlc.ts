/** Cisco's HDLC: address, control and an EtherType; as capturing hosts write it, with the direction before it. */
import { u16, u8 } from '../../basics/bytes';
import { type Layer, stepOver, type Step } from './step';

export const ciscoHdlc: Layer = { name: 'Cisco HDLC', linkTypes: [104], read: readHdlc };

export const ciscoHdlcWithDirection: Layer = {
  name: 'Cisco HDLC',
  linkTypes: [205],
  read: (bytes, step) => {
    step.direction = u8(bytes, step.at) === 0 ? 'received' : 'sent';
    step.at++;
    readHdlc(bytes, step);
  },
};

function readHdlc(bytes: Uint8Array, step: Step): void {
  stepOver(step, 4, u16(bytes, step.at + 2));
}
