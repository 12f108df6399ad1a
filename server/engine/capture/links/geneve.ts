/** GENEVE (RFC 8926 §3.4); what is in its options, such as those of AWS's gateway load balancers, is passed over. */
import { u16, u8 } from '../../basics/bytes';
import { type Layer, stepOver, UNKNOWN } from './step';

export const geneve: Layer = {
  name: 'GENEVE',
  udpPorts: [6081],
  read: (bytes, step) => {
    const first = u8(bytes, step.at);
    const optionWords = first & 0x3f;
    stepOver(step, 8 + optionWords * 4, first >>> 6 === 0 ? u16(bytes, step.at + 2) : UNKNOWN);
  },
};
