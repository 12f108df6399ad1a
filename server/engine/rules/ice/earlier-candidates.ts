import type { Candidate } from '../../sdp/candidate';

/** Candidates by what they have in common, so that the first of them is found without going through all. */
export class EarlierCandidates {
  readonly #first = new Map<string | number | null, Candidate>();
  /** The first one for another component than the first. */
  readonly #other = new Map<string | number | null, Candidate>();

  /** The first candidate with this in common that is for another component; null for none. */
  ofOtherComponent(common: string | number | null, { componentValue }: Candidate): Candidate | null {
    const first = this.#first.get(common);
    if (first === undefined) return null;
    return first.componentValue === componentValue ? (this.#other.get(common) ?? null) : first;
  }

  add(common: string | number | null, candidate: Candidate): void {
    const first = this.#first.get(common);
    if (first === undefined) this.#first.set(common, candidate);
    else if (first.componentValue !== candidate.componentValue && !this.#other.has(common))
      this.#other.set(common, candidate);
  }
}
