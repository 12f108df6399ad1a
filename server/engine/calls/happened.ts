import type { Profile } from '../../../shared/calls';

/** What all events have that rules compare across calls. */
export interface Happened {
  readonly callId: string;
  /** Place of its request in the call. */
  readonly place: number;
  readonly profile: Profile;
  /** When the request was sent, by the judging clock, in microseconds; null where no time is known. */
  readonly micros: number | null;
}
