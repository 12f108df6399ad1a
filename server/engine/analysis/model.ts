/** What an analysis is: its options, what it found, and what it leaves to the next one. */
import type { Profile } from '../../../shared/calls';
import type { RuleSettings, Severity, SeverityCounts } from '../../../shared/severities';
import type { Span } from '../basics/span';
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import type { TrunkEvent } from '../calls/trunk-events';
import type { Diagnoses } from '../diagnosis/diagnoses';
import type { CallReplay } from '../ice/model';
import { unknownNetwork } from '../network/network';
import type { CallFinding, CallLint } from '../rules/lint';
import type { Facts, Fix } from '../rules/rule';
import type { HeldBack, RuleCount, SieveOptions } from '../suppression/sieve';
import type { TraceMessage } from '../traces/message';

export interface AnalysisOptions extends SieveOptions {
  readonly profile: 'auto' | Profile;
  readonly severities: RuleSettings;
  readonly facts: Facts;
  /** How many findings of one rule are kept; the rest is counted. 0: all. */
  readonly maxFindingsPerRule: number;
  /** False: each body is judged by all rules, though one of its form was before. The findings are the same. */
  readonly remembers?: false;
  /** The text may change: of calls of so many messages what is judged of each part is kept. */
  readonly keepsFrom?: number;
}

/** What is judged by where nobody says anything. */
export const defaultOptions: AnalysisOptions = {
  profile: 'auto',
  severities: {},
  facts: { sbcFqdn: '', network: unknownNetwork, thresholds: {} },
  maxFindingsPerRule: 100,
};

/** A finding in the trace. It is plain data: it keeps neither trees nor the text of the trace alive. */
export interface Finding {
  readonly rule: CallFinding['rule'];
  readonly severity: Severity;
  readonly message: string;
  readonly call: CallName;
  /** Index of its message in {@link Trace.messages}; {@link messageOf} looks it up. */
  readonly in: number;
  /** Number of the packet that its message came in, where the text comes from a capture. */
  readonly frame: number | null;
  /** In the content of its message. */
  readonly at: Span;
  /** In the trace text. */
  readonly range: Span;
  readonly related: readonly RelatedPlace[];
  /** Its edits are edits of the content of its message. */
  readonly fix: Fix | null;
}

/** What findings know of their call. */
export type CallName = Pick<Call, 'kind' | 'key' | 'callId'>;

/** Another place of which a finding speaks. */
export interface RelatedPlace {
  /** As of {@link Finding.in}. */
  readonly in: number;
  readonly range: Span;
  readonly message: string;
}

/** Why a rule could not be evaluated. */
export interface RuleReason {
  readonly rule: string;
  readonly reason: string;
}

export interface Analysis {
  readonly options: AnalysisOptions;
  readonly trace: Trace;
  /** In order of their place in the trace. */
  readonly findings: readonly Finding[];
  readonly withheld: readonly RuleCount[];
  readonly notEvaluated: readonly RuleReason[];
  /** What is neither told nor counted. */
  readonly heldBack: HeldBack;
  /** {@link Call.key} → rules of which all findings in the call are held back. */
  readonly silenced: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rules that `#!ignore` lines name and that do not exist. */
  readonly unknownRules: readonly string[];
  /** All findings, the withheld ones too. */
  readonly counts: SeverityCounts;
  /** The same, call by call. */
  readonly callCounts: ReadonlyMap<Call, SeverityCounts>;
  /** What most likely went wrong with each. */
  readonly diagnoses: Diagnoses;
  /** Null where the trace holds no packets; what descriptions alone tell is told by `replayTrace`. */
  readonly replays: readonly CallReplay[] | null;
  /** For the next analysis of a changed text. */
  readonly reusable: Reusable;
}

/** Groups of calls by {@link keyOf}. */
export type Reusable = ReadonlyMap<string, LintedGroup>;

/** The messages of a Call-ID, judged. */
export interface LintedGroup {
  readonly messages: readonly TraceMessage[];
  /** As {@link watchedFor} told. */
  readonly watched: number | null;
  /** Keys that calls before it had, as text to compare. */
  readonly repeated: readonly string[];
  /** Whether ICMP says of some of its messages that they did not get through. */
  readonly isRefused: boolean;
  readonly calls: readonly LintedCall[];
}

/** A call, judged. */
export interface LintedCall {
  readonly call: Call;
  readonly lint: CallLint;
  readonly trunk: readonly TrunkEvent[];
}

/** The message that a finding, or a place related to it, is in. */
export function messageOf({ trace }: Analysis, { in: index }: Pick<Finding, 'in'>): TraceMessage {
  const message = trace.messages[index];
  if (message === undefined) throw new RangeError('a finding of another analysis');
  return message;
}
