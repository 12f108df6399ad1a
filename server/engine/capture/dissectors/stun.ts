/** STUN (RFC 8489), and what TURN's indications carry (RFC 8656 §11). */
import { peerAddress } from '../../stun/message';
import { parseStun, turnPayload } from '../../stun/parse';
import { carrierOf } from '../datagram';
import { type ContentDissector, unwrap } from './dissection';

export const dissectStun: ContentDissector = (datagram, dissection) => {
  const message = parseStun(datagram.bytes, datagram.start, datagram.end, datagram.cut);
  if (message === null) return;
  dissection.tell({ kind: 'stun', carrier: carrierOf(datagram), message });
  const inner = turnPayload(message);
  if (inner === null) return;
  const peer = peerAddress(message);
  const { start, end } = inner;
  unwrap(datagram, { bytes: message.bytes, start, end }, { kind: 'turn-indication', peer }, dissection);
};
