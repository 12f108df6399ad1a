import type { Candidate } from '../../sdp/candidate';

/** Candidates by what they have in common, so that the first of them is found without going through all. */
export class EarlierCandidates {
  readonly #known = new Map<string, { readonly first: Candidate; other: Candidate | null }>();

  /** The first candidate with this in common that is for another component; null for none. */
  ofOtherComponent(common: string, { componentValue }: Candidate): Candidate | null {
    const known = this.#known.get(common);
    if (known === undefined) return null;
    return known.first.componentValue === componentValue ? known.other : known.first;
  }

  add(common: string, candidate: Candidate): void {
    const known = this.#known.get(common);
    if (known === undefined) this.#known.set(common, { first: candidate, other: null });
    else if (known.other === null && known.first.componentValue !== candidate.componentValue)
      known.other = candidate;
  }
}
