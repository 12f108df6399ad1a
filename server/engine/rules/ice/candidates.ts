/** The `a=candidate` lines that rules look at, and what keeps a line from being looked at. */
import { isIpv4, isLiteralAddress } from '../../network/address-classes';
import type { Candidate, CandidatePart } from '../../sdp/candidate';
import type { FieldProblem } from '../../sdp/fields';
import { perObject } from '../../basics/memo';
import { candidatesOf, usedStreams } from '../../sdp/query';
import type { Sdp, Section } from '../../sdp/sdp';
import { isReadable, isUdp } from './readable-candidates';

/** What stands where a candidate's IP address is wanted. */
export type AddressKind = 'ipv4' | 'ipv6' | 'name';

/**
 * The sections whose candidates count. Lines above the first m-line are at the wrong level, of which another rule
 * speaks, but an excerpt may be nothing else.
 */
export function candidateSections(sdp: Sdp): readonly Section[] {
  return sdp.fragment ? [sdp.session, ...usedStreams(sdp)] : usedStreams(sdp);
}

/** A section's candidates whose fields can be told apart; of the others only ice-candidate-syntax speaks. */
export function readableCandidatesIn(section: Section): readonly Candidate[] {
  return candidatesOf(section).filter(isReadable);
}

/** As {@link readableCandidatesIn}, of a whole description. */
export const readableCandidatesOf: (sdp: Sdp) => readonly Candidate[] = perObject((sdp) =>
  candidateSections(sdp).flatMap(readableCandidatesIn),
);

/** What breaks the grammar of a line and has no rule of its own. */
export function syntaxProblem(candidate: Candidate): FieldProblem<CandidatePart> | null {
  return candidate.problems.find((problem) => !hasOwnRule(candidate, problem)) ?? null;
}

/** The type in lower case, such as `host`. */
export function typeOf(candidate: Candidate): string {
  return candidate.type.text.toLowerCase();
}

/** The kind of the candidate's address; everything that is no literal IP address is a name. */
export function addressKindOf({ address: { text } }: Candidate): AddressKind {
  if (isIpv4(text)) return 'ipv4';
  return isLiteralAddress(text) ? 'ipv6' : 'name';
}

/** Whether a candidate is one that Direct Routing takes: UDP to an IPv4 address. */
export function isUdpOverIpv4(candidate: Candidate): boolean {
  return isUdp(candidate) && addressKindOf(candidate) === 'ipv4';
}

/** ice-candidate-foundation and ice-candidate-extension-odd: the rest of such a line stays readable. */
function hasOwnRule({ foundation, oddExtension }: Candidate, problem: FieldProblem<CandidatePart>): boolean {
  if (problem.part === 'foundation') return foundation.text !== '';
  return problem.part === 'extension' && problem.start === oddExtension?.start;
}
