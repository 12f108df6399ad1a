/** Counts the packets of UDP and TCP by their ends, within bounds; `basics/conversation.ts` says what is counted. */
import { u16, u32, u8 } from '../basics/bytes';
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

/** Places for conversations of which packets came last, as a power of two. */
const RECENT_BITS = 11;
/** Of so many packets of such a conversation one is looked up in the table. */
const TOLD_EVERY = 64;

/** What is to be known of a packet beside its headers; one object is filled again and again. */
export interface CountedPacket {
  /** Of the VLAN in which it was tagged; null where it was not. */
  vlan: number | null;
  /** Of the whole frame, as it was on the wire. */
  frameOctets: number;
  /** Of what UDP or TCP carried. */
  payloadOctets: number;
}

interface Ports {
  readonly source: number;
  readonly destination: number;
}

export class ConversationTable {
  private begun = 0;
  private leftOut = 0;
  private readonly key = emptyFlowKey();
  private readonly rows = new FlowTable<ConversationRow>(MOST_CONVERSATIONS, (row) => {
    row.isLeftOut = true;
    this.leftOut++;
  });
  /** Those of which packets came last, each in a place of its own: mostly, the table need not be asked. */
  private readonly recent: (ConversationRow | undefined)[] = [];
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
  add(
    bytes: Uint8Array,
    header: IpHeader,
    ports: Ports,
    moment: Moment,
    packet: CountedPacket,
  ): ConversationRow {
    const group = this.groups[moment.interfaceIndex] ?? this.groupOf(moment.interfaceIndex);
    const row = this.rowOf(header, ports, group, moment);
    const way = row.add(header, ports, moment, packet);
    const before = header.protocol === UDP ? this.sights.see(bytes, header) : null;
    if (before !== null && before !== header.dscp) way.remark(before, header.dscp);
    return row;
  }

  list(): Conversations {
    const rows = [...this.rows.values()]
      .sort((one, other) => one.place - other.place)
      .map((row) => row.told(this.texts, this.capturedOn(row.interfaceIndex)));
    return { rows, leftOut: this.leftOut };
  }

  private rowOf(header: IpHeader, ports: Ports, group: number, moment: Moment): ConversationRow {
    const { source, destination } = header;
    const addresses = (source[3] ?? 0) ^ (destination[3] ?? 0);
    const mixed = Math.imul(addresses + Math.imul(ports.source ^ ports.destination, 0x9e3779b1), 0x85ebca6b);
    const place = mixed >>> (32 - RECENT_BITS);
    const known = this.recent[place];
    // Now and then the table is told that a conversation goes on: it leaves out what was silent for longest.
    if (known?.isOf(header, ports, group) === true && !known.isLongRecent()) return known;
    this.setKey(header, ports, group);
    let row = this.rows.get(this.key);
    if (row === undefined) {
      row = new ConversationRow(header, ports, group, moment, this.begun++);
      this.rows.set(this.key, row);
    }
    this.recent[place] = row;
    return row;
  }

  /** Sets the key, the same for both directions. */
  private setKey(header: IpHeader, ports: Ports, group: number): void {
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
    key[10] = group;
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
  /** The table has no room for it any more. */
  isLeftOut = false;
  private readonly version: number;
  private readonly protocol: number;
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

  private packets = 0;

  constructor(
    header: IpHeader,
    ports: Ports,
    private readonly group: number,
    moment: Moment,
    /** Among all in the order of their first packets, which is not that of their numbers in every capture. */
    readonly place: number,
  ) {
    this.version = header.version;
    this.protocol = header.protocol;
    this.source = header.source.slice();
    this.destination = header.destination.slice();
    this.sourcePort = ports.source;
    this.destinationPort = ports.destination;
    this.first = moment;
    this.last = moment;
    this.interfaceIndex = moment.interfaceIndex;
  }

  /** Whether a packet on an interface goes between its ends. */
  isOf(header: IpHeader, ports: Ports, group: number): boolean {
    if (this.version !== header.version || this.protocol !== header.protocol || this.group !== group)
      return false;
    if (this.isLeftOut) return false;
    const { source, destination } = header;
    return this.isFromSource(header, ports)
      ? ports.destination === this.destinationPort && isSame(destination, this.destination)
      : ports.source === this.destinationPort &&
          ports.destination === this.sourcePort &&
          isSame(source, this.destination) &&
          isSame(destination, this.source);
  }

  /** True for one packet in many. */
  isLongRecent(): boolean {
    return this.packets % TOLD_EVERY === 0;
  }

  private isFromSource({ source }: IpHeader, ports: Ports): boolean {
    return ports.source === this.sourcePort && isSame(source, this.source);
  }

  add(header: IpHeader, ports: Ports, moment: Moment, packet: CountedPacket): WayCounts {
    const { vlan, frameOctets, payloadOctets } = packet;
    this.packets++;
    this.last = moment;
    if (vlan !== null && !this.vlans.includes(vlan) && this.vlans.length < MOST_VLANS) this.vlans.push(vlan);
    const way = this.isFromSource(header, ports) ? this.out : this.in;
    way.add(header.dscp, frameOctets, payloadOctets);
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
    const { version, protocol, first, last, relayed, vlans } = this;
    return {
      transport: protocol === UDP ? 'udp' : 'tcp',
      source: { address: texts.text(version, this.source), port: this.sourcePort },
      destination: { address: texts.text(version, this.destination), port: this.destinationPort },
      interface: captured,
      out: this.out.told(),
      in: this.in.told(),
      first: { frame: first.frame, time: timeOf(first) },
      last: { frame: last.frame, time: timeOf(last) },
      protocols: this.protocols.told(),
      relayed: relayed.told(),
      vlans,
    };
  }
}

function isSame(one: Uint32Array, other: Uint32Array): boolean {
  return one[3] === other[3] && one[2] === other[2] && one[1] === other[1] && one[0] === other[0];
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
  private readonly counts: Record<ConversationProtocol, number> = {
    sip: 0,
    stun: 0,
    turn: 0,
    dtls: 0,
    rtp: 0,
    rtcp: 0,
    dns: 0,
    tls: 0,
    other: 0,
  };

  add(protocol: ConversationProtocol): void {
    this.counts[protocol]++;
  }

  told(): readonly ProtocolCount[] {
    return conversationProtocols
      .map((protocol) => ({ protocol, packets: this.counts[protocol] }))
      .filter(({ packets }) => packets > 0);
  }
}

/** Datagrams that are remembered, each in a place of its own that a later one takes: a power of two. */
const SIGHTS = 1 << 14;
/** Octets of a payload that tell it from another one: there are sequence numbers, transaction ids and times. */
const TELLING = 24;
const UDP_HEADER = 8;

/** Knows a datagram that was captured before, on its way through a device or on another interface. */
class DatagramSights {
  private readonly ones = new Int32Array(SIGHTS);
  private readonly others = new Int32Array(SIGHTS);
  private readonly marks = new Uint8Array(SIGHTS);

  /** How it was marked when it was seen first, shortly before; null where it is new. */
  see(bytes: Uint8Array, header: IpHeader): number | null {
    const { source, destination, start } = header;
    const end = Math.min(header.end, start + UDP_HEADER + TELLING);
    // The addresses, the ports, the length and the payload; a checksum may be filled in on the way.
    let one = Math.imul((source[3] ?? 0) ^ header.fragmentId, 0x9e3779b1) ^ (destination[3] ?? 0);
    let other = Math.imul((source[0] ?? 0) ^ (source[3] ?? 0), 31) + (destination[0] ?? 0);
    one = Math.imul(one, 0x85ebca6b) ^ u32(bytes, start);
    other = Math.imul(other, 31) + u16(bytes, start + 4);
    let at = start + UDP_HEADER;
    for (; at + 4 <= end; at += 4) {
      const word = u32(bytes, at);
      one = Math.imul(one ^ (one >>> 15) ^ word, 0x9e3779b1);
      other = Math.imul(other, 31) + word;
    }
    for (; at < end; at++) other = Math.imul(other, 31) + u8(bytes, at);
    const place = (one ^ (one >>> 16)) & (SIGHTS - 1);
    one |= 0;
    other |= 0;
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
    case 'syslog':
    case 'keep-alive':
    case 'zrtp':
    case 'other':
      return 'other';
  }
}

/** The bits of a STUN message's type that are not its class (RFC 8489 §5). */
const STUN_METHOD = 0x3eef;
const STUN_BINDING = 1;
