/** RTCP (RFC 3550 §6): a compound a datagram. */
import { readRtcp } from '../../rtp/rtcp';
import { carrierOf } from '../datagram';
import type { ContentDissector } from './dissection';

export const dissectRtcp: ContentDissector = (datagram, dissection) => {
  const { bytes, start, end, cut } = datagram;
  const compound = readRtcp(bytes, start, end);
  dissection.tell({ kind: 'rtcp', carrier: carrierOf(datagram), compound, bytes, start, end, cut });
};
