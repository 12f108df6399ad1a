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
export const readableCandidatesIn: (section: Section) => readonly Candidate[] = perObject((section) =>
  candidatesOf(section).filter(isReadable),
);

/** As {@link readableCandidatesIn}, by what stands where the address is wanted. */
export const candidatesByKind: (section: Section) => Readonly<Record<AddressKind, readonly Candidate[]>> =
  perObject((section) => {
    const byKind: Record<AddressKind, Candidate[]> = { ipv4: [], ipv6: [], name: [] };
    for (const candidate of readableCandidatesIn(section)) byKind[addressKindOf(candidate)].push(candidate);
    return byKind;
  });

/** As {@link readableCandidatesIn}, those that Direct Routing takes. */
export const udpOverIpv4In: (section: Section) => readonly Candidate[] = perObject((section) =>
  candidatesByKind(section).ipv4.filter(isUdp),
);

/** As {@link readableCandidatesIn}, of a whole description. */
export const readableCandidatesOf: (sdp: Sdp) => readonly Candidate[] = perObject((sdp) =>
  candidateSections(sdp).flatMap(readableCandidatesIn),
);

/** What breaks the grammar of a line and has no rule of its own. */
export function syntaxProblem(candidate: Candidate): FieldProblem<CandidatePart> | null {
  return candidate.problems.find((problem) => !hasOwnRule(candidate, problem)) ?? null;
}

/** Candidates by the component that they are for; null stands for what is no number. */
export const byComponent: (
  candidates: readonly Candidate[],
) => ReadonlyMap<number | null, readonly Candidate[]> = perObject((candidates) => {
  const groups = new Map<number | null, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.componentValue);
    if (group === undefined) groups.set(candidate.componentValue, [candidate]);
    else group.push(candidate);
  }
  return groups;
});

/** The type in lower case, such as `host`. */
export function typeOf(candidate: Candidate): string {
  return candidate.type.text.toLowerCase();
}

/** The kind of the candidate's address; everything that is no literal IP address is a name. */
function addressKindOf({ address: { text } }: Candidate): AddressKind {
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
