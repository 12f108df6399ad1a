/**
 * What the replay of a call tells: its ICE sessions with their pairs and agents as they ended, the steps that led
 * there, and the verdicts. Plain data; the state at any moment is what the changes of the steps up to it say.
 */
import type { Clock } from '../evidence/clock';
import type { EvidenceNote } from '../evidence/notes';
import type { Call } from '../calls/call';
import type { Party } from '../../../shared/calls';
import type { RuleId } from '../basics/rule-ids';
import type { Span } from '../basics/span';
import type { StunMessage } from '../stun/message';
import type { TraceMessage } from '../traces/message';
import type { IceDescription } from './description';
import type { Evidence } from '../../../shared/evidence';
import type { Integrity } from './integrity';
import type { ProtectionFinding } from './protection-finding';
import type { Prediction } from './steps/prediction';
import type { VerdictFacts } from './verdicts/index';
import type { VerdictId } from './verdicts/ids';
import type {
  Address,
  Change,
  End,
  MediaState,
  PairState,
  PairType,
  SessionPlace,
  SessionState,
  StepEvent,
  VerdictSeverity,
} from '../../../shared/ice';

export interface PairReplay {
  /** Unique in its session, in order of creation. */
  readonly id: number;
  readonly component: number;
  /** As the SBC sees it; of a pair that was never seen the base of Teams' candidate. */
  readonly teams: Address;
  readonly teamsType: PairType;
  /** What a NAT hides: the base of the candidate, where it differs. */
  readonly base: Address | null;
  readonly sbc: Address;
  /** RFC 8445 §6.1.2.3; null where a priority is not known. */
  readonly priority: bigint | null;
  readonly state: PairState;
  readonly nominated: boolean;
  readonly evidence: Evidence;
  /** Checks of the controlling side, repetitions counted. */
  readonly requests: number;
  /** Success responses to them. */
  readonly responses: number;
}

export interface SelectedPair {
  readonly teams: Address;
  readonly teamsType: PairType;
  readonly sbc: Address;
  readonly evidence: Evidence;
}

/** One stream of a fork between two restarts (RFC 8445 §2.4, "ICE session"). */
export interface SessionReplay {
  /** Index of the m-line. */
  readonly stream: number;
  /** What the m-line says: `audio`. */
  readonly media: string;
  /** Null for an end whose description is not in the trace. */
  readonly descriptions: Readonly<Record<End, IceDescription | null>>;
  /** Counts restarts. */
  readonly generation: number;
  readonly ufrag: Readonly<Record<End, string | null>>;
  readonly lite: Readonly<Record<End, boolean>>;
  readonly controlling: End | null;
  readonly state: SessionState;
  readonly evidence: Evidence;
  /** By priority, highest first. */
  readonly pairs: readonly PairReplay[];
  readonly selected: SelectedPair | null;
  readonly nominated: 'before-answer' | 'after-answer' | null;
  /** Where checks came from that the lite agent answered, with the priority of that path. */
  readonly seen: readonly { readonly from: Address; readonly priority: number | null }[];
  readonly mediaState: MediaState;
}

export interface ForkReplay {
  /** Null for an endpoint whose answer is not in the trace. */
  readonly toTag: string | null;
  /** The one that answered the call. */
  readonly active: boolean;
  /** Audio first; of one stream in order of generation. */
  readonly sessions: readonly SessionReplay[];
  /** The session that speaks for the fork: the last generation of its audio; null without descriptions. */
  readonly main: SessionReplay | null;
}

export interface Verdict {
  readonly id: VerdictId;
  readonly facts: VerdictFacts;
  readonly severity: VerdictSeverity;
  readonly evidence: Evidence;
  /** Plain text without a full stop at its end; what the trace says in it is not escaped. */
  readonly message: string;
  /** Place in {@link CallReplay.forks}; null for one of the whole call. */
  readonly fork: number | null;
  /** Where it is shown. */
  readonly in: TraceMessage;
  /** In the content of {@link in}; null for its first line. */
  readonly at: Span | null;
  /** Further messages that show it. */
  readonly related: readonly TraceMessage[];
  readonly rules: readonly RuleId[];
}

/** A part of a stream during which nothing changed that decides whether it goes to the right place. */
export interface StreamStretch {
  readonly first: number;
  readonly last: number;
  readonly judgement: 'right' | 'wrong' | 'unknown';
  /** Of a wrong one: which rule it breaks. */
  readonly breaks: 'other-fork' | 'early-media' | 'nominated-pair' | null;
  /** Whole sentence without a full stop. */
  readonly why: string;
}

export interface Step {
  readonly event: StepEvent;
  readonly evidence: Evidence;
  /** The message that it is about; of a prediction the one that it follows from. */
  readonly in: TraceMessage;
  /** Place in {@link CallReplay.forks}; null for one of the whole call. */
  readonly fork: number | null;
  /** The gist of {@link message}, without details: `Teams checks`. */
  readonly title: string;
  /** Plain text without a full stop at its end; what the trace says in it is not escaped. */
  readonly message: string;
  readonly changes: readonly Change[];
  /** Of a prediction; null for what was seen or follows. */
  readonly foretold: Foretold | null;
}

/** What a conforming end would do: check, check again where no answer comes, nominate. */
export interface Foretold {
  readonly what: Prediction['what'];
  /** Plain text without a full stop at its end. */
  readonly text: string;
}

/** A binding request with all that followed of its transaction. */
export interface CheckReplay {
  readonly of: SessionPlace;
  readonly sender: End;
  /** The request as it was seen first. */
  readonly request: TraceMessage;
  readonly stun: StunMessage;
  readonly source: Address;
  readonly destination: Address;
  /** {@link PairReplay.id}; null for a check that makes no pair: a lite agent's, a malformed one. */
  readonly pair: number | null;
  /** Keeps a completed session alive (RFC 7675), rather than making one. */
  readonly isConsent: boolean;
  /** Against the receiver's password. */
  readonly integrity: Integrity;
  /** What is wrong with its USERNAME; null where nothing is. */
  readonly username: 'unknown' | 'reversed' | 'old-generation' | 'changed-answer' | null;
  /** Why its receiver must ignore it; null where nothing is wrong with its form. */
  readonly malformed: string | null;
  /** How often it was sent. */
  readonly sent: number;
  /** The retransmissions, the first ones. */
  readonly repeats: readonly TraceMessage[];
  /** The first ones. */
  readonly responses: readonly ResponseReplay[];
}

/** A response to a binding request. */
export interface ResponseReplay {
  readonly message: TraceMessage;
  readonly stun: StunMessage;
  readonly source: Address;
  readonly destination: Address;
  /** Against the password that the request was wanted to have. */
  readonly integrity: Integrity;
}

/** A keep-alive, a response whose request is not in the trace, or a message of another method than Binding. */
export interface LonePacket {
  readonly kind: 'indication' | 'response' | 'other';
  readonly of: SessionPlace;
  readonly sender: End;
  readonly message: TraceMessage;
  readonly stun: StunMessage;
  readonly source: Address;
  readonly destination: Address;
}

/** Packets of one TURN channel in one direction, between a client and its relay. */
export interface ChannelReplay {
  readonly of: SessionPlace;
  /** As its block says it: `0x4001`. */
  readonly channel: string;
  readonly source: Address;
  readonly destination: Address;
  readonly packets: number;
  /** The first one. */
  readonly message: TraceMessage;
}

/** Datagrams from one end of a session to the other that are none of what shares a media port (RFC 7983 §7). */
export interface ForeignReplay {
  readonly of: SessionPlace;
  readonly sender: End;
  readonly source: Address;
  readonly destination: Address;
  readonly datagrams: number;
  /** Of the first one. */
  readonly firstOctet: number;
  readonly message: TraceMessage;
}

/** A stream of RTP, or all RTCP of one source between two addresses, that belongs to a session. */
export interface MediaReplay {
  readonly kind: 'rtp' | 'rtcp';
  readonly of: SessionPlace;
  readonly sender: End;
  readonly source: Address;
  readonly destination: Address;
  /** Null where the trace does not tell it. */
  readonly ssrc: number | null;
  readonly packets: number;
  /** Of its first and last packet, in microseconds on the replay's clock. */
  readonly first: number;
  readonly last: number;
  /** The block of trace text; of RTCP the first one. */
  readonly message: TraceMessage;
  /** Null where it cannot be known: no keys were negotiated, none is readable, or the trace has no whole packet. */
  readonly protection: StreamProtection | null;
}

export interface StreamProtection {
  /** How many of the packets that were tried authenticate with a key of the trace. */
  readonly verified: 'all' | 'some' | 'none';
  readonly how: ProtectionFinding;
  /** The line whose key verifies; null where none does. */
  readonly crypto: CryptoPlace | null;
  /** The line whose key is wanted; null where the answer is not in the trace, or chose none. */
  readonly wanted: CryptoPlace | null;
  /** Packets that were tried, and those of them that authenticate. */
  readonly tried: number;
  readonly good: number;
  /** Plain text without a full stop: `SRTP verified, crypto:1 of the 200`. No key stands in it. */
  readonly message: string;
}

/** A crypto line. */
export interface CryptoPlace {
  readonly end: End;
  readonly in: TraceMessage;
  /** In the content of {@link in}. */
  readonly at: Span;
  readonly tag: string;
  readonly suite: string;
}

/** An ICMP error that quotes a packet of a session. */
export interface IcmpReplay {
  readonly of: SessionPlace;
  /** Who sent the packet that did not get through. */
  readonly sender: End;
  /** What that packet was. */
  readonly content: 'stun' | 'rtp' | 'rtcp';
  readonly message: TraceMessage;
}

export interface CallReplay {
  /** Null for checks that belong to no call of the trace: its signalling was not captured, or is encrypted. */
  readonly call: Call | null;
  /** `predicted` where descriptions wait for checks of which the trace has none. */
  readonly evidence: 'observed' | 'predicted';
  /** How the call's ICE ended and why, in one sentence without a full stop. */
  readonly headline: string;
  readonly forks: readonly ForkReplay[];
  /** In order of their place in the trace, then of their id. */
  readonly verdicts: readonly Verdict[];
  readonly steps: readonly Step[];
  /** In the order of the trace. */
  readonly media: readonly MediaReplay[];
  /** The transactions of its sessions, in the order of their first requests. */
  readonly checks: readonly CheckReplay[];
  /** Those with a packet that the capture cut: they are shown, not judged. */
  readonly cutChecks: readonly CheckReplay[];
  /** What the capture can and cannot show of it. */
  readonly capture: readonly EvidenceNote[];
  readonly lonePackets: readonly LonePacket[];
  readonly channels: readonly ChannelReplay[];
  readonly foreign: readonly ForeignReplay[];
  readonly icmp: readonly IcmpReplay[];
  /** Whether it is known which end is the SBC and which is Microsoft; else the names of the ends mean nothing. */
  readonly sidesKnown: boolean;
  /** How sentences call the ends: `the SBC`, `Teams`; `the caller` where the sides are not known. */
  readonly names: Readonly<Record<End, string>>;
  /** Who sends as {@link End} `sbc`. */
  readonly sbcParty: Party;
  /** Addresses that media of each end comes from: described, or seen. */
  readonly hosts: Readonly<Record<End, readonly string[]>>;
  /** Time as it is judged. */
  readonly clock: Clock;
}
