/** Endace's records (LINKTYPE_ERF): a header of 16 octets, perhaps others of eight, and a packet of the record's type. */
import { u8 } from '../../basics/bytes';
import { CISCO_HDLC, EMPTY, ETHERNET, type Layer, PPP, RAW_IP, stepOver, UNKNOWN } from './step';

const HEADER = 16;
const EXTENSION = 8;
const MOST_EXTENSIONS = 16;
const MORE = 0x80;
/** Types of records, by what they hold. */
const ETHERNET_TYPES: ReadonlySet<number> = new Set([2, 11, 16, 20]);
const HDLC_TYPES: ReadonlySet<number> = new Set([1, 10, 15, 17, 19]);
const IP_TYPES: ReadonlySet<number> = new Set([22, 23]);
/** Facts of the probe, and what fills up. */
const EMPTY_TYPES: ReadonlySet<number> = new Set([27, 48]);

export const erf: Layer = {
  name: 'ERF',
  linkTypes: [197],
  read: (bytes, step) => {
    const type = u8(bytes, step.at + 8) & 0x7f;
    let hasMore = (u8(bytes, step.at + 8) & MORE) !== 0;
    let length = HEADER;
    for (let count = 0; hasMore && count < MOST_EXTENSIONS; count++) {
      hasMore = (u8(bytes, step.at + length) & MORE) !== 0;
      length += EXTENSION;
    }
    // Two octets fill up before an Ethernet frame.
    if (ETHERNET_TYPES.has(type)) stepOver(step, length + 2, ETHERNET);
    else if (HDLC_TYPES.has(type))
      stepOver(step, length, u8(bytes, step.at + length) === 0xff ? PPP : CISCO_HDLC);
    else if (IP_TYPES.has(type)) stepOver(step, length, RAW_IP);
    else stepOver(step, length, EMPTY_TYPES.has(type) ? EMPTY : UNKNOWN);
  },
};
