/** A line of a list of calls. */
import type { Outcome } from '../../../shared/calls';
import type { TraceTime } from '../../../shared/times';
import type { CallProfile, Fork } from './call';

/** What a list of calls shows of one. */
export interface CallRow {
  readonly callId: string;
  /** URI of From and To, without parameters. */
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

/** All that is told of a call without an analysis. */
export interface CallDetails extends CallRow {
  readonly reason: string | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
  readonly forks: readonly Pick<Fork, 'toTag' | 'status'>[];
}

/**
 * Microseconds from the answer to the end of a call; null where one of them is not known, or the clock went back
 * between them.
 */
export function talkedFor({ answered, ended }: Pick<CallDetails, 'answered' | 'ended'>): number | null {
  if (answered === null || ended === null || ended.micros < answered.micros) return null;
  return ended.micros - answered.micros;
}
