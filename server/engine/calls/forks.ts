/** The forks of a leg: the dialogs that its INVITE made (RFC 3261 §12.1, §13.2.2.4). */
import { isChallenge, type Party } from '../../../shared/calls';
import type { Fork } from './call';
import type { Leg } from './legs';
import type { Mark } from './signal';

/**
 * The forks of a leg, in order of their first responses.
 *
 * @param parties who sent each message
 * @param retransmissionOf for each message the place of the one that it repeats, or null; a fork's responses are told
 * without those that repeat others
 */
export function findForks(
  leg: Leg,
  parties: readonly Party[],
  retransmissionOf: readonly (number | null)[] = [],
): readonly Fork[] {
  const forks = new Map<Mark, { toTag: string; status: number; responses: number[] }>();
  for (const [place, { status, method, toTag, toTagText }] of leg.entries()) {
    if (status === null || status <= 100 || method !== 'INVITE' || toTag === '') continue;
    if (parties[place] !== 'callee' || typeof retransmissionOf[place] === 'number') continue;
    let fork = forks.get(toTag);
    // Who is asked for a password made no dialog: the same call is tried again.
    if (fork === undefined && isChallenge(status)) continue;
    if (fork === undefined) {
      fork = { toTag: toTagText, status: 0, responses: [] };
      forks.set(toTag, fork);
    }
    fork.status = Math.max(fork.status, status);
    fork.responses.push(place);
  }
  return [...forks.values()];
}
