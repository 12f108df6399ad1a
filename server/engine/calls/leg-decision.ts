/** What the messages of a leg decide together: who called, who is who, which profile speaks, and how it went. */
import type { CallKind, Party, Profile } from '../../../shared/calls';
import type { CallProfile } from './call';
import type { Leg } from './legs';
import { readOutcome, type CallOutcome } from './outcome';
import { chosenProfile, decideProfile } from './profile';
import { decideSides, type Sides } from './sides';
import type { Mark, Signal } from './signal';

export interface LegDecision<S extends Signal> {
  readonly kind: Exclude<CallKind, 'sdp'>;
  readonly callerTag: Mark;
  /** Who sent each message. */
  readonly parties: readonly Party[];
  readonly sides: Sides;
  readonly profile: CallProfile;
  readonly course: CallOutcome<S>;
}

/**
 * Decides over one of the legs of a Call-ID.
 *
 * @param chosen the profile that the user chose; null leaves it to what the leg shows
 */
export function decideLeg<S extends Signal>(
  leg: Leg<S>,
  legs: readonly Leg<S>[],
  chosen: Profile | null,
): LegDecision<S> {
  const callerTag = callerTagOf(leg);
  const parties = leg.map((message) => partyOf(message, callerTag));
  const said = leg[0]?.directives ?? null;
  const { sides, relayed } = decideSides(leg, parties, said?.side ?? null, chosen, legs);
  return {
    kind: leg.some(belongsToInvite) ? 'call' : 'other',
    callerTag,
    parties,
    sides,
    profile:
      chosenProfile(chosen) ?? saidProfile(said?.profile ?? null) ?? decideProfile(sides, relayed, leg),
    course: readOutcome(leg),
  };
}

/** The tag of whoever sent the first INVITE; without one, of whoever sent the first request. */
function callerTagOf(leg: Leg): Mark {
  const invite = leg.find(
    ({ method, status, toTag }) => method === 'INVITE' && (status !== null || toTag === ''),
  );
  return (invite ?? leg[0])?.fromTag ?? '';
}

function partyOf({ status, fromTag }: Signal, callerTag: Mark): Party {
  const isRequest = status === null;
  return isRequest === (fromTag === callerTag) ? 'caller' : 'callee';
}

function saidProfile(name: Profile | null): CallProfile | null {
  return name === null ? null : { name, reason: 'the file says so with #!profile' };
}

/** Methods of which every request belongs to an INVITE or to the dialog that one made (RFC 3261, 3262, 3311, 6086). */
const invited: ReadonlySet<string> = new Set(['INVITE', 'ACK', 'CANCEL', 'BYE', 'PRACK', 'UPDATE', 'INFO']);

function belongsToInvite({ method, status, toTag }: Signal): boolean {
  // A REFER makes a dialog of its own, or is sent within a call's: then its To has the tag already (RFC 3515 §2.2).
  return invited.has(method) || (method === 'REFER' && status === null && toTag !== '');
}
