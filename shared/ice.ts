/** The words of an ICE replay that everybody uses who shows one: ends, states, steps and what they change. */

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

/** `good`: ICE did what it should. `error`: calls fail or lose media by it. */
export type VerdictSeverity = 'good' | 'info' | 'warning' | 'error';

/** How a check or a session failed: no answer in its time or at all, an error response, an ICMP error, or otherwise. */
export type SessionEnding = 'timeout' | 'unanswered' | 'rejected' | 'refused' | 'failed';

const endings: ReadonlySet<string> = new Set<SessionEnding>([
  'timeout',
  'unanswered',
  'rejected',
  'refused',
  'failed',
]);

export function isEnding(event: StepEvent | 'message'): event is SessionEnding {
  return endings.has(event);
}

/** What moves the automata, by signalling and by packets. */
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
  | SessionEnding
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
    }
  /** The lite agent answered a check from an address that it had not seen before. */
  | {
      readonly kind: 'seen';
      readonly of: SessionPlace;
      readonly from: Address;
      readonly priority: number | null;
    };

export function otherEnd(end: End): End {
  return end === 'sbc' ? 'teams' : 'sbc';
}
