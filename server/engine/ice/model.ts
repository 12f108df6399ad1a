/**
 * What the replay of a call tells: its ICE sessions with their pairs and agents as they ended, the steps that led
 * there, and the verdicts. Plain data; the state at any moment is what the changes of the steps up to it say.
 */
import type { Call } from '../calls/call';
import type { Span } from '../span';
import type { TraceMessage } from '../trace';
import type { Evidence } from './evidence';

export interface Address {
  readonly address: string;
  readonly port: number;
}

/** The two ends of a session. In a call without Microsoft `teams` is the peer of the ICE Lite end. */
export type End = 'sbc' | 'teams';

/** RFC 8445 §6.1.2.6 */
export type PairState = 'frozen' | 'waiting' | 'in-progress' | 'succeeded' | 'failed';

/** `not-ice`: one of the two descriptions has no ICE. `idle`: they are not both known. */
export type SessionState = 'idle' | 'running' | 'completed' | 'failed' | 'not-ice';

/** Where the lite agent may send media: nowhere yet, to who streamed first, by checks, by nomination. */
export type MediaState = 'none' | 'latched' | 'checked' | 'nominated';

/** Candidate types of RFC 8445 §5.1.2.2; `unknown` for checks whose description is not in the trace. */
export type PairType = 'host' | 'srflx' | 'prflx' | 'relay' | 'unknown';

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

/** ICE.md §7 */
export type VerdictId =
  | 'completed'
  | 'no-response'
  | 'response-lost'
  | 'wrong-password'
  | 'wrong-username'
  | 'wrong-mapped-address'
  | 'asymmetric-response'
  | 'lite-sent-check'
  | 'role-conflict'
  | 'unknown-attribute-rejected'
  | 'malformed-packet'
  | 'peer-reflexive'
  | 'not-nominated'
  | 'aggressive-nomination'
  | 'nomination-unanswered'
  | 'nominated-lower-pair'
  | 'wrong-priority-attribute'
  | 'no-checks'
  | 'misdirected-check'
  | 'failed'
  | 'early-media-latch'
  | 'wrong-fork'
  | 'wrong-path'
  | 'restart-broken'
  | 'remote-candidates'
  | 'keepalive-gap'
  | 'srtp-key-mismatch'
  | 'orphan-fork'
  | 'capture-gap';

/** `good`: ICE did what it should. `error`: calls fail or lose media by it. */
export type VerdictSeverity = 'good' | 'info' | 'warning' | 'error';

export interface Verdict {
  readonly id: VerdictId;
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
  readonly rules: readonly string[];
}

/** ICE.md §5. */
export type StepEvent =
  | 'offer'
  | 'answer'
  | 'ringing'
  | 'final'
  | 'ack'
  | 'reoffer'
  | 'reanswer'
  | 'reject'
  | 'cancel'
  | 'bye'
  | 'refer'
  | 'request'
  | 'success'
  | 'error'
  | 'indication'
  | 'icmp'
  | 'rtp'
  | 'dtls'
  | 'timeout'
  | 'predicted';

/** Which session a change speaks of. */
export interface SessionPlace {
  /** Place in {@link CallReplay.forks}. */
  readonly fork: number;
  /** Place in {@link ForkReplay.sessions}. */
  readonly session: number;
}

export type Change =
  | {
      readonly kind: 'full-agent' | 'lite-agent';
      readonly of: SessionPlace;
      readonly from: SessionState;
      readonly to: SessionState;
    }
  | {
      readonly kind: 'pair';
      readonly of: SessionPlace;
      /** {@link PairReplay.id} */
      readonly pair: number;
      /** Null for a pair that comes into being. */
      readonly from: PairState | null;
      readonly to: PairState;
    }
  | { readonly kind: 'nominated'; readonly of: SessionPlace; readonly pair: number }
  | {
      readonly kind: 'media';
      readonly of: SessionPlace;
      readonly to: MediaState;
      readonly destination: Address;
    };

export interface Step {
  readonly event: StepEvent;
  readonly evidence: Evidence;
  /** The message that it is about; of a prediction the one that it follows from. */
  readonly in: TraceMessage;
  /** Place in {@link CallReplay.forks}; null for one of the whole call. */
  readonly fork: number | null;
  /** Plain text without a full stop at its end; what the trace says in it is not escaped. */
  readonly message: string;
  readonly changes: readonly Change[];
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
}

/** An address as people write it, IPv6 in brackets. */
export function addressText({ address, port }: Address): string {
  return `${address.includes(':') ? `[${address}]` : address}:${String(port)}`;
}
