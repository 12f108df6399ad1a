/**
 * What a trace's messages are to one another: calls with their legs, transactions, dialogs and forks, and the
 * offers and answers that went over them.
 */
import type { Side, Party, Profile, Outcome, CallKind } from '../../../shared/calls';
import type { Sdp } from '../sdp/sdp';
import type { BodyPart } from '../sip/message';
import type { TraceTime } from '../../../shared/times';
import type { TraceMessage } from '../traces/message';

/** A message's place in its call. Everything that points at a message of a call points by this. */
export interface InCall {
  /** Place in {@link Call.messages}. */
  readonly place: number;
}

export interface CallMessage extends InCall {
  readonly message: TraceMessage;
  readonly party: Party;
  readonly side: Side;
  /** Place of the message that this one repeats to the letter (RFC 3261 §17); null for a first one. */
  readonly retransmissionOf: number | null;
}

/** A request and what answered it (RFC 3261 §17). An ACK of a 2xx is a transaction of its own. */
export interface Transaction {
  readonly method: string;
  readonly branch: string;
  /** Place of the request; null where the trace lacks it. */
  readonly request: number | null;
  /** Places of the responses, retransmissions left out. */
  readonly responses: readonly number[];
}

/** A dialog, early or confirmed, of the call: one To tag of the callee (RFC 3261 §12). */
export interface Fork {
  readonly toTag: string;
  /** The highest status of a response to the INVITE with this tag. */
  readonly status: number;
  /** Places of the responses to the INVITE with this tag. */
  readonly responses: readonly number[];
}

/** A session description, and what is to be known of its sender to judge it alone. */
export interface Described extends InCall {
  readonly sdp: Sdp;
  /** The content that the description's spans count in. */
  readonly content: string;
  /**
   * Whether the trace lost its end, so that nothing can be said of lines that are not there. Packet logs lose it with
   * the later fragments of a packet, and files end where they end.
   */
  readonly isCut: boolean;
  /** Whether no message carries it. */
  readonly standsAlone: boolean;
  readonly side: Side;
  readonly role: 'offer' | 'answer' | 'unknown';
}

/** A session description that took part in a call. */
export interface Body extends Described {
  /** Null for a description that stands alone. */
  readonly part: BodyPart | null;
  readonly party: Party;
  /** Whether it belongs to the first exchange of its dialog; null where that cannot be told. */
  readonly initial: boolean | null;
  /** The callee's tag; null in an offer that made no dialog yet. */
  readonly toTag: string | null;
  /**
   * The last description of the same party that the dialog agreed on in an exchange before this one (RFC 3264 §8). An
   * offer that was refused, an INVITE that was challenged and the 183 of the same answer are none. Null for none, and
   * where the trace does not show what became of the exchange before.
   */
  readonly previousAgreed: Body | null;
}

export interface Answer {
  readonly body: Body;
  /** Status of the response that carried it; null in an ACK or PRACK. */
  readonly status: number | null;
  /** The answer that the same dialog had already given to this offer: a 200 repeats its 183's. */
  readonly repeats: Answer | null;
}

/** An offer and all its answers: one a fork, and their repetitions (RFC 3264, RFC 6337 §2). */
export interface Exchange {
  readonly offer: Body;
  /** The request that carried the offer or, for an offer in a response, that asked for it. */
  readonly method: string;
  readonly answers: readonly Answer[];
  /** Whether its request failed in the end, so that the session stays as it was (RFC 3264 §4), whatever a 183 answered. */
  readonly isRefused: boolean;
}

/** Which rules speak for a call, and why. */
export interface CallProfile {
  readonly name: Profile;
  /** One sentence without a full stop. */
  readonly reason: string;
}

export interface Call {
  readonly kind: CallKind;
  /** Unique in the trace and steady while the text around the call changes. */
  readonly key: string;
  readonly callId: string;
  /** Among those of its Call-ID, from 0. */
  readonly leg: number;
  /** URI of From and To, without parameters. */
  readonly from: string;
  readonly to: string;
  readonly messages: readonly CallMessage[];
  readonly transactions: readonly Transaction[];
  readonly forks: readonly Fork[];
  readonly exchanges: readonly Exchange[];
  /** A description that stands alone, beside others, where nothing says which of them offers and which answers. */
  readonly isUnpaired: boolean;
  /** All bodies, in order, retransmissions left out. */
  readonly bodies: readonly Body[];
  readonly sides: Readonly<Record<Party, Side>>;
  readonly profile: CallProfile;
  readonly outcome: Outcome;
  /** Final status of the last INVITE of the call's beginning, else the last provisional one; null for none. */
  readonly status: number | null;
  /** The phrase of that status, or the Reason of a BYE or CANCEL. */
  readonly reason: string | null;
  readonly started: TraceTime | null;
  /** The first 18x. */
  readonly alerted: TraceTime | null;
  readonly answered: TraceTime | null;
  /** The BYE of the dialog that was answered, whatever other forks ended before. */
  readonly ended: TraceTime | null;
}
