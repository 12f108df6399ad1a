/** Priorities of candidates, as rules ask for them. */
import { candidatePriority, MAX_PRIORITY, TYPE_PREFERENCE } from '../../ice/priority';
import type { Candidate } from '../../sdp/candidate';
import { isUdpOverIpv4, typeOf } from './candidates';
import { EarlierCandidates } from './earlier-candidates';

/** Whether the priority lies between 1 and 2^31 − 1 (RFC 8839 §5.1). */
export function isPriorityInRange({ priorityValue }: Candidate): boolean {
  return priorityValue !== null && priorityValue >= 1 && priorityValue <= MAX_PRIORITY;
}

/**
 * The priority that a lite agent with one IPv4 address gives a candidate (RFC 8445 §5.2): 2130706431 for RTP,
 * 2130706430 for RTCP. Null for any other kind of candidate.
 */
export function litePriority(candidate: Candidate): number | null {
  const { componentValue } = candidate;
  if (componentValue !== 1 && componentValue !== 2) return null;
  if (typeOf(candidate) !== 'host' || !isUdpOverIpv4(candidate)) return null;
  return candidatePriority(TYPE_PREFERENCE.host, 65535, componentValue);
}

/**
 * Candidates in the order of their lines → an earlier candidate, for another component, that has the same priority; only
 * those that have one.
 */
export function samePriorities(all: readonly Candidate[]): ReadonlyMap<Candidate, Candidate> {
  const found = new Map<Candidate, Candidate>();
  if (all.every(({ componentValue }) => componentValue === all[0]?.componentValue)) return found;
  const earlier = new EarlierCandidates();
  for (const candidate of all) {
    const same = earlier.ofOtherComponent(candidate.priorityValue, candidate);
    if (same !== null) found.set(candidate, same);
    earlier.add(candidate.priorityValue, candidate);
  }
  return found;
}

/** As {@link samePriorities}, whatever the components. A candidate that is told twice is one. */
export function sharedPriorities(all: readonly Candidate[]): ReadonlyMap<Candidate, Candidate> {
  const found = new Map<Candidate, Candidate>();
  const first = new Map<number | null, Candidate>();
  const told = new Set<string>();
  for (const candidate of all) {
    const { componentValue, address, portValue, priorityValue } = candidate;
    const place = [componentValue, address.text, portValue, candidate.type.text].join(' ');
    if (told.has(place)) continue;
    told.add(place);
    const before = first.get(priorityValue);
    if (before === undefined) first.set(priorityValue, candidate);
    else found.set(candidate, before);
  }
  return found;
}
