/** A quick look at a packet: most are whole datagrams in plain IP, about which no table needs to be asked. */
import { u16 } from '../basics/bytes';
import { byTunnelPort, layerOf } from './links';
import { IPV4, IPV6, isAggregate, newStep, ofLinkType } from './links/step';
import { emptyIpHeader, readIpHeader, TCP, UDP } from '../network/ip-header';
import type { Packet } from './packet';

/**
 * - `datagram`: a whole UDP datagram.
 * - `segment`: TCP.
 * - `other`: a fragment, a tunnel, or something else than UDP and TCP.
 */
export type Look = 'datagram' | 'segment' | 'other';

/** A packet with more layers is the dissector's. */
const MOST_LAYERS = 5;

export class PacketLook {
  readonly header = emptyIpHeader();
  /** Of the packet looked at last, unless it is `other`. */
  sourcePort = 0;
  destinationPort = 0;
  /** What a datagram holds. */
  start = 0;
  end = 0;
  private readonly step = newStep();

  at(packet: Packet): Look {
    const { header, step } = this;
    const { bytes } = packet;
    step.etherType = ofLinkType(packet.linkType);
    step.at = packet.start;
    step.end = packet.end;
    step.rest = null;
    for (let layers = 0; step.etherType !== IPV4 && step.etherType !== IPV6; layers++) {
      const layer = layerOf(step.etherType);
      if (layer === undefined || layers === MOST_LAYERS) return 'other';
      layer.read(bytes, step);
    }
    if (isAggregate(step)) return 'other';
    if (!readIpHeader(bytes, step.at, step.end, header) || header.isFragment) return 'other';
    const { start, protocol } = header;
    if ((protocol !== UDP && protocol !== TCP) || start + 8 > header.end) return 'other';
    this.sourcePort = u16(bytes, start);
    this.destinationPort = u16(bytes, start + 2);
    if (protocol === TCP) return 'segment';
    if (byTunnelPort.has(this.destinationPort) || byTunnelPort.has(this.sourcePort)) return 'other';
    const stated = u16(bytes, start + 4);
    this.start = start + 8;
    this.end = stated < 8 ? header.end : Math.min(header.end, start + stated);
    return 'datagram';
  }
}
