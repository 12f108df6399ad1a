/** Candidate pairs: their priorities, and which of them a full agent forms (RFC 8445 §6.1.2, RFC 5245 §5.7). */
import type { IceCandidate, IceDescription } from './description';
import { addressText } from './address';
import type { Address } from '../../../shared/ice';
import { isIpv4 } from '../network/address-classes';

/** A pair as descriptions alone yield it. */
export interface FormedPair {
  readonly component: number;
  /** The base of the full agent's candidate: what it sends from. */
  readonly base: Address;
  readonly full: IceCandidate;
  readonly peer: IceCandidate;
  readonly priority: bigint;
  readonly foundation: string;
}

/** Pairs that a checklist may hold (RFC 8445 §6.1.2.5). */
export const MOST_PAIRS = 100;

/**
 * The priority of a pair (RFC 8445 §6.1.2.3): 2^32 · min(G, D) + 2 · max(G, D) + (G > D ? 1 : 0).
 *
 * @param controlling priority G of the controlling agent's candidate
 * @param controlled priority D of the controlled agent's candidate
 */
export function pairPriority(controlling: number, controlled: number): bigint {
  const g = BigInt(controlling);
  const d = BigInt(controlled);
  const [low, high] = g < d ? [g, d] : [d, g];
  return (low << 32n) + 2n * high + (g > d ? 1n : 0n);
}

/** The components that both sides have candidates for; only the first where RTCP shares the port. */
export function componentsOf(one: IceDescription, other: IceDescription): readonly number[] {
  if (one.mux && other.mux) return [1];
  const both = (component: number): boolean =>
    [one, other].every(({ candidates }) => candidates.some((each) => each.component === component));
  return both(2) ? [1, 2] : [1];
}

/**
 * The checklist of a full agent: candidates of the same component and IP version paired, reflexive ones replaced by
 * their base, repetitions of higher rank dropped; highest priority first.
 *
 * @param isControlling whether the full agent is the controlling one
 */
export function formPairs(
  full: IceDescription,
  peer: IceDescription,
  isControlling: boolean,
): readonly FormedPair[] {
  const components = componentsOf(full, peer);
  const pairs: FormedPair[] = [];
  // A hostile description lists thousands; a checklist holds a hundred.
  for (const local of full.candidates.slice(0, MOST_PAIRS)) {
    for (const remote of peer.candidates.slice(0, MOST_PAIRS)) {
      if (local.component !== remote.component || !components.includes(local.component)) continue;
      if (isIpv4(local.address) !== isIpv4(remote.address)) continue;
      const [g, d] = isControlling ? [local.priority, remote.priority] : [remote.priority, local.priority];
      pairs.push({
        component: local.component,
        base: local.type === 'srflx' || local.type === 'prflx' ? (local.related ?? local) : local,
        full: local,
        peer: remote,
        priority: pairPriority(g, d),
        foundation: `${local.foundation} ${remote.foundation}`,
      });
    }
  }
  pairs.sort((a, b) => (a.priority < b.priority ? 1 : a.priority > b.priority ? -1 : 0));
  const taken = new Set<string>();
  return pairs
    .filter(({ base, peer: remote, component }) => {
      const key = `${component} ${addressText(base)} ${addressText(remote)}`;
      return !taken.has(key) && taken.add(key);
    })
    .slice(0, MOST_PAIRS);
}

/** Which pairs wait at first: one a foundation, that of the lowest component, then of the highest priority. */
export function firstWaiting(pairs: readonly FormedPair[]): ReadonlySet<FormedPair> {
  const waiting = new Map<string, FormedPair>();
  for (const pair of pairs) {
    const known = waiting.get(pair.foundation);
    if (known === undefined || pair.component < known.component) waiting.set(pair.foundation, pair);
  }
  return new Set(waiting.values());
}
