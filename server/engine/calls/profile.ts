/** Which rules speak for a call when the user leaves it to us. */
import type { CallProfile } from './call';
import type { Party, Profile, Side } from '../../../shared/calls';
import type { Signal } from './signal';

/** Chooses the profile of a leg from its sides and its messages. */
export function decideProfile(
  sides: Readonly<Record<Party, Side>>,
  relayed: boolean,
  messages: readonly Signal[],
): CallProfile {
  if (sides.caller === 'teams' || sides.callee === 'teams') {
    return messages.some(({ ice }) => ice)
      ? { name: 'teams-bypass', reason: 'one side is Microsoft Direct Routing and the SDP carries ICE' }
      : { name: 'teams-nonbypass', reason: 'one side is Microsoft Direct Routing and no SDP carries ICE' };
  }
  if (relayed) {
    return {
      name: 'rfc',
      reason: 'headers name Microsoft, but the media is plain RTP: a leg behind the SBC',
    };
  }
  return { name: 'rfc', reason: 'nothing in this call names Microsoft Direct Routing' };
}

/** The profile that the user chose; null where the choice is left to us. */
export function chosenProfile(chosen: Profile | null): CallProfile | null {
  return chosen === null ? null : { name: chosen, reason: 'chosen in the settings' };
}
