/** All that a diagnosis looks into, and how its sentences call the two parties. */
import type { Call } from '../calls/call';
import { otherParty, type Party } from '../../../shared/calls';
import type { Concern } from '../../../shared/diagnosis';
import type { Signalling } from '../evidence/signalling';
import type { CallReplay } from '../ice/model';
import type { Course } from './course';
import type { KnownFinding } from './model';

export interface Case {
  readonly call: Call;
  readonly course: Course;
  /** Of all legs of the Call-ID. */
  readonly signalling: Signalling;
  /** All of the call, whether they are listed or withheld. */
  readonly findings: readonly KnownFinding[];
  /** Null where the trace holds no packets. */
  readonly replay: CallReplay | null;
}

/** `the SBC`, `Microsoft`; `the caller` where the sides are not known. */
export function nameOf({ sides }: Call, party: Party): string {
  const side = sides[party];
  return side === 'sbc' ? 'the SBC' : side === 'teams' ? 'Microsoft' : `the ${party}`;
}

/** Whom a party is to be named in the column of who has to change something; null where sides are not known. */
export function concernOf({ sides }: Call, party: Party): Concern | null {
  const side = sides[party];
  if (side !== 'unknown') return side;
  return sides[otherParty(party)] === 'unknown' ? null : 'peer';
}

/** What was asked for, in a sentence: `call`, or the method of a request without one. */
export function subjectOf({ call, course }: Case): string {
  return call.kind === 'call' ? 'call' : course.method;
}
