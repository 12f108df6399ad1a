/** TURN's ChannelData (RFC 8656 §12.4) and Microsoft's multiplexed one, and what they carry. */
import { readChannelData } from '../../stun/channel-data';
import { carrierOf } from '../datagram';
import { type ContentDissector, unwrap } from './dissection';
import { hasNoMedia } from './rtp';

export const dissectChannelData: ContentDissector = (datagram, dissection) => {
  const { bytes } = datagram;
  // A message of GTP-C (3GPP TS 29.274 §5.1) begins as a channel does.
  if (hasNoMedia(dissection)) {
    dissection.passOverDatagram(datagram);
    return;
  }
  const data = readChannelData(bytes, datagram.start, datagram.end, false);
  if (data === null) return;
  const { channel, session, start, end } = data;
  const carrier = carrierOf(datagram);
  dissection.tell({ kind: 'channel-data', carrier, channel, session, length: end - start });
  unwrap(datagram, { bytes, start, end }, { kind: 'turn-channel', channel }, dissection);
};
