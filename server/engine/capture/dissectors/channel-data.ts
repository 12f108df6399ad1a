/** TURN's ChannelData (RFC 8656 §12.4) and Microsoft's multiplexed one, and what they carry. */
import { readChannelData } from '../../stun/channel-data';
import { carrierOf } from '../datagram';
import { type ContentDissector, unwrap } from './dissection';

export const dissectChannelData: ContentDissector = (datagram, dissection) => {
  const { bytes } = datagram;
  const data = readChannelData(bytes, datagram.start, datagram.end, false);
  if (data === null) return;
  const { channel, session, start, end } = data;
  const carrier = carrierOf(datagram);
  dissection.tell({ kind: 'channel-data', carrier, channel, session, length: end - start });
  unwrap(datagram, { bytes, start, end }, { kind: 'turn-channel', channel }, dissection);
};
