/** What an overview shows of a trace that is too large for an analysis. */
import type { CallKind, Outcome, Profile } from './calls';
import type { DiagnosisSummary } from './diagnosis';
import type { SeverityCounts } from './severities';
import type { TraceTime } from './times';

export interface LargeTrace {
  /** `pcap`, or a text format's id. */
  readonly format: string;
  readonly kind: 'capture' | 'text';
  readonly messages: number;
  /** In order of their first messages. */
  readonly calls: readonly LargeTraceCall[];
  /** Of a text, octets of the lines at its top that speak of all that follows. */
  readonly heading: number;
  /** What could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
}

export interface LargeTraceCall {
  /** Unique in the trace: see {@link legKey}. */
  readonly key: string;
  readonly kind: Exclude<CallKind, 'sdp'>;
  readonly callId: string;
  readonly method: string | null;
  readonly from: string;
  readonly to: string;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly started: TraceTime | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
  readonly profile: Profile;
  readonly messages: number;
  /**
   * Where its messages are: of a capture the frames that complete them; of a text where each piece of the file that
   * holds some starts and ends, in octets, one after the other.
   */
  readonly places: readonly number[];
}

/** What was found in a call of a large trace. */
export interface CallJudgement {
  /** {@link LargeTraceCall.key} */
  readonly key: string;
  readonly counts: SeverityCounts;
  /** What most likely went wrong; null where nothing is told. */
  readonly diagnosis: DiagnosisSummary | null;
}

/** The name of a leg among all of a trace. */
export function legKey({ callId, leg }: { readonly callId: string; readonly leg: number }): string {
  return `${callId} ${leg}`;
}
