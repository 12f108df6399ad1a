/**
 * What the call panel shows of one call: its ladder, its ICE sessions, the steps of the replay and the verdicts, as
 * plain data that goes through JSON. The state at a moment is what the changes of the steps up to it say. Types only:
 * the server makes it, the extension passes it on, the webview draws it.
 */
import type { Range } from 'vscode-languageserver-types';
import type { CallKind, Outcome, Side } from './calls';
import type { DiagnosisSummary } from './diagnosis';
import type { Evidence } from './evidence';
import type { Change, End, PairState, PairType, SessionState, StepEvent, VerdictSeverity } from './ice';
import type { PathView } from './path-view';
import type { SeverityCounts } from './severities';
import type { TraceTime } from './times';

export interface ReplayView {
  /** Key of the call (`CallSummary.key`); of checks without a call one of its own. */
  readonly key: string;
  readonly kind: CallKind | 'checks';
  readonly callId: string | null;
  /** User parts of From and To. */
  readonly from: string;
  readonly to: string;
  /** Display names beside them; empty where there are none. */
  readonly names: { readonly from: string; readonly to: string };
  readonly outcome: Outcome | null;
  readonly status: number | null;
  readonly reason: string | null;
  readonly profile: string | null;
  readonly started: TraceTime | null;
  /** Microseconds from the first event to the first 18x and to the 200; null where the trace does not tell. */
  readonly alertedAfter: number | null;
  readonly answeredAfter: number | null;
  /** Microseconds from the 200 to the BYE of its dialog; null where the trace does not tell. */
  readonly talked: number | null;
  /** What was asked for outside of a call: its final status and the microseconds up to it; null of a call. */
  readonly result: { readonly status: number | null; readonly roundTrip: number | null } | null;
  /** `predicted` where descriptions wait for checks of which the trace has none. */
  readonly evidence: 'observed' | 'predicted';
  /** The worst fact of the call; of checks without one and of simulations how ICE ended. One or two sentences. */
  readonly headline: { readonly severity: VerdictSeverity; readonly text: string };
  /** How its ICE ended, where the headline is of more than that: a sentence; else empty. */
  readonly ice: string;
  /** What most likely went wrong with the call; null without one, and of a simulation. */
  readonly diagnosis: DiagnosisView | null;
  /** What the capture can and cannot show of the call, in the order in which it matters. */
  readonly capture: readonly CaptureNoteView[];
  /** What was changed for this replay, one sentence; null for the trace as it is. */
  readonly simulated: string | null;
  /** Whether times are known; else rows and steps are only in order. */
  readonly timed: boolean;
  readonly lanes: readonly Lane[];
  /** In the order of the trace. */
  readonly rows: readonly Row[];
  readonly media: readonly MediaBar[];
  readonly steps: readonly StepView[];
  readonly forks: readonly ForkView[];
  /** Verdicts and findings, what both say once: errors first, then warnings; of one severity in the order of the steps. */
  readonly verdicts: readonly VerdictView[];
  /** Session descriptions in the order of the trace; keys and passwords are masked. */
  readonly descriptions: readonly DescriptionView[];
  /** What offers and answers agreed on, by step. */
  readonly negotiated: readonly NegotiatedView[];
  /** The way that media went; null where nothing is known of it. */
  readonly path: PathView | null;
  /** How many steps at the end are left out; only where a flood of packets made too many. */
  readonly withheld?: number;
  readonly whatIfs: readonly WhatIf[];
  /** As every list counts them: also of findings that are too many to be told. */
  readonly counts: SeverityCounts;
}

/** Something to know of the capture before anything is believed that is said of the call; never a fault of the call. */
export interface CaptureNoteView {
  readonly id: string;
  /** Whole sentence. */
  readonly text: string;
  /** Where it shows; null where it is of the whole trace. */
  readonly range: Range | null;
  readonly frame: number | null;
  /** Where the clock of the capture leaps; null where it does not. */
  readonly leap: LeapView | null;
}

export interface LeapView {
  /** `clock leaps 1 h back` */
  readonly text: string;
  /** The first place behind it in {@link ReplayView.rows} and {@link ReplayView.steps}; null where it is behind all. */
  readonly row: number | null;
  readonly step: number | null;
}

/** A vertical line of the ladder, from left to right as they stand in {@link ReplayView.lanes}. */
export interface Lane {
  /** `hop`: between the hosts that a call is from and to; it may be folded away. */
  readonly kind: 'pstn' | 'sbc' | 'proxy' | 'endpoint' | 'host' | 'hop';
  /** `SBC`, `SIP proxy`, `fork A`, `PSTN`; of others the address. */
  readonly title: string;
  /** Address beneath it, what the agent is, whom its User-Agent names: `203.0.113.10 · Lite`. */
  readonly subtitle: string;
  /** Place in {@link ReplayView.forks} of an endpoint; null for the others. */
  readonly fork: number | null;
}

interface RowBase {
  /** Microseconds since the first event; null where the trace does not tell. */
  readonly at: number | null;
  /** Places in {@link ReplayView.lanes}. */
  readonly from: number;
  readonly to: number;
  readonly fork: number | null;
  /** Of the arrow, e.g. `INVITE`, `183`, `check`, `nominate`, `consent`, `RTCP`. */
  readonly label: string;
  readonly evidence: Evidence;
  /** The worst of the findings and verdicts that are shown on it; null where there are none. */
  readonly severity: VerdictSeverity | null;
  /** Those, one sentence each. */
  readonly defects: readonly string[];
  /** The gist in one or two sentences. */
  readonly gist: string;
  /** First and last place in {@link ReplayView.steps} of what it shows; null where no step speaks of it. */
  readonly steps: readonly [first: number, last: number] | null;
  /** Where its message stands in the trace; null for a prediction. */
  readonly range: Range | null;
  /** Number of the packet in the capture. */
  readonly frame: number | null;
}

/** A message of SIP. */
export interface SipRow extends RowBase {
  readonly kind: 'sip';
  /** What its session description is; null where it has none. */
  readonly sdp: 'offer' | 'answer' | 'unknown' | null;
  readonly status: number | null;
  readonly retransmission: boolean;
}

/** A check with what came of it; the same again and again is one row. */
export interface CheckRow extends RowBase {
  readonly kind: 'check';
  /** `unseen`: its answer is not in the trace because the capture lacks that direction. */
  readonly answer: 'ok' | 'error' | 'none' | 'unseen';
  /** `401`; null where it is no error. */
  readonly error: number | null;
  readonly nominates: boolean;
  /** How many requests are folded in it, repeated ones too, and when the last one was. */
  readonly count: number;
  /** How many transactions those are, and how many of them were answered: some consents of a row may not be. */
  readonly asked: number;
  readonly answered: number;
  readonly until: number | null;
}

/** Anything else that goes from one end to another: an indication, an ICMP error, DTLS, the first packet of media. */
export interface PacketRow extends RowBase {
  readonly kind: 'packet';
  readonly what: 'indication' | 'icmp' | 'dtls' | 'media' | 'timeout' | 'log';
  readonly count: number;
}

export type Row = SipRow | CheckRow | PacketRow;

/** A stream of RTP, drawn on the lane of its sender, from the row it begins at to the one it ends before. */
export interface MediaBar {
  readonly sender: End | 'pstn';
  /** Places in {@link ReplayView.lanes}. */
  readonly lane: number;
  readonly to: number;
  readonly fork: number | null;
  /** Microseconds since the first event. */
  readonly begins: number | null;
  readonly ends: number | null;
  /** Places in {@link ReplayView.rows}, both inclusive. */
  readonly rows: readonly [first: number, last: number];
  /** `SRTP 332 packets`. */
  readonly label: string;
  /** `verified, crypto:1 of the 200`; empty where nothing is known. */
  readonly protection: string;
  /** Stretches of it, in order: where it goes and whether that is right at that time. */
  readonly stretches: readonly MediaStretch[];
  readonly range: Range | null;
}

export interface MediaStretch {
  readonly begins: number | null;
  readonly ends: number | null;
  /** `52.113.200.73:53156` */
  readonly destination: string;
  readonly judgement: 'right' | 'wrong' | 'unknown';
  /** Why, one sentence: "Nothing is nominated yet; this is the best path by checks". */
  readonly why: string;
}

export interface StepView {
  readonly at: number | null;
  /** `message`: one of SIP that moves nothing. */
  readonly event: StepEvent | 'message';
  readonly evidence: Evidence;
  readonly fork: number | null;
  /** A few words: "Teams (fork B) nominates". */
  readonly title: string;
  /** What happened, whole sentences. */
  readonly text: string;
  /** What the automata did, whole sentences; empty where nothing changed. */
  readonly automaton: string;
  /** Documents and sections that it follows from. */
  readonly source: string;
  readonly changes: readonly Change[];
  /** Place in {@link ReplayView.rows}; null where the ladder does not show it. */
  readonly row: number | null;
  /** Places in {@link ReplayView.verdicts} of what is decided here. */
  readonly verdicts: readonly number[];
  readonly range: Range;
  readonly frame: number | null;
}

export interface ForkView {
  /** `fork A`; `call` where there is only one. */
  readonly name: string;
  readonly toTag: string | null;
  /** The one that answered the call. */
  readonly active: boolean;
  /** As {@link ForkReplay.sessions}: changes speak of them by place. */
  readonly sessions: readonly SessionView[];
  /** Place in {@link sessions} of the one that speaks for the fork; null without descriptions. */
  readonly main: number | null;
  /** How it ended: state of the main session. */
  readonly state: SessionState;
  readonly nominated: 'before-answer' | 'after-answer' | null;
}

export interface SessionView {
  /** `audio`; with the generation where there are several. */
  readonly title: string;
  readonly generation: number;
  readonly ufrag: Readonly<Record<End, string | null>>;
  readonly lite: Readonly<Record<End, boolean>>;
  readonly controlling: End | null;
  /** As it ended. */
  readonly state: SessionState;
  readonly evidence: Evidence;
  readonly pairs: readonly PairView[];
  /** The candidates of both ends, as their descriptions list them. */
  readonly candidates: readonly CandidateView[];
}

/** Its state is what the changes say; {@link state} is how it ended. */
export interface PairView {
  readonly id: number;
  readonly component: number;
  readonly teams: string;
  readonly teamsType: PairType;
  readonly base: string | null;
  readonly sbc: string;
  /** Decimal; null where it is not known. */
  readonly priority: string | null;
  readonly state: PairState;
  readonly nominated: boolean;
  readonly evidence: Evidence;
  readonly requests: number;
  readonly responses: number;
}

export interface CandidateView {
  readonly end: End;
  readonly address: string;
  readonly type: PairType;
  readonly component: number;
  readonly transport: string;
  readonly priority: number | null;
  readonly foundation: string;
  readonly range: Range | null;
}

export interface VerdictView {
  readonly id: string;
  readonly severity: VerdictSeverity;
  readonly evidence: Evidence;
  /** Whole sentence. */
  readonly text: string;
  readonly fork: number | null;
  readonly rules: readonly string[];
  /** Place in {@link ReplayView.steps}, the last one up to it. */
  readonly step: number | null;
  readonly range: Range;
  readonly frame: number | null;
  readonly related: readonly { readonly range: Range; readonly frame: number | null }[];
}

/** What holds from a step on: an offer, or what it and its answer agreed on. */
export interface NegotiatedView {
  /** Place in {@link ReplayView.steps}. */
  readonly step: number;
  readonly fork: number | null;
  /** `Answer of the callee in the 200` */
  readonly title: string;
  readonly streams: readonly NegotiatedStream[];
}

export interface NegotiatedStream {
  /** `audio` */
  readonly media: string;
  readonly facts: readonly {
    readonly what: 'codec' | 'dtmf' | 'direction' | 'addresses' | 'security';
    readonly text: string;
    /** What it was before, where it changed; empty where it was not there. */
    readonly was: string | null;
  }[];
}

export interface DescriptionView {
  /** `Offer in INVITE`, `Answer in 183, fork A`. */
  readonly title: string;
  readonly role: 'offer' | 'answer' | 'unknown';
  readonly side: Side;
  readonly fork: number | null;
  /** Masked, LF between lines. */
  readonly text: string;
  readonly range: Range;
}

/** One fact that may be changed for a simulation. */
export interface WhatIf {
  /** Asked for with it; unique in the view. */
  readonly id: string;
  /** `The SBC says a=ice-lite`. */
  readonly title: string;
  /** What it shows, one sentence. */
  readonly detail: string;
}

/** What most likely went wrong with a call, and where to look. */
export interface DiagnosisView extends DiagnosisSummary {
  /** The place to change first; null where none shows it. */
  readonly range: Range | null;
}
