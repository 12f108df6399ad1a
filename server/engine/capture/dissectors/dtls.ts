/** DTLS (RFC 6347, RFC 9147): the records of a datagram. */
import { carrierOf } from '../datagram';
import { readDtls } from '../payload/dtls';
import type { ContentDissector } from './dissection';

export const dissectDtls: ContentDissector = (datagram, dissection) => {
  const records = readDtls(datagram.bytes, datagram.start, datagram.end);
  dissection.tell({ kind: 'dtls', carrier: carrierOf(datagram), records });
};
