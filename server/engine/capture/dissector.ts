/**
 * From packets to what they carry: link layers, IP and its fragments, UDP, TCP and SCTP, then what `dissectors/` knows.
 * Packets go in one by one, events come out in the order in which things become complete.
 */
import { FaxStreams } from '../rtp/fax-streams';
import { type RtpStream, RtpStreams } from '../rtp/streams';
import { UnknownDatagramTable } from '../rtp/unknown-datagrams';
import { u16, u8 } from '../basics/bytes';
import {
  type ConversationRow,
  type ConversationTable,
  type CountedPacket,
  protocolOf,
} from './conversations';
import { type Datagram, NO_WRAPPINGS, type Route, type Slice } from './datagram';
import { byContent, byIpProtocol, byPort } from './dissectors';
import type { Dissection, PortDissector } from './dissectors/dissection';
import { hasNoMedia } from './dissectors/rtp';
import { lostFragments } from './dissectors/lost-fragments';
import type { CaptureEvent, Carrier, Wrapping } from './events';
import type { Flow } from '../basics/flow-table';
import { byTunnelPort, EXPORTED_PDU } from './links';
import { readExportedPdu } from './links/exported-pdu';
import { IPV4, type Layer } from './links/step';
import { type Moment, momentOf } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import { FragmentTable } from './network/fragments';
import { type IpHeader, SCTP, TCP, UDP } from '../network/ip-header';
import { NetworkWalker, type WalkEnd } from './network/walker';
import type { Packet } from './packet';
import { contentOf } from './payload/content';
import type { SealedWays } from './streams';
import { type SctpMessage, SctpReader } from './transport/sctp';
import type { StreamPiece } from './transport/stream-framer';
import { StreamMemory } from './transport/stream-memory';
import type { BothWays, Ends, StreamConsumer } from './streams';
import { TcpTable } from './transport/tcp';
import { type FlowHost, type FlowWay, TcpFlow } from './transport/tcp-flow';
import { UnreadTable } from './unread';
import { tellingPort, type UnreadReason } from './unread-words';

export type EventSink = (event: CaptureEvent) => void;

export interface DissectorOptions {
  /** The RTP clock of payload types without a static meaning; null where it is not known. */
  readonly clockRate?: (payloadType: number) => number | null;
  /** Keep a few whole packets of each stream of RTP. */
  readonly samples?: boolean;
  /** Where packets are counted by their ends. */
  readonly conversations?: ConversationTable;
  /**
   * Opens what decrypts a TLS connection: `sealed` takes what each direction carries, and what it makes of it goes to
   * `plain`. Null, or without this option: the connection is told of, and passed over.
   */
  readonly decrypt?: (ends: Ends, plain: BothWays) => SealedWays | null;
}

/** Datagrams from one end to another. */
type DatagramStream = Pick<RtpStream, 'source' | 'destination' | 'first'>;

/** Octets of unfinished messages that streams keep, all together. */
const MOST_HELD = 32 << 20;
/** A packet in a datagram in a packet. */
const MOST_TUNNELS = 8;
/** Where it is not UDP that carries what nothing is read of. */
const transportKinds: ReadonlyMap<number, 'tcp' | 'sctp'> = new Map([
  [TCP, 'tcp'],
  [SCTP, 'sctp'],
]);
/** Frames that are sent as one. */
const MOST_IN_AGGREGATE = 256;
/** UDP's header. */
const UDP_HEADER = 8;
/** Fewer octets of what was longer do not tell what it was. */
const LEAST_CONTENT = 5;
/** TCP's header without options. */
const TCP_HEADER = 20;

export class Dissector implements Dissection, FlowHost {
  readonly rtp: RtpStreams;
  readonly fax = new FaxStreams();
  readonly unknown = new UnknownDatagramTable();
  readonly unread = new UnreadTable();
  /** So many went in. */
  packets = 0;
  readonly texts = new AddressTexts();
  readonly memory = new StreamMemory();
  readonly flow: Flow;
  private readonly fragments = new FragmentTable((datagram) => {
    this.tell(lostFragments(datagram, this.texts));
  });
  private readonly walker = new NetworkWalker(this.fragments);
  private readonly tcp = new TcpTable((ends) => this.openStreams(ends));
  private readonly sctp = new SctpReader((message) => this.takeSctp(message), this.memory);
  private readonly ports = { source: 0, destination: 0 };
  /** Tunnels in UDP in which the packet in hand stands. */
  private tunnels = 0;
  /** The number of the packet in hand where octets of it were left away when it was captured; else 0. */
  private cutFrame = 0;
  private readonly counted: CountedPacket = { vlan: null, frameOctets: 0, payloadOctets: 0 };
  /** Of the packet in hand; null where nobody counts. */
  conversation: ConversationRow | null = null;
  private readonly datagramRoute = (): Route => this.route('UDP');

  constructor(
    private readonly sink: EventSink,
    private readonly options: DissectorOptions = {},
  ) {
    this.rtp = new RtpStreams(options);
    const { header } = this.walker;
    const { source, destination } = header;
    this.flow = {
      get version() {
        return header.version;
      },
      source,
      destination,
      ports: this.ports,
      protocol: UDP,
    };
  }

  tell(event: CaptureEvent): void {
    this.sink(event);
  }

  /** Takes the next packet. Events may keep hold of its bytes, not of the packet itself. */
  packet(packet: Packet): void {
    this.packets++;
    this.tunnels = 0;
    this.cutFrame = packet.originalLength > packet.end - packet.start ? packet.frame : 0;
    this.counted.frameOctets = packet.originalLength;
    this.conversation = null;
    if (packet.linkType === EXPORTED_PDU) this.readExported(packet);
    else {
      const moment = momentOf(packet, packet.direction);
      const end = this.walker.walk(packet, moment);
      const { direction } = this.walker;
      const told = direction === packet.direction ? moment : { ...moment, direction };
      this.afterWalk(end, told);
      if (end === 'unknown-link') this.unread.add({ kind: 'link', number: packet.linkType }, packet.frame);
      this.readRest(told);
    }
  }

  /** Tells what still waits for more, as the file has ended. */
  finish(): void {
    this.fragments.finish();
    this.tcp.finish();
  }

  /** Reads what stands behind the first packet of an aggregate. */
  private readRest(moment: Moment): void {
    for (let count = 0; count < MOST_IN_AGGREGATE; count++) {
      const end = this.walker.walkRest(moment);
      if (end === null) return;
      this.afterWalk(end, moment);
    }
  }

  private afterWalk(end: WalkEnd, moment: Moment): void {
    const { layer, etherType } = this.walker;
    switch (end) {
      case 'ip':
        this.readTransport(moment);
        break;
      case 'fragment':
      case 'unknown-link':
        break;
      case 'other':
        this.unread.add(
          etherType === null ? { kind: 'layer', layer } : { kind: 'ether-type', number: etherType },
          moment.frame,
        );
        break;
      case 'encrypted':
        this.unread.add({ kind: 'encrypted', layer }, moment.frame);
        break;
      case 'malformed':
        this.passOverDamaged(moment);
        break;
    }
  }

  private passOverDamaged({ frame }: Moment): void {
    this.unread.add({ kind: this.isCut(frame) ? 'cut' : 'damaged' }, frame);
  }

  private readTransport(moment: Moment): void {
    const { header, bytes } = this.walker;
    switch (header.protocol) {
      case UDP:
        this.readUdp(bytes, header, moment);
        break;
      case TCP:
        this.readTcp(bytes, header, moment);
        break;
      case SCTP:
        this.readSctp(bytes, header, moment);
        break;
      default: {
        const dissect = byIpProtocol.get(header.protocol);
        if (dissect === undefined)
          this.unread.add({ kind: 'ip-protocol', number: header.protocol }, moment.frame);
        else dissect(bytes, header, moment, this);
      }
    }
  }

  private readTcp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    const { start, end, missing } = header;
    this.ports.source = u16(bytes, start);
    this.ports.destination = u16(bytes, start + 2);
    const payload = Math.max(0, end + missing - start - (u8(bytes, start + 12) >>> 4) * 4);
    if (start + TCP_HEADER <= end) this.count(bytes, header, moment, payload);
    if (!this.tcp.add(bytes, header, moment)) this.passOverDamaged(moment);
    while (this.memory.octets > MOST_HELD && this.tcp.size > 1) this.tcp.forgetOldest();
  }

  private readSctp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    if (!this.sctp.add(bytes, header.start, header.end, moment)) this.passOverDamaged(moment);
    while (this.memory.octets > MOST_HELD && this.sctp.size > 1) this.sctp.forgetOldest();
  }

  private readUdp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    const { start } = header;
    if (start + UDP_HEADER > header.end) {
      this.passOverDamaged(moment);
      return;
    }
    this.ports.source = u16(bytes, start);
    this.ports.destination = u16(bytes, start + 2);
    // Zero in a jumbogram, or where the card was to fill it in.
    const stated = u16(bytes, start + 4);
    const sentEnd = stated < UDP_HEADER ? header.end + header.missing : start + stated;
    const end = Math.min(header.end, sentEnd);
    const datagram: Datagram = {
      bytes,
      start: start + UDP_HEADER,
      end,
      cut: sentEnd > end,
      route: this.datagramRoute,
      moment,
      firstFrame: moment.frame,
      wrappings: NO_WRAPPINGS,
    };
    if (datagram.cut && end - datagram.start < LEAST_CONTENT) {
      this.passOverDamaged(moment);
      return;
    }
    const tunnel = byTunnelPort.get(this.ports.destination) ?? byTunnelPort.get(this.ports.source);
    if (tunnel !== undefined && this.enterTunnel(tunnel, datagram)) return;
    this.count(bytes, header, moment, sentEnd - datagram.start);
    const dissector = dissectorOfPort(this.ports);
    if (dissector?.datagram(datagram, this) !== true) this.read(datagram);
  }

  /** Counts the packet in hand, whose ports are set. */
  private count(bytes: Uint8Array, header: IpHeader, moment: Moment, payloadOctets: number): void {
    const table = this.options.conversations;
    if (table === undefined) return;
    const { counted } = this;
    counted.vlan = this.walker.vlan;
    counted.payloadOctets = payloadOctets;
    this.conversation = table.add(bytes, header, this.ports, moment, counted);
  }

  /** Walks on in what a tunnel carries; false where the datagram is none of the tunnel's. */
  private enterTunnel(tunnel: Layer, { bytes, start, end, moment }: Datagram): boolean {
    if (this.tunnels === MOST_TUNNELS) {
      this.passOverDamaged(moment);
      return true;
    }
    const walked = this.walker.walkTunnel(tunnel, bytes, start, end, moment);
    if (walked === null) return false;
    this.tunnels++;
    this.afterWalk(walked, moment);
    return true;
  }

  private isCut(frame: number): boolean {
    return frame === this.cutFrame;
  }

  passOverDatagram({ moment, wrappings, cut }: Datagram): void {
    if (wrappings.length > 0) return;
    const { source, destination } = this.ports;
    const kind = transportKinds.get(this.walker.header.protocol) ?? 'udp';
    this.unread.add({ kind, number: tellingPort(source, destination), isCut: cut }, moment.frame);
  }

  /** Says that datagrams which looked like media are none, by all that is known at the end. */
  passOverStream({ source, destination, first }: DatagramStream, datagrams: number): void {
    const number = tellingPort(source.port, destination.port);
    this.unread.addAll({ kind: 'udp', number }, datagrams, first.frame);
  }

  passOver(kind: 'tcp' | 'tls', { source, destination }: FlowWay, frames: number, first: number): void {
    const number = tellingPort(source.port, destination.port);
    const reason: UnreadReason = { kind, number, isCut: kind === 'tcp' && this.isCut(first) };
    if (frames === 1) this.unread.add(reason, first);
    else this.unread.addAll(reason, frames, first);
  }

  read(datagram: Datagram): void {
    const { bytes, start, end, wrappings } = datagram;
    const content = contentOf(bytes, start, end);
    // A capture agent's copies are no packets of the conversation in which it sends them.
    if (this.conversation !== null && !isMirrored(wrappings)) {
      const isNone = content === 'rtp' && hasNoMedia(this);
      const protocol = isNone ? 'other' : protocolOf(content, bytes, start);
      this.conversation.holds(protocol, wrappings.length > 0);
    }
    byContent[content](datagram, this);
  }

  private readExported(packet: Packet): void {
    const pdu = readExportedPdu(packet.bytes, packet.start, packet.end);
    const moment = momentOf(packet, packet.direction);
    if (pdu === null) {
      this.passOverDamaged(moment);
      return;
    }
    if (pdu.protocol === 'ip') {
      this.afterWalk(this.walker.walkInner(packet.bytes, pdu.start, packet.end, IPV4, moment), moment);
      return;
    }
    const { header } = this.walker;
    header.version = pdu.version;
    header.source.set(pdu.source);
    header.destination.set(pdu.destination);
    this.ports.source = pdu.sourcePort;
    this.ports.destination = pdu.destinationPort;
    const { bytes, end, frame } = packet;
    const cut = packet.originalLength > end - packet.start;
    this.readWhole(
      { bytes, start: pdu.start, end, moment, firstFrame: frame },
      cut,
      this.route(pdu.transport ?? 'UDP'),
    );
  }

  /** Reads what is no datagram, but is read like one. */
  private readWhole(slice: Slice, cut: boolean, route: Route, wrappings = NO_WRAPPINGS): void {
    const { bytes, start, end, moment, firstFrame } = slice;
    this.read({ bytes, start, end, moment, firstFrame, cut, route: () => route, wrappings });
  }

  private takeSctp(message: SctpMessage): void {
    this.ports.source = message.sourcePort;
    this.ports.destination = message.destinationPort;
    this.readWhole(message, false, this.route('SCTP'));
  }

  /** Both ends of the packet in hand. */
  private route(transport: Carrier['transport']): Route {
    const { version, source, destination } = this.walker.header;
    return {
      source: { address: this.texts.text(version, source), port: this.ports.source },
      destination: { address: this.texts.text(version, destination), port: this.ports.destination },
      transport,
    };
  }

  private openStreams(ends: Ends): BothWays {
    const source = { address: this.texts.text(ends.version, ends.source), port: ends.sourcePort };
    const destination = {
      address: this.texts.text(ends.version, ends.destination),
      port: ends.destinationPort,
    };
    const flow = new TcpFlow(ends, source, destination, this.conversation, this);
    const dissector = dissectorOfPort({ source: source.port, destination: destination.port });
    return {
      forth: this.openStream(flow, flow.forth, dissector),
      back: this.openStream(flow, flow.back, dissector),
    };
  }

  private openStream(flow: TcpFlow, way: FlowWay, dissector: PortDissector | undefined): StreamConsumer {
    if (dissector === undefined) return flow.framer(way);
    const { source, destination } = way;
    const route: Route = { source, destination, transport: 'TCP' };
    const { memory } = this;
    const { conversation } = way;
    return dissector.stream({ route, memory, conversation, otherwise: () => flow.framer(way) }, this);
  }

  decrypt(ends: Ends, plain: BothWays): SealedWays | null {
    return this.options.decrypt?.(ends, plain) ?? null;
  }

  take(piece: StreamPiece, way: FlowWay, transport: Carrier['transport']): void {
    const { ends, isForth, source, destination } = way;
    this.conversation = way.conversation;
    // RTP in a stream is counted by the stream's ends, which are those of another packet if this one waited.
    const { header } = this.walker;
    header.version = ends.version;
    header.source.set(isForth ? ends.source : ends.destination);
    header.destination.set(isForth ? ends.destination : ends.source);
    this.ports.source = source.port;
    this.ports.destination = destination.port;
    this.readWhole(piece, piece.cut, { source, destination, transport }, piece.wrappings);
  }
}

/** Whether a capture agent has sent it. */
function isMirrored(wrappings: readonly Wrapping[]): boolean {
  return wrappings.length > 0 && wrappings.some(({ kind }) => kind === 'hep');
}

function dissectorOfPort(ports: {
  readonly source: number;
  readonly destination: number;
}): PortDissector | undefined {
  return byPort.get(ports.source) ?? byPort.get(ports.destination);
}
