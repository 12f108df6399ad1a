/** What the extension and the language server say to each other beyond the LSP itself: types and method names only. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { CallJudgement, LargeTrace } from './large-trace';
import type { NetworkSettings } from './network';
import type { CallKind, Outcome, Party, Profile, Side } from './calls';
import type { TraceTime } from './times';
import type { ClockEvidence } from './clock-evidence';
import type { ReadingProblem } from './reading-problem';
import type { DiagnosisSummary } from './diagnosis';
import type { SeverityCounts, SeveritySetting } from './severities';
import type { Upkeep } from './upkeep';
import type { End } from './ice';
import type { ReplayView } from './replay-view';

/** The profile a user may choose; `auto` decides for each call from the trace. */
export type ProfileSetting = 'auto' | Profile;

/** The settings of section `sipTrace`, as the server reads them (the same names as in `.siptracerc.json`). */
export interface Settings {
  readonly profile: ProfileSetting;
  /** Rule id → severity. */
  readonly rules: Readonly<Record<string, SeveritySetting>>;
  /** What becomes of rules in some files, or under some profiles; of several that fit, the last one counts. */
  readonly overrides: readonly RuleOverride[];
  /** Public addresses of the SBC: literal IPs or CIDR ranges. */
  readonly sbcPublicAddresses: readonly string[];
  /** Internal addresses of the SBC that Local Media Optimization may use. */
  readonly sbcInternalAddresses: readonly string[];
  /** The SBC's FQDN as paired in the tenant; enables the fixes that write a Contact. */
  readonly sbcFqdn: string;
  /** The network between clients, SBC and Microsoft. */
  readonly network: NetworkSettings;
  /** Rule id → its limit, in the rule's unit. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** How many findings of one rule are shown for one file; the rest is counted. 0: all. */
  readonly maxFindingsPerRule: number;
  readonly inlayHints: { readonly timeDelta: boolean; readonly payloadTypes: boolean };
  readonly codeLens: { readonly enabled: boolean };
}

export interface RuleOverride {
  /** Patterns of paths, relative to the folder of the configuration file, or of the workspace; all files where missing. */
  readonly files?: readonly string[];
  /** All profiles where missing. */
  readonly profiles?: readonly Profile[];
  readonly rules: Readonly<Record<string, SeveritySetting>>;
}

/** Notification, client → server: all configuration files of the workspace, where the server has no disk to find them on. */
export const configFilesNotification = 'sipTrace/configFiles';
export interface ConfigFilesParams {
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** Request: the summary of an open trace, for the status bar and the call list. `null`: not (yet) analysed. */
export const summaryRequest = 'sipTrace/summary';
export interface SummaryParams {
  readonly uri: string;
}

/** Notification, server → client: a trace was analysed again. */
export const analysedNotification = 'sipTrace/analysed';
export interface AnalysedParams {
  readonly uri: string;
  readonly summary: TraceSummary;
}

export interface TraceSummary {
  readonly format: string;
  readonly messages: number;
  readonly calls: readonly CallSummary[];
  /** Registrations and keep-alives, by who sends them to whom. */
  readonly upkeep: readonly Upkeep[];
  readonly counts: SeverityCounts;
  /** Findings counted but not shown, rule by rule. */
  readonly withheld: readonly { readonly rule: string; readonly count: number }[];
  /** Rules that could not be evaluated on any call, with what the trace lacks: one sentence without a full stop. */
  readonly notEvaluated: readonly { readonly rules: readonly string[]; readonly reason: string }[];
  /** What the capture can and cannot show, a whole sentence each; empty where nothing is to be known. */
  readonly capture: readonly string[];
}

export interface CallSummary {
  /** Unique in the trace and steady while the text around the call changes. */
  readonly key: string;
  readonly kind: CallKind;
  readonly callId: string;
  /** Method of the first request; null where the trace shows none. */
  readonly method: string | null;
  readonly from: string;
  readonly to: string;
  readonly outcome: Outcome;
  readonly status: number | null;
  /** The phrase of that status, or the Reason of a BYE or CANCEL. */
  readonly reason: string | null;
  readonly started: TraceTime | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
  /** `192.0.2.1:5060`: the ends of its first message; null where the trace does not tell. */
  readonly source: string | null;
  readonly destination: string | null;
  /** Of the last request of what is no call: its final status, and microseconds up to it; null of a call. */
  readonly result: { readonly status: number | null; readonly roundTrip: number | null } | null;
  readonly profile: Profile;
  /** Why this profile was chosen, one sentence. */
  readonly profileReason: string;
  readonly counts: SeverityCounts;
  /** What most likely went wrong; null of bare descriptions. */
  readonly diagnosis: DiagnosisSummary | null;
  /** Where the call's first message stands. */
  readonly range: Range;
  /** First and last line (from 0, both inclusive) of each of its messages, in the order of the trace. */
  readonly messageLines: readonly (readonly [first: number, last: number])[];
}

/** Request: the messages of one call of an open trace. `null`: there is no such call (any more). */
export const callMessagesRequest = 'sipTrace/callMessages';
export interface CallMessagesParams {
  readonly uri: string;
  /** {@link CallSummary.key} */
  readonly key: string;
}
export interface MessageSummary {
  /** `INVITE`, `183 Session Progress (INVITE)`, `SDP`. */
  readonly label: string;
  /** The same where there is little room: a response to the INVITE does not name it. */
  readonly title: string;
  readonly kind: 'request' | 'response' | 'sdp';
  /** Of a response. */
  readonly status: number | null;
  readonly party: Party;
  readonly side: Side;
  readonly time: TraceTime | null;
  /** `192.0.2.1:5060`; null where the trace does not tell. */
  readonly source: string | null;
  readonly destination: string | null;
  readonly transport: string | null;
  /** What the session description in it is; null where it carries none. */
  readonly body: 'offer' | 'answer' | 'unknown' | null;
  readonly retransmission: boolean;
  /** The findings that are shown in it. */
  readonly counts: SeverityCounts;
  /** Its start line. */
  readonly range: Range;
}

/** Request: the message or packet at a place of an open trace, keys and passwords masked. `null`: there is none. */
export const messageTextRequest = 'sipTrace/messageText';
export interface MessageTextParams {
  readonly uri: string;
  readonly position: Position;
}
export interface MessageText {
  /** What it is, when, and from where to where. */
  readonly title: string;
  /** LF between lines. */
  readonly text: string;
}

/** Request: a call of an open trace as a trace of its own, nothing masked. `null`: there is no such call (any more). */
export const callExcerptRequest = 'sipTrace/callExcerpt';
export interface CallExcerptParams {
  readonly uri: string;
  /** {@link CallSummary.key} */
  readonly key: string;
}

/** Request: what of an open trace could not be read, and why. `null`: not analysed. */
export const notUnderstoodRequest = 'sipTrace/notUnderstood';
export interface NotUnderstoodParams {
  readonly uri: string;
}
export interface NotUnderstoodResult {
  /** In the order of the trace, the first thousand. */
  readonly items: readonly NotUnderstood[];
  /** How many more there are. */
  readonly more: number;
}
export interface NotUnderstood {
  /**
   * `malformed`: a part of a message breaks its grammar. `cut`: a message breaks off. `lost`: records of the log are
   * missing. `unreadable`: packets of a capture that are incomplete. `encrypted`: TLS without its keys. `outside`: lines that belong to no
   * message.
   */
  readonly kind: 'malformed' | 'cut' | 'lost' | 'unreadable' | 'encrypted' | 'outside';
  /** One sentence: what was seen, what was wanted. */
  readonly message: string;
  /** The message it is in, or time and ends of the packet; null for what is in none. */
  readonly label: string | null;
  readonly range: Range;
}

/** Request: the media streams of a trace that was made from a capture. `null`: not analysed. */
export const mediaStreamsRequest = 'sipTrace/mediaStreams';
export interface MediaStreamsParams {
  readonly uri: string;
}
/** All packets of one SSRC, or of fax, from one end to another. */
export interface MediaStreamSummary {
  /** Unique in the trace. */
  readonly key: string;
  readonly started: TraceTime | null;
  readonly ended: TraceTime | null;
  /** `192.0.2.1:4000` */
  readonly source: string;
  readonly destination: string;
  /** `SRTP` where the call's descriptions say so. */
  readonly kind: 'RTP' | 'SRTP' | 'T.38';
  /** Eight hexadecimal digits; null where there is none. */
  readonly ssrc: string | null;
  /** The codecs by name, the one with the most packets first; a payload type's number where it has no name. */
  readonly codec: string;
  readonly packets: number;
  /** By the sequence numbers; null where they do not tell. */
  readonly lost: number | null;
  /** Packets in a row that were missing, the most; null where the numbers do not tell. */
  readonly longestGap: number | null;
  /** The longest time in which nothing came, in microseconds, of those of a second or more; null for none. */
  readonly longestSilence: number | null;
  /** Of the first codec (RFC 3550 §6.4.1), in milliseconds; null where the clock rate is not known. */
  readonly jitter: number | null;
  /** Whether its packets authenticate with the call's keys, and how that is known, in words; null where no key could be tried. */
  readonly keys: { readonly verified: 'all' | 'some' | 'none'; readonly message: string } | null;
  /** Who sends it; parties where the trace does not tell which side is the SBC, null where it tells neither. */
  readonly sender: End | Party | null;
  /** `fork A`; empty where the call has no forks, or its session is not known. */
  readonly fork: string;
  /** Key of the call whose SDP names its ends; null where none does. */
  readonly call: string | null;
  /** Where its block begins. */
  readonly range: Range;
}

/** Request: the conversations of a capture at a client, which has no call. `null`: not analysed. */
export const mediaFlowsRequest = 'sipTrace/mediaFlows';
export interface MediaFlowsParams {
  readonly uri: string;
}
/** A conversation of a capture, and its part in the path of media. */
export interface MediaFlowSummary {
  /** Unique in the trace. */
  readonly key: string;
  readonly started: TraceTime | null;
  readonly ended: TraceTime | null;
  /** `192.0.2.1:50006` */
  readonly source: string;
  readonly destination: string;
  /** `SRTP, UDP` */
  readonly protocol: string;
  /** Both directions. */
  readonly packets: number;
  /** Of frames, both directions. */
  readonly octets: number;
  /** What the other end is: `relay`. */
  readonly class: string;
  /** Flow of *Microsoft Teams call flows*; null where none fits. */
  readonly flow: string | null;
  /** The adapter that it was captured on. */
  readonly interface: string | null;
  /** `stayed`: media ended up here; `tried`: it was tried beside others. */
  readonly part: 'stayed' | 'tried' | null;
  /** Its first message in the text; null where it has none there. */
  readonly range: Range | null;
}

/**
 * Request: settings of the network that the open traces speak for, as JSON with comments. `null`: they tell nothing that
 * the settings do not know.
 */
export const proposeNetworkSettingsRequest = 'sipTrace/proposeNetworkSettings';

/** Request: the ICE replay of one call of an open trace, for its panel. `null`: there is no such call (any more). */
export const replayRequest = 'sipTrace/replay';
export interface ReplayParams {
  readonly uri: string;
  /** {@link CallSummary.key}, or a position: the call of the message there. */
  readonly call: { readonly key: string } | { readonly position: Position };
  /** {@link WhatIf.id}, to replay with one fact changed; null for the trace as it is. */
  readonly whatIf: string | null;
}
export type ReplayResult = ReplayView | null;

/** Request: the SDP body at a position with every offered fix applied. `null` when there is no body there. */
export const correctedBodyRequest = 'sipTrace/correctedBody';
export interface CorrectedBodyParams {
  readonly uri: string;
  readonly position: Position;
}
export interface CorrectedBodyResult {
  /** Where the body stands in the trace: the other side of the comparison with the corrected one. */
  readonly range: Range;
  /** The corrected SDP, CRLF-free, one line a line. */
  readonly body: string;
  /** One sentence for each fix that was applied. */
  readonly applied: readonly string[];
  /** One sentence for each finding that has no mechanical fix. */
  readonly remaining: readonly string[];
}

/** Request: a compliant answer to the offer at a position. `null` when there is no offer there. */
export const generateAnswerRequest = 'sipTrace/generateAnswer';
export interface GenerateAnswerParams {
  readonly uri: string;
  readonly position: Position;
}
/** One side of a comparison: a description, and what it is called there. */
export interface ComparedBody {
  readonly name: string;
  /** Where it stands in the trace. */
  readonly range: Range;
}

export interface GenerateAnswerResult {
  /** The SDP as a VS Code snippet; fresh random credentials and keys are its placeholders. Null where none is compliant. */
  readonly snippet: string | null;
  /** Why not, and what to answer instead; of an answer, what must be known of it. A sentence each. */
  readonly notes: readonly string[];
}

/** Client commands that code actions and code lenses call. The palette has its own commands beside these. */
export const clientCommands = {
  /** Arguments: uri, position. */
  compareCorrectedBody: 'sipTrace.compareCorrectedBody',
  /** Arguments: uri, two {@link ComparedBody}. */
  compareBodies: 'sipTrace.compareBodies',
  /** Arguments: text. */
  copyFinding: 'sipTrace.copyFinding',
  /** Arguments: id of a rule. */
  setSeverity: 'sipTrace.setSeverity',
  /** Arguments: uri, position. */
  copyCorrectedBody: 'sipTrace.copyCorrectedBody',
  /** Arguments: uri, position. */
  openCorrectedBody: 'sipTrace.openCorrectedBody',
  /** Arguments: uri, position. */
  generateAnswer: 'sipTrace.generateAnswer',
  /** Arguments: uri, range. Shows a place in a trace. */
  reveal: 'sipTrace.reveal',
  /** Arguments: uri, key of the call or position. Opens the call's panel. */
  openCall: 'sipTrace.openCallPanel',
} as const;

/** Request: a capture as trace text (docs/trace-text.md). */
export const renderCaptureRequest = 'sipTrace/renderCapture';
export interface RenderCaptureParams {
  readonly uri: string;
  /** The file in base64. Null asks the server to read it itself, which saves a copy. */
  readonly bytes: string | null;
  /** Lines of an SSLKEYLOGFILE; empty for none. */
  readonly keyLog: string;
  /** A text with more characters is not wanted; null for no limit. */
  readonly longest: number | null;
}
export type RenderCaptureResult =
  | {
      readonly kind: 'rendered';
      readonly text: string;
      /** `pcap`, `pcapng` … */
      readonly format: string;
      readonly problems: readonly ReadingProblem[];
    }
  /** It is no capture that can be read: why, and what to do; without a full stop at the end. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The text would have more characters than are wanted. */
  | { readonly kind: 'too-long' }
  /** The server cannot read this file: ask again, with its bytes. */
  | { readonly kind: 'send-bytes' };

/** Request: the calls of a trace that is too large to be analysed as a whole, found without an analysis. */
export const indexTraceRequest = 'sipTrace/indexTrace';
export interface IndexTraceParams {
  readonly uri: string;
  /** Lines of an SSLKEYLOGFILE; empty for none. */
  readonly keyLog: string;
}
export type IndexTraceResult =
  | { readonly kind: 'indexed'; readonly trace: LargeTrace }
  /** Why it cannot be read, and what to do; without a full stop at the end. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The server has no way to this file. */
  | { readonly kind: 'out-of-reach' };

/** Notification, server → client: how much of a trace that is being indexed was read. */
export const indexProgressNotification = 'sipTrace/indexProgress';
export interface IndexProgressParams {
  readonly uri: string;
  /** From 0 to 1. */
  readonly done: number;
}

/**
 * Request: judges all calls of a trace that was indexed, one after the other; what is found comes meanwhile by
 * {@link judgedNotification}. It goes on until it is cancelled.
 */
export const judgeTraceRequest = 'sipTrace/judgeTrace';
export type JudgeTraceParams = IndexTraceParams;
export type JudgeTraceResult =
  /** All findings, those of no call as well. */
  | { readonly kind: 'judged'; readonly counts: SeverityCounts }
  /** Why not, and what to do; without a full stop at the end. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The server has no way to this file. */
  | { readonly kind: 'out-of-reach' };

/** Notification, server → client: what was judged of a trace since the last one. */
export const judgedNotification = 'sipTrace/judged';
export interface JudgedParams {
  readonly uri: string;
  /** From 0 to 1. */
  readonly done: number;
  readonly calls: readonly CallJudgement[];
}

/** Request: one call of a trace that was indexed, as a text of its own. */
export const readCallRequest = 'sipTrace/readCall';
export interface ReadCallParams {
  readonly uri: string;
  /** Lines of an SSLKEYLOGFILE; empty for none. */
  readonly keyLog: string;
  readonly trace: Pick<LargeTrace, 'kind' | 'heading'>;
  readonly callId: string;
  /** Of all legs with this Call-ID: where the index says that their messages are. */
  readonly places: readonly number[];
}
export type ReadCallResult =
  | {
      readonly kind: 'read';
      readonly text: string;
      readonly problems: readonly ReadingProblem[];
    }
  /** The call is not where it was: the file has changed. */
  | { readonly kind: 'moved' }
  /** Why, and what to do; without a full stop at the end. */
  | { readonly kind: 'refused'; readonly message: string };

/** Request: several traces of the same calls, such as a log and a capture, as one trace text. */
export const joinTracesRequest = 'sipTrace/joinTraces';
export interface JoinTracesParams {
  /** The first one's clock counts. */
  readonly texts: readonly string[];
  /** For each trace the microseconds that its clock is behind the first one's; null: the traces tell. */
  readonly offsets: readonly (number | null)[];
}
export interface JoinTracesResult {
  readonly text: string;
  /** As they were used; null where nothing tells. */
  readonly offsets: readonly (number | null)[];
  /** For each trace how its offset was found; null for the first, and where it was told or nothing tells. */
  readonly evidence: readonly (ClockEvidence | null)[];
}
