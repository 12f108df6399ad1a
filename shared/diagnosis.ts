/** Words of a diagnosis that every side uses. */

/**
 * How a call went. `bad`: it failed, broke off or had no audio. `doubtful`: it went through, with defects. `open`: the
 * trace does not tell. `ordinary`: busy, declined, cancelled, redirected. `fine`: no defect was seen.
 */
export type DiagnosisGrade = 'bad' | 'doubtful' | 'open' | 'ordinary' | 'fine';

/**
 * How sure a diagnosis is of the cause that it names. `observed`: the trace itself says so. `likely`: a defect that leads to
 * what was seen. `possible`: a defect that may have led there.
 */
export type Confidence = 'observed' | 'likely' | 'possible';

/** Who has to change something. `peer`: the other side of an SBC that is not Microsoft, such as a trunk, a PBX or a phone. */
export type Concern = 'sbc' | 'teams' | 'network' | 'peer';

/** How a headline looks: red with a cross, a warning, a note, or green with a check mark. */
export type Tone = 'error' | 'warning' | 'info' | 'good';

/** A diagnosis as a call's summary tells it. */
export interface DiagnosisSummary {
  /** The worst fact of the call, the same wherever the call is named: one or two sentences. */
  readonly headline: string;
  /** `good` only where no error was found. An error that heads the sentence is an `error`, and so is a refusal, however ordinary. */
  readonly tone: Tone;
  readonly grade: DiagnosisGrade;
  /** Why it ended and what led there: whole sentences. */
  readonly text: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
  /** Whether audio went both ways: one sentence; empty of what is no call. */
  readonly audio: string;
}

/** Worst first. */
export const grades: readonly DiagnosisGrade[] = ['bad', 'doubtful', 'open', 'ordinary', 'fine'];
