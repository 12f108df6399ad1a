/** Counts the packets of UDP and TCP by their ends, within bounds; `basics/conversation.ts` says what is counted. */
import { u16, u8 } from '../basics/bytes';
import {
  type CapturedOn,
  type Conversation,
  conversationProtocols,
  type ConversationProtocol,
  type Conversations,
  type ConversationWay,
  type DscpCount,
  type ProtocolCount,
  type RemarkedCount,
} from '../basics/conversation';
import { emptyFlowKey, FlowTable } from '../basics/flow-table';
import { type Moment, timeOf } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import { type IpHeader, UDP } from '../network/ip-header';
import type { CaptureInterface } from './packet';
import type { Content } from './payload/content';

/** Some 300 characters of trace text each. */
const MOST_CONVERSATIONS = 16_384;

/** What is to be known of a packet beside its headers. */
export interface CountedPacket {
  readonly moment: Moment;
  /** Of the VLAN in which it was tagged; null where it was not. */
  readonly vlan: number | null;
  /** Of the whole frame, as it was on the wire. */
  readonly frameOctets: number;
  /** Of what UDP or TCP carried. */
  readonly payloadOctets: number;
}

interface Ports {
  readonly source: number;
  readonly destination: number;
}

export class ConversationTable {
  private leftOut = 0;
  private readonly key = emptyFlowKey();
  private readonly rows = new FlowTable<ConversationRow>(MOST_CONVERSATIONS, () => this.leftOut++);
  private readonly sights = new DatagramSights();
  private readonly texts = new AddressTexts();
  /** By the number of an interface, that of the first one of the same name. */
  private readonly groups: number[] = [];
  private readonly groupOfName = new Map<string, number>();

  /** @param interfaces of the capture; more may be added while its packets are counted */
  constructor(private readonly interfaces: readonly CaptureInterface[]) {}

  /**
   * Counts a packet; gives its conversation, that what the packet holds may be counted, too.
   *
   * @param bytes what the places in its IP header speak of
   */
  add(bytes: Uint8Array, header: IpHeader, ports: Ports, packet: CountedPacket): ConversationRow {
    const isForth = this.setKey(header, ports, packet.moment.interfaceIndex);
    let row = this.rows.get(this.key);
    if (row === undefined) {
      row = new ConversationRow(header, ports, packet.moment, isForth);
      this.rows.set(this.key, row);
    }
    const way = row.add(header.dscp, packet, isForth);
    const before = header.protocol === UDP ? this.sights.see(bytes, header) : null;
    if (before !== null && before !== header.dscp) way.remark(before, header.dscp);
    return row;
  }

  list(): Conversations {
    const rows = [...this.rows.values()]
      .map((row) => row.told(this.texts, this.capturedOn(row.interfaceIndex)))
      .sort((one, other) => one.first.frame - other.first.frame);
    return { rows, leftOut: this.leftOut };
  }

  /** The same for both directions; true where the packet goes the way that the key has. */
  private setKey(header: IpHeader, ports: Ports, interfaceIndex: number): boolean {
    const { key } = this;
    const { source, destination } = header;
    let order = 0;
    for (let word = 0; word < 4 && order === 0; word++)
      order = (source[word] ?? 0) - (destination[word] ?? 0);
    const isForth = order < 0 || (order === 0 && ports.source <= ports.destination);
    const first = isForth ? source : destination;
    const second = isForth ? destination : source;
    for (let word = 0; word < 4; word++) {
      key[word] = first[word] ?? 0;
      key[4 + word] = second[word] ?? 0;
    }
    key[8] = isForth ? ports.source * 65536 + ports.destination : ports.destination * 65536 + ports.source;
    key[9] = header.version * 256 + header.protocol;
    key[10] = this.groups[interfaceIndex] ?? this.groupOf(interfaceIndex);
    return isForth;
  }

  /** A capture that was begun anew, or put together from several, describes an interface more than once. */
  private groupOf(index: number): number {
    const name = JSON.stringify(this.capturedOn(index));
    const group = this.groupOfName.get(name) ?? Math.max(0, index);
    this.groupOfName.set(name, group);
    if (index >= 0) this.groups[index] = group;
    return group;
  }

  private capturedOn(index: number): CapturedOn | null {
    const { name = null, description = null } = this.interfaces[index] ?? {};
    const told = { name: name === '' ? null : name, description: description === '' ? null : description };
    return told.name === null && told.description === null ? null : told;
  }
}

/** All packets between two ends. */
export class ConversationRow {
  readonly interfaceIndex: number;
  private readonly version: number;
  private readonly transport: Conversation['transport'];
  private readonly source: Uint32Array;
  private readonly destination: Uint32Array;
  private readonly sourcePort: number;
  private readonly destinationPort: number;
  private readonly first: Moment;
  private last: Moment;
  private readonly out = new WayCounts();
  private readonly in = new WayCounts();
  private readonly protocols = new ProtocolCounts();
  private readonly relayed = new ProtocolCounts();
  private readonly vlans: number[] = [];

  /** @param isForth whether its first packet goes the way that its key has */
  constructor(
    header: IpHeader,
    ports: Ports,
    moment: Moment,
    private readonly isForth: boolean,
  ) {
    this.version = header.version;
    this.transport = header.protocol === UDP ? 'udp' : 'tcp';
    this.source = header.source.slice();
    this.destination = header.destination.slice();
    this.sourcePort = ports.source;
    this.destinationPort = ports.destination;
    this.first = moment;
    this.last = moment;
    this.interfaceIndex = moment.interfaceIndex;
  }

  add(dscp: number, packet: CountedPacket, isForth: boolean): WayCounts {
    const { moment, vlan, frameOctets, payloadOctets } = packet;
    this.last = moment;
    if (vlan !== null && !this.vlans.includes(vlan) && this.vlans.length < MOST_VLANS) this.vlans.push(vlan);
    const way = isForth === this.isForth ? this.out : this.in;
    way.add(dscp, frameOctets, payloadOctets);
    return way;
  }

  /**
   * Counts what a packet holds.
   *
   * @param isRelayed whether TURN carried it
   */
  holds(protocol: ConversationProtocol, isRelayed: boolean): void {
    (isRelayed ? this.relayed : this.protocols).add(protocol);
  }

  told(texts: AddressTexts, captured: CapturedOn | null): Conversation {
    const { version, transport, first, last, protocols, relayed, vlans } = this;
    return {
      transport,
      source: { address: texts.text(version, this.source), port: this.sourcePort },
      destination: { address: texts.text(version, this.destination), port: this.destinationPort },
      interface: captured,
      out: this.out.told(),
      in: this.in.told(),
      first: { frame: first.frame, time: timeOf(first) },
      last: { frame: last.frame, time: timeOf(last) },
      protocols: protocols.told(),
      relayed: relayed.told(),
      vlans,
    };
  }
}

/** Tags of a conversation that are told: a real one has one or two. */
const MOST_VLANS = 8;

class WayCounts {
  private packets = 0;
  private frameOctets = 0;
  private payloadOctets = 0;
  private readonly dscp: { dscp: number; packets: number }[] = [];
  private readonly remarked: { from: number; to: number; packets: number }[] = [];

  add(dscp: number, frameOctets: number, payloadOctets: number): void {
    this.packets++;
    this.frameOctets += frameOctets;
    this.payloadOctets += payloadOctets;
    for (const known of this.dscp) {
      if (known.dscp === dscp) {
        known.packets++;
        return;
      }
    }
    this.dscp.push({ dscp, packets: 1 });
  }

  remark(from: number, to: number): void {
    const known = this.remarked.find((each) => each.from === from && each.to === to);
    if (known !== undefined) known.packets++;
    else if (this.remarked.length < MOST_REMARKS) this.remarked.push({ from, to, packets: 1 });
  }

  told(): ConversationWay {
    const { packets, frameOctets, payloadOctets } = this;
    const dscp: readonly DscpCount[] = this.dscp.toSorted((one, other) => other.packets - one.packets);
    const remarked: readonly RemarkedCount[] = this.remarked;
    return { packets, frameOctets, payloadOctets, dscp, remarked };
  }
}

/** Pairs of marks of one way: a shaper knows a few. */
const MOST_REMARKS = 16;

class ProtocolCounts {
  private readonly counts: number[] = conversationProtocols.map(() => 0);

  add(protocol: ConversationProtocol): void {
    const place = conversationProtocols.indexOf(protocol);
    this.counts[place] = (this.counts[place] ?? 0) + 1;
  }

  told(): readonly ProtocolCount[] {
    return conversationProtocols.flatMap((protocol, place) => {
      const packets = this.counts[place] ?? 0;
      return packets === 0 ? [] : [{ protocol, packets }];
    });
  }
}

/** Datagrams that are remembered, each in a place of its own that a later one takes: a power of two. */
const SIGHTS = 1 << 15;
/** Octets of a payload that tell it from another one: sequence numbers and transaction ids stand at its beginning. */
const TELLING = 48;
/** UDP's header: of it, the checksum may be filled in later. */
const UDP_PORTS_AND_LENGTH = 6;
const UDP_HEADER = 8;

/** Knows a datagram that was captured before, on its way through a device or on another interface. */
class DatagramSights {
  private readonly ones = new Uint32Array(SIGHTS);
  private readonly others = new Uint32Array(SIGHTS);
  private readonly marks = new Uint8Array(SIGHTS);

  /** How it was marked when it was seen first, shortly before; null where it is new. */
  see(bytes: Uint8Array, header: IpHeader): number | null {
    const { source, destination, start, fragmentId } = header;
    let one = Math.imul(fragmentId ^ 0x811c9dc5, 0x9e3779b1);
    let other = fragmentId;
    for (let word = 0; word < 4; word++) {
      const from = source[word] ?? 0;
      const to = destination[word] ?? 0;
      one = Math.imul(one ^ from, 0x9e3779b1);
      one = Math.imul(one ^ (one >>> 15) ^ to, 0x85ebca6b);
      other = Math.imul(other, 31) + (from ^ Math.imul(to, 7));
    }
    const end = Math.min(header.end, start + UDP_HEADER + TELLING);
    for (let at = start; at < end; at++) {
      if (at === start + UDP_PORTS_AND_LENGTH) at += 2;
      const octet = u8(bytes, at);
      one = Math.imul(one ^ octet, 0x01000193);
      other = Math.imul(other, 31) + octet;
    }
    const place = (one ^ (one >>> 16)) & (SIGHTS - 1);
    one >>>= 0;
    other >>>= 0;
    if (this.ones[place] === one && this.others[place] === other) return this.marks[place] ?? null;
    this.ones[place] = one;
    this.others[place] = other;
    this.marks[place] = header.dscp;
    return null;
  }
}

/** What is counted of a content. */
export function protocolOf(content: Content, bytes: Uint8Array, start: number): ConversationProtocol {
  switch (content) {
    case 'sip':
    case 'dtls':
    case 'rtcp':
    case 'rtp':
      return content;
    case 'stun':
      return (u16(bytes, start) & STUN_METHOD) === STUN_BINDING ? 'stun' : 'turn';
    case 'channel-data':
      return 'turn';
    case 'hep':
    case 'keep-alive':
    case 'zrtp':
    case 'other':
      return 'other';
  }
}

/** The bits of a STUN message's type that are not its class (RFC 8489 §5). */
const STUN_METHOD = 0x3eef;
const STUN_BINDING = 1;
