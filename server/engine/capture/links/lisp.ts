/** LISP (RFC 9300 §5.1), and with its generic protocol extension (RFC 9305). */
import { u8 } from '../../basics/bytes';
import { nextProtocol } from './next-protocol';
import { type Layer, RAW_IP, stepOver } from './step';

const HAS_PROTOCOL = 0x04;

export const lisp: Layer = {
  name: 'LISP',
  udpPorts: [4341],
  read: (bytes, step) => {
    const hasProtocol = (u8(bytes, step.at) & HAS_PROTOCOL) !== 0;
    stepOver(step, 8, hasProtocol ? nextProtocol(u8(bytes, step.at + 3)) : RAW_IP);
  },
};
