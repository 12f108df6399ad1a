/**
 * From packets to what they carry: link layers, IP and its fragments, UDP, TCP, then SIP, STUN and TURN, DTLS, DNS,
 * RTCP and RTP. Packets go in one by one, events come out in the order in which things become complete.
 */
import { FaxStreams } from '../rtp/fax-streams';
import { isRtcp, isRtp } from '../rtp/header';
import { readRtcp } from '../rtp/rtcp';
import { type RtpEndpoint, type RtpFlow, RtpStreams } from '../rtp/streams';
import { isOutsideRanges, UnknownDatagramTable } from '../rtp/unknown-datagrams';
import { XOR_PEER_ADDRESS } from '../stun/attributes';
import { readChannelData } from '../stun/channel-data';
import { stunAddress } from '../stun/message';
import { isStun, parseStun, turnPayload } from '../stun/parse';
import { u16, u32, u8 } from '../basics/bytes';
import type { CaptureEvent, Carrier, IcmpQuote, Wrapping } from './events';
import { EXPORTED_PDU } from './links';
import { readExportedPdu } from './links/exported-pdu';
import { ETHERNET, IPV4 } from './links/step';
import { type Moment, momentOf } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import { FragmentTable, type LostDatagram } from './network/fragments';
import {
  emptyIpHeader,
  ICMP,
  ICMPV6,
  type IpHeader,
  readIpHeader,
  SCTP,
  TCP,
  UDP,
} from '../network/ip-header';
import { NetworkWalker, type WalkEnd } from './network/walker';
import type { Packet } from './packet';
import { beginsAfterEmptyLines, contentOf } from './payload/content';
import { type DnsMessage, isAboutEndpoints, readDns } from './payload/dns';
import { DnsStream } from './payload/dns-stream';
import { readDtls } from './payload/dtls';
import { GTP_USER_PORT, gtpUserData } from './payload/gtp';
import { readHep } from './payload/hep';
import { sipStart } from './payload/sip-start';
import { readUdptl } from '../rtp/udptl';
import type { SealedWays } from './tls/decryption';
import { SctpReader } from './transport/sctp';
import { StreamFramer, type StreamPiece, type StreamSink } from './transport/stream-framer';
import { StreamMemory } from './transport/stream-memory';
import { type BothWays, type Ends, type StreamConsumer, TcpTable } from './transport/tcp';

export type EventSink = (event: CaptureEvent) => void;

/** What became of the packets. */
export interface DissectionCounts {
  packets: number;
  /** Of a link layer that is not known. */
  unknownLink: number;
  /** Neither IPv4 nor IPv6, such as ARP. */
  notIp: number;
  malformed: number;
  /** Parts of a datagram. */
  fragments: number;
  udp: number;
  tcp: number;
  sctp: number;
  icmp: number;
  /** Of an IP protocol that is not read. */
  otherProtocol: number;
  /** UDP datagrams that hold nothing known. */
  otherContent: number;
  keepAlives: number;
  zrtp: number;
  rtp: number;
}

export interface DissectorOptions {
  /** The RTP clock of payload types without a static meaning; null where it is not known. */
  readonly clockRate?: (payloadType: number) => number | null;
  /** Keep a few whole packets of each stream of RTP. */
  readonly samples?: boolean;
  /**
   * Opens what decrypts a TLS connection: `sealed` takes what each direction carries, and what it makes of it goes to
   * `plain`. Null, or without this option: the connection is told of, and passed over.
   */
  readonly decrypt?: (ends: Ends, plain: BothWays) => SealedWays | null;
}

const VXLAN_PORT = 4789;
const DNS_PORT = 53;
const MULTICAST_DNS_PORT = 5353;
/** Link-local multicast name resolution (RFC 4795), whose messages are those of DNS. */
const LLMNR_PORT = 5355;
const DNS_PORTS: ReadonlySet<number> = new Set([DNS_PORT, MULTICAST_DNS_PORT, LLMNR_PORT]);
/** DNS, DHCP, NTP, NetBIOS, SNMP, IKE, L2TP, SSDP, mDNS, LLMNR: by chance, what they send looks like RTP. */
const NO_MEDIA_PORTS: ReadonlySet<number> = new Set([
  53, 67, 68, 123, 137, 138, 161, 162, 500, 1701, 1900, 4500, 5353, 5355,
]);
/** Octets of unfinished messages that streams keep, all together. */
const MOST_HELD = 32 << 20;
/** A packet in a packet in a packet: no more is unwrapped. */
const MOST_WRAPPINGS = 4;
/** A packet in a datagram in a packet. */
const MOST_TUNNELS = 8;
const NO_USER_DATA = -1;

interface Route {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly transport: Carrier['transport'];
}

export class Dissector {
  readonly rtp: RtpStreams;
  readonly fax = new FaxStreams();
  readonly unknown = new UnknownDatagramTable();
  readonly counts: DissectionCounts = {
    packets: 0,
    unknownLink: 0,
    notIp: 0,
    malformed: 0,
    fragments: 0,
    udp: 0,
    tcp: 0,
    sctp: 0,
    icmp: 0,
    otherProtocol: 0,
    otherContent: 0,
    keepAlives: 0,
    zrtp: 0,
    rtp: 0,
  };
  private readonly texts = new AddressTexts();
  private readonly fragments = new FragmentTable((datagram) => this.tellLostFragments(datagram));
  private readonly walker = new NetworkWalker(this.fragments);
  private readonly quoted: IpHeader = emptyIpHeader();
  private readonly tcp = new TcpTable((ends) => this.openStreams(ends));
  private readonly memory = new StreamMemory();
  private readonly sctp = new SctpReader(({ sourcePort, destinationPort, ...piece }) => {
    this.ports.source = sourcePort;
    this.ports.destination = destinationPort;
    const { bytes, start, end, moment, firstFrame } = piece;
    this.readContent(bytes, start, end, false, () => this.route('SCTP'), moment, firstFrame, []);
  }, this.memory);
  private readonly ports = { source: 0, destination: 0 };
  /** VXLAN and GTP in which the packet in hand stands. */
  private tunnels = 0;
  private readonly flow: RtpFlow & { version: number };
  private readonly datagramRoute = (): Route => this.route('UDP');

  constructor(
    private readonly sink: EventSink,
    private readonly options: DissectorOptions = {},
  ) {
    this.rtp = new RtpStreams(options);
    const { source, destination } = this.walker.header;
    this.flow = { version: 0, source, destination, ports: this.ports, protocol: UDP };
  }

  /** Takes the next packet. Events may keep hold of its bytes, not of the packet itself. */
  packet(packet: Packet): void {
    this.counts.packets++;
    this.tunnels = 0;
    if (packet.linkType === EXPORTED_PDU) this.readExported(packet);
    else {
      const moment = momentOf(packet, packet.direction);
      const end = this.walker.walk(packet, moment);
      const { direction } = this.walker;
      this.afterWalk(end, direction === packet.direction ? moment : { ...moment, direction });
    }
  }

  /** Tells what still waits for more, as the file has ended. */
  finish(): void {
    this.fragments.finish();
    this.tcp.finish();
  }

  private afterWalk(end: WalkEnd, moment: Moment): void {
    switch (end) {
      case 'ip':
        this.readTransport(moment);
        break;
      case 'fragment':
        this.counts.fragments++;
        break;
      case 'unknown-link':
        this.counts.unknownLink++;
        break;
      case 'other':
        this.counts.notIp++;
        break;
      case 'malformed':
        this.counts.malformed++;
        break;
    }
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
      case ICMP:
      case ICMPV6:
        this.counts.icmp++;
        this.readIcmp(bytes, header, moment);
        break;
      default:
        this.counts.otherProtocol++;
    }
  }

  private readTcp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    this.counts.tcp++;
    const isWhole = this.tcp.add(bytes, header.start, header.end, header.missing, header, moment);
    if (!isWhole) this.counts.malformed++;
    while (this.memory.octets > MOST_HELD && this.tcp.size > 1) this.tcp.forgetOldest();
  }

  private readSctp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    this.counts.sctp++;
    if (!this.sctp.add(bytes, header.start, header.end, moment)) this.counts.malformed++;
    while (this.memory.octets > MOST_HELD && this.sctp.size > 1) this.sctp.forgetOldest();
  }

  private readUdp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    const { start } = header;
    if (start + 8 > header.end) {
      this.counts.malformed++;
      return;
    }
    this.counts.udp++;
    this.ports.source = u16(bytes, start);
    this.ports.destination = u16(bytes, start + 2);
    // Zero in a jumbogram, or where the card was to fill it in.
    const stated = u16(bytes, start + 4);
    const sentEnd = stated < 8 ? header.end + header.missing : start + stated;
    const end = Math.min(header.end, sentEnd);
    if (this.ports.destination === VXLAN_PORT && u32(bytes, start + 8) === 0x08000000) {
      this.tunnels++;
      if (this.tunnels > MOST_TUNNELS) this.counts.malformed++;
      else this.afterWalk(this.walker.walkInner(bytes, start + 16, end, ETHERNET, moment), moment);
      return;
    }
    const inner =
      this.ports.destination === GTP_USER_PORT ? gtpUserData(bytes, start + 8, end) : NO_USER_DATA;
    if (inner !== NO_USER_DATA) {
      this.tunnels++;
      if (this.tunnels > MOST_TUNNELS) this.counts.malformed++;
      else this.afterWalk(this.walker.walkInner(bytes, inner, end, IPV4, moment), moment);
      return;
    }
    const dns = this.hasDnsPort() ? readDns(bytes, start + 8, end) : null;
    if (dns !== null) this.tellDns(dns, bytes, start + 8, end, this.route('UDP'), moment, moment.frame);
    else this.readContent(bytes, start + 8, end, sentEnd > end, this.datagramRoute, moment, moment.frame, []);
  }

  private hasDnsPort(): boolean {
    const { source, destination } = this.ports;
    return DNS_PORTS.has(source) || DNS_PORTS.has(destination);
  }

  private tellDns(
    message: DnsMessage,
    bytes: Uint8Array,
    start: number,
    end: number,
    route: Route,
    moment: Moment,
    firstFrame: number,
  ): void {
    if (!isAboutEndpoints(message)) {
      this.counts.otherContent++;
      return;
    }
    const carrier: Carrier = { moment, firstFrame, ...route, wrappings: [] };
    this.sink({ kind: 'dns', carrier, message, bytes, start, end });
  }

  /** Reads a datagram, or what a stream or a wrapping holds in a datagram's stead. */
  private readContent(
    bytes: Uint8Array,
    start: number,
    end: number,
    cut: boolean,
    route: () => Route,
    moment: Moment,
    firstFrame: number,
    wrappings: readonly Wrapping[],
  ): void {
    const content = contentOf(bytes, start, end);
    switch (content) {
      case 'rtp':
        if (this.hasNoMedia()) this.counts.otherContent++;
        else this.countRtp(bytes, start, end, cut, route, moment, wrappings);
        return;
      case 'other':
        this.countOther(bytes, start, end, route, moment, wrappings);
        return;
      case 'keep-alive':
        this.counts.keepAlives++;
        return;
      case 'zrtp':
        this.counts.zrtp++;
        return;
      default:
    }
    const { source, destination, transport } = route();
    const carrier: Carrier = { moment, firstFrame, source, destination, transport, wrappings };
    switch (content) {
      case 'sip':
        this.sink({ kind: 'sip', carrier, bytes, start: beginsAfterEmptyLines(bytes, start, end), end, cut });
        break;
      case 'stun':
        this.readStun(bytes, start, end, cut, carrier);
        break;
      case 'channel-data':
        this.readChannelData(bytes, start, end, carrier);
        break;
      case 'dtls':
        this.sink({ kind: 'dtls', carrier, records: readDtls(bytes, start, end) });
        break;
      case 'rtcp':
        this.sink({ kind: 'rtcp', carrier, compound: readRtcp(bytes, start, end), bytes, start, end, cut });
        break;
      case 'hep':
        this.readHep(bytes, start, end, carrier);
        break;
    }
  }

  private hasNoMedia(): boolean {
    return NO_MEDIA_PORTS.has(this.ports.source) || NO_MEDIA_PORTS.has(this.ports.destination);
  }

  /** RTP in TURN is counted between the ends that TURN goes between; a capture agent's copy is left out. */
  private countRtp(
    bytes: Uint8Array,
    start: number,
    end: number,
    cut: boolean,
    route: () => Route,
    moment: Moment,
    wrappings: readonly Wrapping[],
  ): void {
    this.counts.rtp++;
    if (wrappings.some(({ kind }) => kind === 'hep')) return;
    this.flow.version = this.walker.header.version;
    this.rtp.add(this.flow, bytes, start, end, moment, route, !cut);
  }

  private countOther(
    bytes: Uint8Array,
    start: number,
    end: number,
    route: () => Route,
    moment: Moment,
    wrappings: readonly Wrapping[],
  ): void {
    this.counts.otherContent++;
    if (this.hasNoMedia() || wrappings.length > 0) return;
    const packet = readUdptl(bytes, start, end);
    this.flow.version = this.walker.header.version;
    if (packet !== null) this.fax.add(this.flow, packet, end - start, moment, route);
    else if (isOutsideRanges(bytes, start, end))
      this.unknown.add(this.flow, bytes, start, end, moment, route);
  }

  private readStun(bytes: Uint8Array, start: number, end: number, cut: boolean, carrier: Carrier): void {
    const message = parseStun(bytes, start, end, cut);
    if (message === null) return;
    this.sink({ kind: 'stun', carrier, message });
    const inner = turnPayload(message);
    if (inner === null) return;
    const peer = stunAddress(message, XOR_PEER_ADDRESS);
    this.unwrap(message.bytes, inner.start, inner.end, carrier, { kind: 'turn-indication', peer });
  }

  private readChannelData(bytes: Uint8Array, start: number, end: number, carrier: Carrier): void {
    const data = readChannelData(bytes, start, end, false);
    if (data === null) return;
    const { channel } = data;
    this.sink({ kind: 'channel-data', carrier, channel, length: data.end - data.start });
    this.unwrap(bytes, data.start, data.end, carrier, { kind: 'turn-channel', channel });
  }

  private unwrap(bytes: Uint8Array, start: number, end: number, carrier: Carrier, wrapping: Wrapping): void {
    const { moment, firstFrame, wrappings } = carrier;
    if (wrappings.length >= MOST_WRAPPINGS) return;
    this.readContent(bytes, start, end, false, () => carrier, moment, firstFrame, [...wrappings, wrapping]);
  }

  private readHep(bytes: Uint8Array, start: number, end: number, carrier: Carrier): void {
    const hep = readHep(bytes, start, end);
    if (hep === null || carrier.wrappings.length >= MOST_WRAPPINGS) return;
    if (hep.compressed) {
      this.sink({ kind: 'unreadable', carrier, reason: 'hep-compressed' });
      return;
    }
    const { version, captureId, correlationId, time } = hep;
    const { source, destination } = carrier;
    const wrapping: Wrapping = { kind: 'hep', version, captureId, correlationId, source, destination };
    const moment: Moment = time === null ? carrier.moment : { ...carrier.moment, clock: 'utc', ...time };
    const route: Route = {
      source: hep.source ?? source,
      destination: hep.destination ?? destination,
      transport: hep.protocol === TCP ? 'TCP' : hep.protocol === UDP ? 'UDP' : carrier.transport,
    };
    const wrappings = [...carrier.wrappings, wrapping];
    this.readContent(
      bytes,
      hep.payloadStart,
      hep.payloadEnd,
      false,
      () => route,
      moment,
      carrier.firstFrame,
      wrappings,
    );
  }

  /** Destination unreachable, packet too big, time exceeded and the like quote what they speak of. */
  private readIcmp(bytes: Uint8Array, header: IpHeader, moment: Moment): void {
    const type = u8(bytes, header.start);
    const isError =
      header.protocol === ICMP
        ? type === 3 || type === 4 || type === 5 || type === 11 || type === 12
        : type >= 1 && type <= 4;
    if (!isError || header.start + 8 > header.end) return;
    this.sink({
      kind: 'icmp-error',
      moment,
      source: this.texts.text(header.version, header.source),
      destination: this.texts.text(header.version, header.destination),
      version: header.version === 6 ? 6 : 4,
      type,
      code: u8(bytes, header.start + 1),
      quote: this.readQuote(bytes, header.start + 8, header.end),
    });
  }

  private readQuote(bytes: Uint8Array, start: number, end: number): IcmpQuote | null {
    const { quoted } = this;
    if (!readIpHeader(bytes, start, end, quoted) || quoted.start + 4 > end) return null;
    const isUdp = quoted.protocol === UDP;
    const isTcp = quoted.protocol === TCP;
    const hasPorts = (isUdp || isTcp) && quoted.fragmentOffset === 0;
    const from = Math.min(
      quoted.end,
      quoted.start + (isUdp ? 8 : isTcp ? (u8(bytes, quoted.start + 12) >>> 4) * 4 : 0),
    );
    return {
      protocol: quoted.protocol,
      source: {
        address: this.texts.text(quoted.version, quoted.source),
        port: hasPorts ? u16(bytes, quoted.start) : 0,
      },
      destination: {
        address: this.texts.text(quoted.version, quoted.destination),
        port: hasPorts ? u16(bytes, quoted.start + 2) : 0,
      },
      bytes,
      start: from,
      end: quoted.end,
      content: hasPorts ? quotedContent(bytes, from, quoted.end) : 'other',
    };
  }

  private tellLostFragments(datagram: LostDatagram): void {
    const { header, moment, total, beginning } = datagram;
    const hasPorts = beginning.length >= 8 && (header.protocol === UDP || header.protocol === TCP);
    const start = hasPorts && header.protocol === UDP ? 8 : 0;
    this.sink({
      kind: 'lost-fragments',
      moment,
      source: this.texts.text(header.version, header.source),
      destination: this.texts.text(header.version, header.destination),
      protocol: header.protocol,
      total,
      ports: hasPorts ? { source: u16(beginning, 0), destination: u16(beginning, 2) } : null,
      content: sipStart(beginning, start, beginning.length) === 'yes' ? 'sip' : 'other',
      bytes: beginning,
      start,
      end: beginning.length,
    });
  }

  private readExported(packet: Packet): void {
    const pdu = readExportedPdu(packet.bytes, packet.start, packet.end);
    if (pdu === null) {
      this.counts.malformed++;
      return;
    }
    const moment = momentOf(packet, packet.direction);
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
    const route = this.route(pdu.transport ?? 'UDP');
    const cut = packet.originalLength > packet.end - packet.start;
    this.readContent(packet.bytes, pdu.start, packet.end, cut, () => route, moment, packet.frame, []);
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
    const first = { address: this.texts.text(ends.version, ends.source), port: ends.sourcePort };
    const second = { address: this.texts.text(ends.version, ends.destination), port: ends.destinationPort };
    let sealed: BothWays | null | undefined;
    /** Directions that ended before the connection showed itself to be encrypted. */
    const ended = new Set<boolean>();
    const framer = (forth: boolean, encrypted: boolean): StreamFramer => {
      const source = forth ? first : second;
      const destination = forth ? second : first;
      const plain = encrypted ? 'TLS' : 'TCP';
      const webSocket = encrypted ? 'WSS' : 'WS';
      const carrierOf = (moment: Moment, transport: Carrier['transport']): Carrier => ({
        moment,
        firstFrame: moment.frame,
        source,
        destination,
        transport,
        wrappings: [],
      });
      const sink: StreamSink = {
        piece: (piece) => {
          const transport = piece.inWebSocket ? webSocket : plain;
          this.takePiece(piece, ends, forth, { source, destination, transport });
        },
        tls: (moment) => {
          this.sink({ kind: 'tls', carrier: carrierOf(moment, 'TLS') });
          if (encrypted) return null;
          if (sealed === undefined) {
            const plainWays = { forth: framer(true, true), back: framer(false, true) };
            const opened = this.options.decrypt?.(ends, plainWays) ?? null;
            sealed = opened === null ? null : counted(opened, this.memory);
            if (ended.has(!forth)) (forth ? sealed?.back : sealed?.forth)?.end();
          }
          return (forth ? sealed?.forth : sealed?.back) ?? null;
        },
        end: () => {
          if (encrypted) return;
          ended.add(forth);
          (forth ? sealed?.forth : sealed?.back)?.end();
        },
        compressed: (moment) => {
          this.sink({
            kind: 'unreadable',
            carrier: carrierOf(moment, webSocket),
            reason: 'websocket-compressed',
          });
        },
      };
      return new StreamFramer(sink, this.memory);
    };
    if (!DNS_PORTS.has(first.port) && !DNS_PORTS.has(second.port))
      return { forth: framer(true, false), back: framer(false, false) };
    const dns = (forth: boolean): StreamConsumer => {
      const route: Route = {
        source: forth ? first : second,
        destination: forth ? second : first,
        transport: 'TCP',
      };
      return new DnsStream(
        ({ message, bytes, start, end, moment, firstFrame }) => {
          this.tellDns(message, bytes, start, end, route, moment, firstFrame);
        },
        this.memory,
        () => framer(forth, false),
      );
    };
    return { forth: dns(true), back: dns(false) };
  }

  private takePiece(piece: StreamPiece, ends: Ends, forth: boolean, route: Route): void {
    const { bytes, start, end, moment, firstFrame, cut } = piece;
    // RTP in a stream is counted by the stream's ends, which are those of another packet if this one waited.
    const { header } = this.walker;
    header.version = ends.version;
    header.source.set(forth ? ends.source : ends.destination);
    header.destination.set(forth ? ends.destination : ends.source);
    this.ports.source = route.source.port;
    this.ports.destination = route.destination.port;
    this.readContent(bytes, start, end, cut, () => route, moment, firstFrame, []);
  }
}

/** What decryption keeps counts as what streams keep. */
function counted(sealed: SealedWays, memory: StreamMemory): BothWays {
  let held = 0;
  let open = 2;
  const count = (): void => {
    const now = open === 0 ? 0 : sealed.held();
    memory.octets += now - held;
    held = now;
  };
  const way = (consumer: StreamConsumer): StreamConsumer => ({
    data: (bytes, start, end, moment) => {
      consumer.data(bytes, start, end, moment);
      count();
    },
    gap: (length) => {
      consumer.gap(length);
      count();
    },
    end: () => {
      open--;
      consumer.end();
      count();
    },
  });
  return { forth: way(sealed.forth), back: way(sealed.back) };
}

function quotedContent(bytes: Uint8Array, start: number, end: number): IcmpQuote['content'] {
  if (sipStart(bytes, start, end) === 'yes') return 'sip';
  if (isStun(bytes, start, end)) return 'stun';
  if (isRtcp(bytes, start, end)) return 'rtcp';
  return isRtp(bytes, start, end) ? 'rtp' : 'other';
}
