/** HEP: what a capture agent mirrors, between the ends and at the time that the agent tells. */
import { carrierOf, type Datagram, type Route } from '../datagram';
import type { Moment } from '../../basics/moment';
import { TCP, UDP } from '../../network/ip-header';
import { type HepPacket, readHep } from '../payload/hep';
import { type ContentDissector, isWrappedEnough, unwrap } from './dissection';

export const dissectHep: ContentDissector = (datagram, dissection) => {
  const { bytes, start, end, moment } = datagram;
  const hep = readHep(bytes, start, end);
  if (hep === null || isWrappedEnough(datagram)) return;
  if (hep.compressed) {
    dissection.tell({ kind: 'unreadable', carrier: carrierOf(datagram), reason: 'hep-compressed' });
    return;
  }
  const outer = datagram.route();
  const { source, destination } = outer;
  const { version, captureId, correlationId } = hep;
  const route = routeOf(hep, outer);
  unwrap(
    datagram,
    {
      bytes,
      start: hep.payloadStart,
      end: hep.payloadEnd,
      moment: momentOf(hep, moment),
      route: () => route,
    },
    { kind: 'hep', version, captureId, correlationId, source, destination },
    dissection,
  );
};

function routeOf({ source, destination, protocol }: HepPacket, outer: Route): Route {
  return {
    source: source ?? outer.source,
    destination: destination ?? outer.destination,
    transport: protocol === TCP ? 'TCP' : protocol === UDP ? 'UDP' : outer.transport,
  };
}

function momentOf({ time }: HepPacket, moment: Datagram['moment']): Moment {
  return time === null ? moment : { ...moment, clock: 'utc', ...time };
}
