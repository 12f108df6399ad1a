/**
 * The conversations of a capture, as Wireshark's and tshark's lists of them count: all packets of UDP or TCP between two
 * ends on one interface. Where packets stand in packets, the innermost ends count. Of a datagram in fragments the packet
 * that completes it counts, as tshark has it: the datagram is one packet, of the length of that frame.
 */
import type { TraceTime } from '../../../shared/times';

/** The conversations of a capture, in order of their first packets. */
export interface Conversations {
  readonly rows: readonly Conversation[];
  /** Conversations for which there was no room; one that was left out and went on later may count twice. */
  readonly leftOut: number;
}

export const noConversations: Conversations = { rows: [], leftOut: 0 };

/** Conversations by their numbers from 0; each is made when it is asked for, which two times is not the same object. */
export interface ConversationList {
  readonly size: number;
  endsOf(number: number): ConversationEnds;
  row(number: number): Conversation;
}

export type ConversationEnds = Pick<Conversation, 'source' | 'destination'>;

export interface Conversation {
  readonly transport: 'udp' | 'tcp';
  /** Who sent the first packet that was captured. */
  readonly source: ConversationEnd;
  readonly destination: ConversationEnd;
  /** Where it was captured; null where the capture does not tell. */
  readonly interface: CapturedOn | null;
  /** From {@link source} to {@link destination}. */
  readonly out: ConversationWay;
  readonly in: ConversationWay;
  readonly first: ConversationMoment;
  readonly last: ConversationMoment;
  /** What its packets held: a datagram counts once, in a stream each message that was found; none counts twice. */
  readonly protocols: readonly ProtocolCount[];
  /** What TURN carried in it: what the peer sent or got. */
  readonly relayed: readonly ProtocolCount[];
  /** The VLANs in which its packets were tagged, the innermost tag. */
  readonly vlans: readonly number[];
}

export interface ConversationEnd {
  readonly address: string;
  readonly port: number;
}

/** An interface, as a pcapng file describes it (draft-ietf-opsawg-pcapng §4.2). */
export interface CapturedOn {
  /** `if_name`: `eth0`, `\Device\NPF_{…}`. */
  readonly name: string | null;
  /** `if_description`: on Windows what the user knows it by, `Wi-Fi`. */
  readonly description: string | null;
}

export interface ConversationWay {
  readonly packets: number;
  /** Of whole frames, as they were on the wire. */
  readonly frameOctets: number;
  /** Of what UDP or TCP carried. */
  readonly payloadOctets: number;
  /** How the packets were marked (RFC 2474), by value. */
  readonly dscp: readonly DscpCount[];
  /** Packets that were captured before with another mark: something on the way has marked them anew. */
  readonly remarked: readonly RemarkedCount[];
}

export interface DscpCount {
  /** 0 to 63. */
  readonly dscp: number;
  readonly packets: number;
}

export interface RemarkedCount {
  /** Where the packet was seen first. */
  readonly from: number;
  readonly to: number;
  readonly packets: number;
}

export interface ConversationMoment {
  readonly frame: number;
  /** Null where the capture knows no time. */
  readonly time: TraceTime | null;
}

/**
 * `turn`: all of TURN but STUN's Binding, ChannelData too. `rtp`: protected or not, which the packets do not tell.
 * `other`: empty ones of UDP as well.
 */
export const conversationProtocols = [
  'sip',
  'stun',
  'turn',
  'dtls',
  'rtp',
  'rtcp',
  'dns',
  'tls',
  'other',
] as const;
export type ConversationProtocol = (typeof conversationProtocols)[number];

export interface ProtocolCount {
  readonly protocol: ConversationProtocol;
  readonly packets: number;
}

/** How many packets held a protocol. */
export function packetsOf(counts: readonly ProtocolCount[], protocol: ConversationProtocol): number {
  return counts.find((count) => count.protocol === protocol)?.packets ?? 0;
}

/** What users know an interface by; null where the capture does not tell. */
export function interfaceText(captured: CapturedOn | null): string | null {
  return captured?.description ?? captured?.name ?? null;
}
