/**
 * What a rule is. A rule's file declares its data and its check; the file's name is the rule's id. A check is a
 * pure function of the model: it reads no settings and no clock, and reports by spans of a message's content.
 */
import type { TraceEvidence } from '../evidence/evidence';
import type { Severity } from '../../../shared/severities';
import type { Body, Call, CallMessage, Described, Exchange, InCall } from '../calls/call';
import type { Profile } from '../../../shared/calls';
import type { TrunkEvent } from '../calls/trunk-events';
import type { CallReplay } from '../ice/model';
import type { Concerned, RuleHead } from '../basics/rule-head';
import type { SipMessage } from '../sip/message';
import type { Signalling } from '../evidence/signalling';
import type { Evidence } from '../../../shared/evidence';
import type { FirewallJudgement } from '../firewall/judgement';
import type { MediaPath } from '../path/model';
import type { Network } from '../network/network';
import type { RoutesJudgement } from '../routes/judgement';
import type { Span } from '../basics/span';
import type { Thresholds } from '../basics/thresholds';
import type { SipTraceMessage, TraceMessage } from '../traces/message';

export { allProfiles, bypassProfile, teamsProfiles } from '../basics/rule-head';
export type { Applies, Basis, Concerned, RuleHead } from '../basics/rule-head';

/** One body with its call: an offer, an answer or a description that stands alone. */
export interface BodyRule extends RuleHead {
  readonly scope: 'body';
  /**
   * Whether the description shows what it may have to say something of: else it is not asked. It looks at no more than the
   * check of a {@link DescriptionRule} does, as it is asked once for all bodies of one form, too.
   */
  sees?(this: void, subject: SeenDescription): boolean;
  /** It compares with what the dialog agreed on before: it is not asked of a body that has no {@link Body.previousAgreed}. */
  readonly ofLater?: true;
  check(this: void, subject: BodySubject): void;
}

/**
 * One body, and nothing else of its call. What it has to say depends on the form of the description alone: it looks into
 * no value that `description-form.ts` leaves out but in the ways named there. So bodies of one form are judged once.
 */
export interface DescriptionRule extends RuleHead {
  readonly scope: 'description';
  check(this: void, subject: DescriptionSubject): void;
}

/** An offer and one of its answers. `applies` speaks of the answer's side. */
export interface PairRule extends RuleHead {
  readonly scope: 'offer-answer';
  /**
   * It looks at nothing but the two descriptions, as a {@link DescriptionRule} does, and at whether the answer repeats an
   * earlier one; it compares no values that forms leave out. So pairs of the same forms are judged once.
   */
  readonly ofForms?: true;
  check(this: void, subject: PairSubject): void;
}

/** One SIP message. */
export interface MessageRule extends RuleHead {
  readonly scope: 'message';
  /** Of what kinds of messages it may have something to say: it sees no other. Of all where none are named. */
  readonly of?: (this: void, kind: MessageKind) => boolean;
  check(this: void, subject: MessageSubject): void;
}

/** What {@link MessageRule.of} may ask. */
export interface MessageKind {
  /** Of a request its method, of a response that of its CSeq. */
  readonly method: string;
  /** Null for a request. */
  readonly status: number | null;
  /** It has a tag in To. */
  readonly isTagged: boolean;
  readonly hasBody: boolean;
  /** An address or Via in it is not in the plainest form (`sip/addresses.ts`). */
  readonly isOdd: boolean;
  /** Whether it has a header. */
  readonly has: (this: void, id: MarkedHeader) => boolean;
}

/** The headers that {@link MessageKind.has} knows. */
export type MarkedHeader =
  'contact' | 'history-info' | 'min-se' | 'replaces' | 'rseq' | 'session-expires' | 'x-ms-userlocation';

/** A whole call. Says with `notEvaluated` what the trace lacks. */
export interface CallRule extends RuleHead {
  readonly scope: 'call';
  /** Of what kinds of calls it may have something to say: it sees no other. Of all where none are named. */
  readonly of?: (this: void, kind: CallContents) => boolean;
  check(this: void, subject: CallSubject): void;
  /** What it says of calls that follow, under other Call-IDs. */
  readonly watch?: (this: void) => TrunkWatch;
}

/** What {@link CallRule.of} may ask: what the messages of the call hold. */
export interface CallContents {
  /** A CANCEL. */
  readonly isCancelled: boolean;
  /** A REFER. */
  readonly isReferred: boolean;
  /** A PRACK, or a response that asks for one, by RSeq or 100rel. */
  readonly isReliable: boolean;
  /** A response of 300 or more to an INVITE. */
  readonly isRefused: boolean;
  /** Responses to INVITEs with different tags in To. */
  readonly isForked: boolean;
  /** Offers in its dialog, or a second answer that does not repeat the first. */
  readonly isRenegotiated: boolean;
}

/** What calls and keep-alives of a trunk say together; all of one Call-ID is judged by other rules. */
export interface TrunkRule extends RuleHead {
  readonly scope: 'trunk';
  /** Begins to look at a trace. */
  watch(this: void): TrunkWatch;
}

/**
 * Looks at the events of trunks one by one, in order of the trace, and remembers of them what it must: traces have no
 * end, so it forgets. Of a transfer it sees the events of the next seconds, too.
 */
export type TrunkWatch = (
  event: TrunkEvent,
  later: readonly TrunkEvent[],
  /** Reports the request of the event. */
  report: (found: { readonly message: string; readonly severity?: Severity }) => void,
) => void;

/**
 * The packets of a call and what ICE made of them. It runs where the trace holds packets; where its `applies` names a
 * side, only in calls whose sides are known.
 */
export interface PacketRule extends RuleHead {
  readonly scope: 'packet';
  check(this: void, subject: PacketSubject): void;
}

/** The media path of a call, or of a capture at a client. */
export interface PathRule extends RuleHead<Concerned> {
  readonly scope: 'path';
  /**
   * It says what is, not what is wrong: shown with the path, and among the findings of a trace only where a severity is
   * set for it.
   */
  readonly statement?: boolean;
  check(this: void, subject: PathSubject): void;
  /** What it says of exports of routes and firewall rules, which need no path. */
  readonly checkExports?: (this: void, subject: NetworkSubject) => void;
}

/** What settings, routing tables and firewall rules tell, without a call. */
export interface NetworkRule extends RuleHead<Concerned> {
  readonly scope: 'network';
  check(this: void, subject: NetworkSubject): void;
}

export type Rule =
  | BodyRule
  | DescriptionRule
  | PairRule
  | MessageRule
  | CallRule
  | TrunkRule
  | PacketRule
  | PathRule
  | NetworkRule;
// Users need not know which rules of bodies look at nothing but the description.
export type Scope = Exclude<Rule['scope'], 'description'>;

/** What the user told of his network, and what is late or long in it: part of the model, not switches of a rule. */
export interface Facts {
  /** Empty where not told. */
  readonly sbcFqdn: string;
  readonly network: Network;
  readonly thresholds: Thresholds;
}

export interface Subject {
  readonly profile: Profile;
  readonly facts: Facts;
  readonly report: Report;
}

export interface DescriptionSubject extends Subject {
  readonly body: Described;
  /** Whether a message of the call says that the Teams user is inside (Local Media Optimization). */
  readonly staysInternal: boolean;
}

/** A description before anything is said of it. */
export type SeenDescription = Omit<DescriptionSubject, 'report'>;

/** What is a part of a call. */
export interface InCallSubject extends Subject {
  readonly call: Call;
  /** What the signalling of all legs can carry: asked before an order, an interval or an absence is claimed. */
  readonly signalling: Signalling;
}

export interface BodySubject extends DescriptionSubject, InCallSubject {
  readonly body: Body;
}

export interface PairSubject extends InCallSubject {
  readonly exchange: Exchange;
  readonly offer: Body;
  readonly answer: Body;
}

export interface MessageSubject extends InCallSubject {
  readonly message: CallMessage;
  readonly sip: SipMessage;
  /** The same message, as {@link InCallSubject.signalling} is asked of it. */
  readonly traced: SipTraceMessage;
}

export interface CallSubject extends InCallSubject {
  /** Says that the rule could not be evaluated on this call, and why: one sentence without a full stop. */
  readonly notEvaluated: (reason: string) => void;
}

export interface PacketSubject extends Omit<Subject, 'report'> {
  readonly call: Call;
  readonly replay: CallReplay;
  /** What the trace can show: asked before anything is called missing. */
  readonly evidence: TraceEvidence;
  readonly report: PacketReport;
  /** As in {@link CallSubject}. */
  readonly notEvaluated: (reason: string) => void;
}

export interface PathSubject {
  readonly path: MediaPath;
  readonly network: Network;
  readonly report: PathReport;
}

/** What a check of a path reports. */
export interface PathReport {
  (found: {
    readonly message: string;
    readonly severity?: Severity;
    readonly evidence: Evidence;
    /** Where it shows; null where it is of the whole trace. */
    readonly in: TraceMessage | null;
    /** In its content; its first line where there is none. */
    readonly at?: Span | null;
  }): void;
}

export interface NetworkSubject {
  readonly network: Network;
  /** Null where none was given. */
  readonly routes: RoutesJudgement | null;
  readonly firewall: FirewallJudgement | null;
  readonly report: NetworkReport;
}

/** What a check of settings, routes or firewall rules reports. */
export interface NetworkReport {
  (found: {
    readonly message: string;
    readonly severity?: Severity;
    /** What {@link line} is a line of. */
    readonly of: 'settings' | 'routes' | 'firewall';
    /** Counts from 1; null where no line shows it. */
    readonly line: number | null;
    /** What would mend it, to be reviewed and never run: a line a command. */
    readonly snippet?: readonly string[];
  }): void;
}

/** An edit of a message's content. An empty span inserts. */
export interface Edit extends Span {
  readonly newText: string;
}

export interface Fix {
  /** What applying it does, as an imperative: `Set the port to 0`. */
  readonly title: string;
  /** Edits of the content of the message that the finding is in. */
  readonly edits: readonly Edit[];
}

export interface Related {
  readonly in: InCall;
  readonly at: Span;
  readonly message: string;
}

/** What a check reports. */
export interface Report {
  (found: {
    /** The body or message that the place is in. */
    readonly in: InCall;
    readonly at: Span;
    /** What was seen, what was wanted, who changes it; ends with a full stop. No keys, no passwords. */
    readonly message: string;
    /** Where it differs from the rule's own; a case of {@link RuleHead.otherwise}. */
    readonly severity?: Severity;
    readonly related?: readonly Related[];
    readonly fix?: Fix;
  }): void;
}

/** A place in a packet's block, or in a message of the call. */
export interface PacketPlace {
  readonly in: TraceMessage;
  /** In its content; its first line where there is none. */
  readonly at?: Span | null;
}

/** What a check of packets reports; as {@link Report}, but no packet can be mended. */
export interface PacketReport {
  (
    found: PacketPlace & {
      readonly message: string;
      readonly severity?: Severity;
      readonly related?: readonly (PacketPlace & { readonly message: string })[];
    },
  ): void;
}

/** Declares a rule; gives its file's object the type that its scope demands. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
