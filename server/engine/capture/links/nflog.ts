/** Packets that Linux's firewall logs (LINKTYPE_NFLOG): fields of a type and a length, of which one is the packet. */
import { u16, u16le } from '../../basics/bytes';
import { CUT, type Layer, RAW_IP } from './step';

const HEADER = 4;
const FIELD_HEADER = 4;
const PAYLOAD = 9;
/** Network filters mark fields that hold others, or numbers in network order, in the highest bits of the type. */
const TYPE_BITS = 0x3fff;

export const nflog: Layer = {
  name: 'NFLOG',
  linkTypes: [239],
  read: (bytes, step) => {
    let at = step.at + HEADER;
    while (at + FIELD_HEADER <= step.end) {
      // In the byte order of the host: types and lengths are small numbers.
      const isLittle = u16le(bytes, at) <= u16(bytes, at);
      const length = isLittle ? u16le(bytes, at) : u16(bytes, at);
      const type = (isLittle ? u16le(bytes, at + 2) : u16(bytes, at + 2)) & TYPE_BITS;
      if (length < FIELD_HEADER) break;
      if (type === PAYLOAD) {
        step.at = at + FIELD_HEADER;
        step.end = Math.min(step.end, at + length);
        step.etherType = RAW_IP;
        return;
      }
      at += (length + 3) & ~3;
    }
    step.etherType = CUT;
  },
};
