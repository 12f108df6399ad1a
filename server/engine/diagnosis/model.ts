/** What a diagnosis is: the one sentence on a call that an engineer writes into the ticket, and what it rests on. */
import type { Span } from '../basics/span';
import type { Severity } from '../../../shared/severities';
import type { DiagnosisGrade, Confidence, Concern, Tone } from '../../../shared/diagnosis';
import type { Rule } from '../rules/rule';
import type { TraceMessage } from '../traces/message';

/** A finding of the call, as far as a diagnosis looks into it. */
export interface KnownFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly in: TraceMessage;
  readonly at: Span;
}

/** A place in a message of the trace. */
export interface Place {
  readonly in: TraceMessage;
  /** In its content. */
  readonly at: Span;
}

/** What else is wrong with a call. */
export interface Contribution {
  readonly rule: string;
  /** A clause without a full stop. */
  readonly title: string;
  readonly place: Place;
}

export interface Diagnosis {
  readonly grade: DiagnosisGrade;
  /** As {@link DiagnosisSummary.headline}. */
  readonly headline: string;
  readonly tone: Tone;
  /** What most likely went wrong, or that nothing did: whole sentences, plain text that is not escaped. */
  readonly text: string;
  /** What to do, and who: whole sentences; empty where there is nothing to do. */
  readonly advice: string;
  /** Who has to change something; null where nobody has, or it cannot be told. */
  readonly side: Concern | null;
  readonly confidence: Confidence;
  /** The rules that it rests on: the cause first, then what else is wrong. */
  readonly rules: readonly string[];
  /** The place to change first, then what shows the end. */
  readonly places: readonly Place[];
  readonly also: readonly Contribution[];
  /** Whether audio went both ways, and when, as far as the trace shows: one sentence; empty without a call. */
  readonly audio: string;
}
