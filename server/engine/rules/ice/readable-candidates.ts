/** Candidates that a rule about their content may judge: those whose fields could all be read. */
import { sameAddress } from '../../network/address-classes';
import { attributesOf, candidatesOf } from '../../sdp/query';
import { candidateOf, type Candidate } from '../../sdp/candidate';
import type { MediaSection } from '../../sdp/sdp';

/**
 * A section's candidates, Microsoft's IPv6 ones with them; null where one of them cannot be read. That one has a
 * finding of its own, and nobody knows what it would have said.
 */
export function readableCandidates(media: MediaSection): readonly Candidate[] | null {
  const all = candidatesOf(media).concat(attributesOf(media, 'x-candidate-ipv6').map(candidateOf));
  return all.every(isReadable) ? all : null;
}

/**
 * Whether the fields up to the type can be told apart and say where the candidate is. Odd blanks and extensions do
 * not touch that, nor does a foundation of wrong letters.
 */
export function isReadable({ problems, foundation }: Candidate): boolean {
  for (const { part } of problems)
    if (part !== 'spacing' && part !== 'extension' && (part !== 'foundation' || foundation.text === ''))
      return false;
  return true;
}

export function isUdp(candidate: Candidate): boolean {
  return candidate.transport.text.toLowerCase() === 'udp';
}

/** Whether a candidate is the transport address given. */
export function isAt(candidate: Candidate, address: string, port: number): boolean {
  return candidate.portValue === port && sameAddress(candidate.address.text, address);
}

/** Port 0 does not exist and port 9 is "discard": nothing can be sent to either (RFC 6335 §6, RFC 863). */
export function isDeadPort(candidate: Candidate): boolean {
  return isUdp(candidate) && (candidate.portValue === 0 || candidate.portValue === 9);
}
