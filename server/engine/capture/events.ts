/** What a capture is found to hold, one object a thing that matters. RTP is folded into streams instead. */
import type { RtcpCompound } from '../rtp/rtcp';
import type { StunMessage } from '../stun/message';
import type { Moment } from '../basics/moment';
import type { DnsMessage } from './payload/dns';
import type { DtlsRecord } from './payload/dtls';

export interface CaptureEndpoint {
  readonly address: string;
  readonly port: number;
}

/** When, and between whom something went. */
export interface Carrier {
  /** Of the packet that completes it, as in Wireshark. */
  readonly moment: Moment;
  /** The packet in which it begins. */
  readonly firstFrame: number;
  readonly source: CaptureEndpoint;
  readonly destination: CaptureEndpoint;
  /** As in a Via. */
  readonly transport: 'UDP' | 'TCP' | 'TLS' | 'SCTP' | 'WS' | 'WSS';
  /** What it was wrapped in, outermost first; mostly nothing. */
  readonly wrappings: readonly Wrapping[];
}

export type Wrapping =
  /** A capture agent's copy: time, addresses and transport are those that the agent tells. */
  | {
      readonly kind: 'hep';
      readonly version: number;
      readonly captureId: string | null;
      readonly correlationId: string | null;
      readonly source: CaptureEndpoint;
      readonly destination: CaptureEndpoint;
    }
  | { readonly kind: 'turn-channel'; readonly channel: number }
  | { readonly kind: 'turn-indication'; readonly peer: CaptureEndpoint | null }
  /** Of [MS-TURN] over TCP: a peer's packet in the stream's framing, without a header of its own. */
  | { readonly kind: 'turn-data' }
  /** A log's record: the ends are those between which the log was sent. */
  | { readonly kind: 'syslog' };

/** Octets of a payload: from `start` to `end` of `bytes`, which may be the piece of the file that was fed. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export type CaptureEvent =
  | SipEvent
  | StunEvent
  | ChannelDataEvent
  | DtlsEvent
  | RtcpEvent
  | DnsEvent
  | IcmpErrorEvent
  | LostFragmentsEvent
  | TlsEvent
  | UnreadableEvent;

export interface SipEvent extends Payload {
  readonly kind: 'sip';
  readonly carrier: Carrier;
  /** Octets at its end are missing: not captured, or lost on the way. */
  readonly cut: boolean;
}

export interface StunEvent {
  readonly kind: 'stun';
  readonly carrier: Carrier;
  readonly message: StunMessage;
}

/** TURN's short form for a peer's packet; what it holds comes as an event of its own. */
export interface ChannelDataEvent {
  readonly kind: 'channel-data';
  readonly carrier: Carrier;
  readonly channel: number;
  /** Of Microsoft's multiplexed TURN; else null. */
  readonly session: string | null;
  readonly length: number;
}

export interface DtlsEvent {
  readonly kind: 'dtls';
  readonly carrier: Carrier;
  readonly records: readonly DtlsRecord[];
}

export interface RtcpEvent extends Payload {
  readonly kind: 'rtcp';
  readonly carrier: Carrier;
  readonly compound: RtcpCompound;
  /** Octets at its end were not captured. */
  readonly cut: boolean;
}

/** A question or answer about addresses and services. */
export interface DnsEvent extends Payload {
  readonly kind: 'dns';
  readonly carrier: Carrier;
  readonly message: DnsMessage;
}

/** A router or host says that a packet did not get through, and quotes how it began. The quote is no message. */
export interface IcmpErrorEvent {
  readonly kind: 'icmp-error';
  readonly moment: Moment;
  /** Who says so, to whom. */
  readonly source: string;
  readonly destination: string;
  readonly version: 4 | 6;
  readonly type: number;
  readonly code: number;
  /** The packet that is spoken of; null where the quote is too short. */
  readonly quote: IcmpQuote | null;
}

export interface IcmpQuote extends Payload {
  readonly protocol: number;
  readonly source: CaptureEndpoint;
  readonly destination: CaptureEndpoint;
  /** What the quoted datagram begins with. */
  readonly content: 'sip' | 'stun' | 'rtp' | 'rtcp' | 'other';
}

/** A datagram of which fragments are missing. */
export interface LostFragmentsEvent extends Payload {
  readonly kind: 'lost-fragments';
  readonly moment: Moment;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** Octets of the whole datagram; null if its last fragment is missing. */
  readonly total: number | null;
  /** How its payload begins, UDP's header left away; empty if the first fragment is missing. */
  readonly ports: { readonly source: number; readonly destination: number } | null;
  readonly content: 'sip' | 'other';
}

/** A connection is encrypted; told once for each direction. */
export interface TlsEvent {
  readonly kind: 'tls';
  readonly carrier: Carrier;
}

/** Something was recognised but cannot be read. */
export interface UnreadableEvent {
  readonly kind: 'unreadable';
  readonly carrier: Carrier;
  readonly reason: 'websocket-compressed' | 'hep-compressed' | 'began-within-message';
}
