/** TZSP, by which routers mirror what they see: a link's number, and tags, of which the last one is empty. */
import { u16, u8 } from '../../basics/bytes';
import { CUT, ETHERNET, IEEE_802_11, type Layer, ofLinkType, PPP, RAW_IP, UNKNOWN } from './step';

const HEADER = 4;
const PADDING = 0;
const LAST_TAG = 1;

/** By the number of what is carried. */
const LINKS: ReadonlyMap<number, number> = new Map([
  [1, ETHERNET],
  [4, PPP],
  [7, RAW_IP],
  [18, IEEE_802_11],
  [119, ofLinkType(119)],
  [127, ofLinkType(163)],
]);

export const tzsp: Layer = {
  name: 'TZSP',
  udpPorts: [37008],
  read: (bytes, step) => {
    const link = u8(bytes, step.at) === 1 ? LINKS.get(u16(bytes, step.at + 2)) : undefined;
    step.at += HEADER;
    step.etherType = CUT;
    while (step.at < step.end) {
      const tag = u8(bytes, step.at);
      step.at += tag === PADDING || tag === LAST_TAG ? 1 : 2 + u8(bytes, step.at + 1);
      if (tag !== LAST_TAG) continue;
      step.etherType = link ?? UNKNOWN;
      return;
    }
  },
};
