/** TURN's ChannelData (RFC 8656 §12.4), and what it carries. */
import { readChannelData } from '../../stun/channel-data';
import { carrierOf } from '../datagram';
import { type ContentDissector, unwrap } from './dissection';

export const dissectChannelData: ContentDissector = (datagram, dissection) => {
  const { bytes } = datagram;
  const data = readChannelData(bytes, datagram.start, datagram.end, false);
  if (data === null) return;
  const { channel, start, end } = data;
  dissection.tell({ kind: 'channel-data', carrier: carrierOf(datagram), channel, length: end - start });
  unwrap(datagram, { bytes, start, end }, { kind: 'turn-channel', channel }, dissection);
};
