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
  readonly reason: string | null;
  readonly started: TraceTime | null;
  readonly answered: TraceTime | null;
  readonly ended: TraceTime | null;
  readonly messages: number;
  readonly forks: readonly Pick<Fork, 'toTag' | 'status'>[];
  readonly profile: CallProfile;
}
