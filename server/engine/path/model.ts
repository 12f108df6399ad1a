/** The media path of a call, or of a capture at a client: which way the voice went. Plain data. */
import type { Call } from '../calls/call';
import type { Evidence } from '../../../shared/evidence';
import type { Address, PairType } from '../../../shared/ice';
import type { Modality } from '../../../shared/network';
import type { RemarkedCount } from '../basics/conversation';
import type { Span } from '../basics/span';
import type { NetworkClass } from '../network/network-class';
import type { TraceMessage } from '../traces/message';
import type { NamePurpose } from './name-roles';

/** Flows of "Microsoft Teams call flows", by their numbers there. */
export type Flow = '1' | "1'" | '2' | "2'" | '3' | '4' | "4'" | '5' | '5A' | '5B' | '5C' | '6';

/** An end of a leg. */
export interface PathEnd {
  readonly address: string;
  readonly port: number;
  readonly class: NetworkClass;
}

/** A part of the way that one flow of the document names: the SBC's, the client's, or that between two peers. */
export interface Leg {
  readonly leg: 'sbc' | 'client' | 'peer';
  /** Null where no flow fits, or settings are missing. */
  readonly flow: Flow | null;
  /** Others that would fit as well. */
  readonly alternatives: readonly Flow[];
  /** Of media in the tunnel (2'): the flow that it would have been beside the tunnel, where that is known. */
  readonly underlying?: Flow;
  /** Figures of the document that show this path, by number. */
  readonly figures: readonly string[];
  /** Null for an end that the trace does not show. */
  readonly from: PathEnd | null;
  readonly to: PathEnd | null;
  readonly evidence: Evidence;
  /** Why this flow: one sentence without a full stop. */
  readonly why: string;
  /** The message or packet that shows it; null where none does. */
  readonly in: TraceMessage | null;
}

export type LyncClass = 'udp-direct' | 'udp-nat' | 'udp-relay' | 'tcp-relay' | 'tcp-direct';

/** Where the path stands in the order that Lync tried candidates in; explanatory, as ICE goes by priority. */
export interface LyncOrder {
  readonly class: LyncClass;
  /** 1 (UDP Direct) to 4 (TCP Relay); null for what is not in Lync's list. */
  readonly rank: number | null;
  /** Better ranked candidates, and why they lost. */
  readonly better: readonly {
    readonly class: LyncClass;
    readonly address: string;
    /** What became of it, and so why it lost. */
    readonly why: Exclude<CandidateFate, 'selected'>;
  }[];
}

/**
 * What the trace shows of a candidate: media went over it; checks from it were answered, refused, or not answered; or
 * there is no check from it.
 */
export type CandidateFate =
  'selected' | 'answered, not nominated' | 'failed' | 'no response' | 'no check seen';

/** The two ends that media went between, as the SBC sees it. */
export interface PathPair {
  readonly teams: Address;
  readonly teamsType: PairType;
  /** Base of a reflexive or relayed candidate (raddr), where it is told. */
  readonly base: Address | null;
  readonly sbc: Address;
}

/** A candidate that Teams' end offered. */
export interface PathCandidate extends Address {
  readonly type: PairType;
  readonly transport: 'udp' | 'tcp';
  /** `raddr` and `rport`. */
  readonly related: Address | null;
  readonly class: NetworkClass;
  /** Whether it is of the description that the path comes from, and not of another endpoint or an earlier time. */
  readonly isOwn: boolean;
  readonly fate: CandidateFate;
  readonly in: TraceMessage;
  /** Its line, in the content of {@link in}. */
  readonly at: Span;
}

/** What signalling, and the other calls of the trace, tell of a call's path beside its pair. */
export interface Signalled {
  /** Of all endpoints of Teams' side that rang. */
  readonly candidates: readonly PathCandidate[];
  /** Legs that media left during the call, oldest first. */
  readonly earlier: readonly Leg[];
  /** Who speaks SIP with the SBC; null where the trace has no addresses. */
  readonly peer: PathEnd | null;
  /** Where the SBC's own messages came from. */
  readonly sbc: Address | null;
  /** Microsoft's cloud, by the names and addresses of its SIP proxy; null where neither tells. */
  readonly cloud: Cloud | null;
  /** Name of the SBC in its Contact, and all public addresses from which the trace shows it sending. */
  readonly sbcName: { readonly name: string; readonly addresses: readonly string[] } | null;
  /** Address by which the SBC describes its media, where packets show another one: a NAT stands between. */
  readonly behindNat: { readonly seen: string; readonly described: string } | null;
  /** Local Media Optimization: `X-MS-UserLocation`. */
  readonly userLocation: 'internal' | 'external' | null;
  /** Names by which signalling tells of another SBC or tenant, where the far end is an SBC that is not the customer's. */
  readonly foreign: readonly string[];
  /** Where the SBC describes its media to be; null where it describes none. */
  readonly sbcMedia: Address | null;
  /** Why a VPN may be in use though nothing shows one; null where nothing speaks for it. */
  readonly maybeVpn: string | null;
  /** Other legs of the SBC that carry the same media. */
  readonly bridges: readonly Bridge[];
  /** Whether the capture holds packets twice. */
  readonly hasCopies: boolean;
  /** The first message of the call. */
  readonly in: TraceMessage | null;
}

/** Name of one of Microsoft's clouds: `worldwide`, or one of the settings' `clouds`. */
export type Cloud = string;

/** Another leg of the same SBC with which a call has its media in common. */
export interface Bridge {
  readonly callId: string;
  /** `stream`: the SBC sends there what it gets here, packet for packet; `keys`: it passes on keys. */
  readonly by: 'stream' | 'keys';
  /** Whether that leg leads to Teams, too. */
  readonly toTeams: boolean;
  /** Where it shows. */
  readonly in: TraceMessage;
}

/** A conversation of a capture with its part in the call. */
export interface PathFlow {
  readonly source: Address;
  readonly destination: Address;
  readonly transport: 'udp' | 'tcp';
  readonly protocol: 'stun' | 'turn' | 'dtls' | 'rtp' | 'srtp' | 'other';
  /** Both directions. */
  readonly packets: number;
  /** Of frames, both directions. */
  readonly octets: number;
  /** Microseconds since 1970; null where the capture tells no time. */
  readonly first: number | null;
  readonly last: number | null;
  /** The adapter as the capture names it. */
  readonly interface: string | null;
  readonly class: 'teams-media' | 'anycast' | 'relay' | 'sbc' | 'peer' | 'dns' | 'unknown';
  readonly flow: Flow | null;
  /** Step of a one-to-one call in the document. */
  readonly step: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | null;
  /** Whether media ended up here. */
  readonly stayed: boolean;
  /** Whether checks or allocations were tried here while others were. */
  readonly tried: boolean;
  readonly modality: Modality | null;
  /** Packets each way; those of {@link source} first. */
  readonly ways: readonly [number, number];
  /** VLANs that it was seen in. */
  readonly vlans: readonly number[];
  /** Packets that were seen twice with different marks (DSCP): before and behind something that marks anew. */
  readonly remarked: readonly RemarkedCount[];
}

/** A conversation of a client, as a capture at the client shows it. */
export interface ClientFlow extends PathFlow {
  readonly local: PathEnd;
  readonly remote: PathEnd;
  /** Packets with media, also those that went through a relay. */
  readonly media: number;
  /** How the client's ICE checks or allocations ended; null where it made none. */
  readonly checks: 'answered' | 'failed' | 'unanswered' | null;
  /** Null where the conversation is no candidate. */
  readonly lync: LyncClass | null;
  /** The first message of it; null where the trace has none. */
  readonly in: TraceMessage | null;
}

/** An address of the client, on the adapter that it was captured on. */
export interface Adapter {
  readonly address: string;
  readonly class: NetworkClass;
  /** As the capture names it. */
  readonly interface: string | null;
  /** The address that servers outside saw; null where none told. */
  readonly reflexive: string | null;
}

/** By what an address is known to be anycast: many servers have it, and the nearest one answers. */
export type AnycastEvidence = 'settings' | 'list' | 'name' | 'behaviour';

export interface AnycastAddress {
  readonly address: string;
  readonly by: AnycastEvidence;
  /** One sentence without a full stop. */
  readonly why: string;
  readonly in: TraceMessage | null;
}

/** A TURN server that the client asked. */
export interface ClientRelay {
  readonly end: PathEnd;
  readonly transport: 'udp' | 'tcp';
  /** What it calls itself (SOFTWARE); null where it tells none. */
  readonly software: string | null;
  /** Whether it gave the client an address. */
  readonly allocated: boolean;
  /** Packets with media that went through it. */
  readonly media: number;
  /** Whom the client reached through it, last one first. */
  readonly peers: readonly PathEnd[];
  readonly in: TraceMessage;
}

/** A lookup of a name that matters for the path. */
export interface ClientLookup extends ResolvedName {
  readonly purpose: NamePurpose;
  readonly in: TraceMessage;
}

/** Where the client signed in, as far as it can be seen. */
export interface ClientRegistration {
  readonly local: PathEnd;
  readonly registrar: PathEnd;
  /** `observed`: a REGISTER can be read; `derived`: TLS to a port of SIP. */
  readonly evidence: Evidence;
  readonly in: TraceMessage | null;
}

/** What a capture at a client shows of the client. */
export interface ClientFacts {
  readonly adapters: readonly Adapter[];
  /** All conversations of the client, in order of their first packets. */
  readonly flows: readonly ClientFlow[];
  readonly anycast: readonly AnycastAddress[];
  readonly relays: readonly ClientRelay[];
  readonly lookups: readonly ClientLookup[];
  readonly registrations: readonly ClientRegistration[];
}

/** A name that the capture shows being looked up. */
export interface ResolvedName {
  readonly name: string;
  readonly cname: readonly string[];
  readonly addresses: readonly string[];
  /** What the name is for; empty where it is not known. */
  readonly role: string;
}

/** The path of one call, or of a capture at a client without a call. */
export interface MediaPath {
  /** Null for a capture without a call. */
  readonly call: Call | null;
  /** On what the pair of addresses rests; not its classification. */
  readonly evidence: Evidence;
  /** Null where no pair is known. */
  readonly pair: PathPair | null;
  readonly legs: readonly Leg[];
  readonly lync: LyncOrder | null;
  /** Null for a capture whose signalling tells nothing of a Teams leg. */
  readonly signalled: Signalled | null;
  readonly flows: readonly PathFlow[];
  readonly names: readonly ResolvedName[];
  /** Null where the trace was not captured at a client. */
  readonly client: ClientFacts | null;
  /** Settings that would tell more: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
}
