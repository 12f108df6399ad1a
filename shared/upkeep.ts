/** What keeps a trunk alive: registrations and keep-alives. */
import type { DialogKind } from './calls';

/** All requests of one kind from one to another. */
export interface Upkeep {
  /** Key of the call that the first of them belongs to. */
  readonly call: string;
  readonly kind: DialogKind;
  readonly method: string;
  readonly who: string;
  readonly target: string;
  /** Requests, repetitions left out. */
  readonly requests: number;
  /** Those that got no 2xx, and none that only wanted credentials. */
  readonly failed: number;
  /** What became of the last one: `200 OK`, `no answer`. */
  readonly outcome: string;
  /** Median of the time between two of them, and from request to response, in microseconds; null where it is not known. */
  readonly interval: number | null;
  readonly roundTrip: number | null;
}
