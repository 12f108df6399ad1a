/** What is handed from one step of the dissection to the next: octets, when they came, between whom they went. */
import type { CaptureEndpoint, Carrier, Payload, Wrapping } from './events';
import type { Moment } from '../basics/moment';

/** Octets of one packet or of several. */
export interface Slice extends Payload {
  /** Of the packet that completes it. */
  readonly moment: Moment;
  /** The packet in which it begins. */
  readonly firstFrame: number;
}

/** Both ends, and what carries packets between them. */
export interface Route {
  readonly source: CaptureEndpoint;
  readonly destination: CaptureEndpoint;
  readonly transport: Carrier['transport'];
}

/** A datagram, or what a stream or a wrapping holds in a datagram's stead. */
export interface Datagram extends Slice {
  /** Octets at its end are missing. */
  readonly cut: boolean;
  /** Asked for only where somebody wants it: most packets are RTP, whose ends have no need of a text each time. */
  readonly route: () => Route;
  /** What it was wrapped in, outermost first. */
  readonly wrappings: readonly Wrapping[];
}

/** Most datagrams stand in nothing. */
export const NO_WRAPPINGS: readonly Wrapping[] = [];

/** When and between whom a datagram went, as events tell it. */
export function carrierOf(datagram: Datagram): Carrier {
  const { source, destination, transport } = datagram.route();
  const { moment, firstFrame, wrappings } = datagram;
  return { moment, firstFrame, source, destination, transport, wrappings };
}
