/** The media path of a call, or of a capture at a client: which way the voice went. Plain data. */
import type { Call } from '../calls/call';
import type { Evidence } from '../../../shared/evidence';
import type { Address, PairType } from '../../../shared/ice';
import type { Modality } from '../../../shared/network';
import type { NetworkClass } from '../network/network-class';
import type { TraceMessage } from '../traces/message';

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
    /** `no check seen`, `no response`, `failed`. */
    readonly why: string;
  }[];
}

/** The two ends that media went between, as the SBC sees it. */
export interface PathPair {
  readonly teams: Address;
  readonly teamsType: PairType;
  /** Base of a reflexive or relayed candidate (raddr), where it is told. */
  readonly base: Address | null;
  readonly sbc: Address;
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
  readonly flows: readonly PathFlow[];
  readonly names: readonly ResolvedName[];
  /** Settings that would tell more: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
}
