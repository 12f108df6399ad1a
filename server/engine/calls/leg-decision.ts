/** What the messages of a leg decide together: who called, who is who, which profile speaks, and how it went. */
import type { CallKind, Party, Profile } from '../../../shared/calls';
import type { CallProfile } from './call';
import type { Leg } from './legs';
import { readOutcome, type CallOutcome } from './outcome';
import { chosenProfile, decideProfile } from './profile';
import { decideSides, type SideDecision } from './sides';
import type { Mark, Signal } from './signal';

/** Who is who on a leg. */
export interface PartyDecision extends SideDecision {
  readonly kind: Exclude<CallKind, 'sdp'>;
  readonly callerTag: Mark;
  /** Who sent each message. */
  readonly parties: readonly Party[];
}

export interface LegDecision<S extends Signal> extends PartyDecision {
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
  const who = decideParties(leg, legs, chosen);
  const { sides, relayed, kind, callerTag, parties } = who;
  // There may be very many, and what is spread is dear.
  return {
    sides,
    relayed,
    kind,
    callerTag,
    parties,
    profile: profileOf(leg, who, chosen),
    course: readOutcome(leg),
  };
}

/** Decides as {@link decideLeg} does, but not which profile speaks for the leg, nor how it went. */
export function decideParties(leg: Leg, legs: readonly Leg[], chosen: Profile | null): PartyDecision {
  const callerTag = callerTagOf(leg);
  const parties = leg.map((message) => partyOf(message, callerTag));
  const said = leg[0]?.directives.side ?? null;
  const { sides, relayed } = decideSides(leg, parties, said, chosen, legs);
  return {
    sides,
    relayed,
    kind: leg.some(belongsToInvite) ? 'call' : 'other',
    callerTag,
    parties,
  };
}

/** The profile that speaks for a leg. */
export function profileOf(leg: Leg, { sides, relayed }: SideDecision, chosen: Profile | null): CallProfile {
  const said = leg[0]?.directives.profile ?? null;
  return chosenProfile(chosen) ?? saidProfile(said) ?? decideProfile(sides, relayed, leg);
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
