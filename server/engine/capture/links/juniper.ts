/** What Juniper's routers write before a packet: a magic number, flags, perhaps extensions, perhaps no link layer. */
import { u16, u32, u8 } from '../../basics/bytes';
import { CISCO_HDLC, ETHERNET, FRAME_RELAY, type Layer, PPP, RAW_IP, stepOver, UNKNOWN } from './step';

const MAGIC = 0x4d4743;
const RECEIVED = 0x01;
const WITHOUT_LINK = 0x02;
const EXTENSIONS = 0x80;

export const juniperEthernet: Layer = juniper('Juniper Ethernet', 178, ETHERNET);
export const juniperPpp: Layer = juniper('Juniper PPP', 179, PPP);
export const juniperFrameRelay: Layer = juniper('Juniper Frame Relay', 180, FRAME_RELAY);
export const juniperHdlc: Layer = juniper('Juniper HDLC', 181, CISCO_HDLC);

function juniper(name: string, linkType: number, inside: number): Layer {
  return {
    name,
    linkTypes: [linkType],
    read: (bytes, step) => {
      const { at } = step;
      const flags = u8(bytes, at + 3);
      if (u32(bytes, at) >>> 8 !== MAGIC) {
        step.etherType = UNKNOWN;
        return;
      }
      step.direction = (flags & RECEIVED) === 0 ? 'sent' : 'received';
      const length = (flags & EXTENSIONS) === 0 ? 4 : 6 + u16(bytes, at + 4);
      // The protocol's number stands in place of the link layer, in the byte order of the host.
      if ((flags & WITHOUT_LINK) !== 0) stepOver(step, length + 4, RAW_IP);
      else stepOver(step, length, inside);
    },
  };
}
