/** What is nothing known: fax by T.38's UDPTL, which shows itself by its numbers, or what may be media of some kind. */
import { isOutsideRanges } from '../../rtp/unknown-datagrams';
import { readUdptl } from '../../rtp/udptl';
import type { ContentDissector } from './dissection';
import { hasNoMedia } from './rtp';

export const dissectOther: ContentDissector = (datagram, dissection) => {
  if (hasNoMedia(dissection) || datagram.wrappings.length > 0) {
    dissection.passOverDatagram(datagram);
    return;
  }
  const { bytes, start, end } = datagram;
  const packet = readUdptl(bytes, start, end);
  if (packet !== null) dissection.fax.add(dissection.flow, packet, datagram);
  else if (isOutsideRanges(bytes, start, end)) dissection.unknown.add(dissection.flow, datagram);
  else dissection.passOverDatagram(datagram);
};
