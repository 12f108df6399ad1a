/** Priorities of candidates, as rules ask for them. */
import { candidatePriority, MAX_PRIORITY, TYPE_PREFERENCE } from '../../ice/priority';
import type { Candidate } from '../../sdp/candidate';
import { isUdpOverIpv4, typeOf } from './candidates';

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

/** An earlier candidate of the same stream, for another component, that has the same priority. */
export function earlierWithSamePriority(candidate: Candidate, all: readonly Candidate[]): Candidate | null {
  return (
    all.find(
      (other) =>
        other.line.index < candidate.line.index &&
        other.priorityValue === candidate.priorityValue &&
        other.componentValue !== candidate.componentValue,
    ) ?? null
  );
}
