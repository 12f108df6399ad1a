/** A line of a list of calls. */
import type { Outcome } from '../../../shared/calls';
import type { TraceTime } from '../../../shared/times';
import type { CallProfile } from './call';

/** What a list of calls shows of one. */
export interface CallRow {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly started: TraceTime | null;
  /** Microseconds from the answer to the end; null where one of them is not known. */
  readonly talked: number | null;
  readonly messages: number;
  readonly profile: CallProfile;
}

/** Microseconds from the answer to the end of a call; null where one of them is not known. */
export function talkedFor({
  answered,
  ended,
}: {
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
}): number | null {
  return answered === null || ended === null ? null : ended.micros - answered.micros;
}
