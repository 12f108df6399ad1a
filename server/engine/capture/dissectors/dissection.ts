/** What a dissector is given beside its octets, and the forms that dissectors have. */
import type { FaxStreams } from '../../rtp/fax-streams';
import type { RtpStreams } from '../../rtp/streams';
import type { UnknownDatagramTable } from '../../rtp/unknown-datagrams';
import type { ConversationRow } from '../conversations';
import type { Datagram, Route } from '../datagram';
import type { CaptureEvent, Payload, Wrapping } from '../events';
import type { Flow } from '../../basics/flow-table';
import type { Moment } from '../../basics/moment';
import type { AddressTexts } from '../../network/address-texts';
import type { IpHeader } from '../../network/ip-header';
import type { StreamMemory } from '../transport/stream-memory';
import type { UnreadTable } from '../unread';
import type { StreamConsumer } from '../streams';

/** The dissection of one capture, as dissectors see it. */
export interface Dissection {
  readonly rtp: RtpStreams;
  readonly fax: FaxStreams;
  readonly unknown: UnknownDatagramTable;
  readonly texts: AddressTexts;
  /** Packets of which nothing is read. */
  readonly unread: UnreadTable;
  /** Ends of the packet in hand, as tables of flows want them; true until the next packet. */
  readonly flow: Flow;
  /** Of the packet in hand; null where nobody counts. */
  readonly conversation: ConversationRow | null;
  /** Says that nothing is read of a datagram, which stands in none that is. */
  passOverDatagram(datagram: Datagram): void;
  /** Hands on what was found. */
  tell(event: CaptureEvent): void;
  /** Reads what was found inside a datagram, whatever it is. */
  read(datagram: Datagram): void;
}

/** Reads what {@link import('../payload/content').contentOf} has recognised. */
export type ContentDissector = (datagram: Datagram, dissection: Dissection) => void;

/** Reads what goes to or from a port, where the content alone does not tell what it is. */
export interface PortDissector {
  /** False where the datagram is something else, whatever the port says. */
  readonly datagram: (datagram: Datagram, dissection: Dissection) => boolean;
  /** Opens the reader of one direction of a TCP connection. */
  readonly stream: (way: StreamWay, dissection: Dissection) => StreamConsumer;
}

export interface StreamWay {
  readonly route: Route;
  readonly memory: StreamMemory;
  readonly conversation: ConversationRow | null;
  /** Gives who reads a stream that turns out to be something else. */
  readonly otherwise: () => StreamConsumer;
}

/** Reads what an IP packet carries: `header.start` to `header.end` of the octets. */
export type IpDissector = (
  bytes: Uint8Array,
  header: IpHeader,
  moment: Moment,
  dissection: Dissection,
) => void;

/** A packet in a packet in a packet: no more is unwrapped. */
const MOST_WRAPPINGS = 4;

/** Reads what a datagram is wrapped around, if it is not in too many wrappings already. */
export function unwrap(
  datagram: Datagram,
  inner: Payload & Partial<Pick<Datagram, 'moment' | 'route'>>,
  wrapping: Wrapping,
  dissection: Dissection,
): void {
  if (isWrappedEnough(datagram)) return;
  dissection.read({
    bytes: inner.bytes,
    start: inner.start,
    end: inner.end,
    cut: false,
    route: inner.route ?? datagram.route,
    moment: inner.moment ?? datagram.moment,
    firstFrame: datagram.firstFrame,
    wrappings: [...datagram.wrappings, wrapping],
  });
}

/** Whether what a datagram is wrapped around is left alone. */
export function isWrappedEnough({ wrappings }: Datagram): boolean {
  return wrappings.length >= MOST_WRAPPINGS;
}
