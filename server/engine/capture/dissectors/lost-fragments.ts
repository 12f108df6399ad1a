/** Datagrams of which fragments are missing. */
import { u16 } from '../../basics/bytes';
import type { LostFragmentsEvent } from '../events';
import type { AddressTexts } from '../../network/address-texts';
import type { LostDatagram } from '../network/fragments';
import { TCP, UDP } from '../../network/ip-header';
import { sipStart } from '../payload/sip-start';

/** What is told of such a datagram. */
export function lostFragments(datagram: LostDatagram, texts: AddressTexts): LostFragmentsEvent {
  const { header, moment, total, beginning } = datagram;
  const hasPorts = beginning.length >= 8 && (header.protocol === UDP || header.protocol === TCP);
  const start = hasPorts && header.protocol === UDP ? 8 : 0;
  return {
    kind: 'lost-fragments',
    moment,
    source: texts.text(header.version, header.source),
    destination: texts.text(header.version, header.destination),
    protocol: header.protocol,
    total,
    ports: hasPorts ? { source: u16(beginning, 0), destination: u16(beginning, 2) } : null,
    content: sipStart(beginning, start, beginning.length) === 'yes' ? 'sip' : 'other',
    bytes: beginning,
    start,
    end: beginning.length,
  };
}
