/** SIP (RFC 3261 §18.3): one message a datagram. */
import { carrierOf } from '../datagram';
import { beginsAfterEmptyLines } from '../payload/content';
import type { ContentDissector } from './dissection';

export const dissectSip: ContentDissector = (datagram, dissection) => {
  const { bytes, end, cut } = datagram;
  const start = beginsAfterEmptyLines(bytes, datagram.start, end);
  dissection.tell({ kind: 'sip', carrier: carrierOf(datagram), bytes, start, end, cut });
};
