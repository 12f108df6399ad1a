/** The diagnoses of a trace's calls: each is made when somebody asks for it, and kept. */
import type { Call } from '../calls/call';
import { diagnoseCall } from './diagnose';
import type { Diagnosis } from './model';
import type { Case } from './case';

export class Diagnoses {
  readonly #known = new Map<Call, Diagnosis>();

  /** @param caseOf what the trace tells of a call; null of one that it does not know */
  constructor(private readonly caseOf: (call: Call) => Omit<Case, 'course'> | null) {}

  /** The diagnosis of a call of the trace; null of bare descriptions, and of a call of another trace. */
  of(call: Call): Diagnosis | null {
    const known = this.#known.get(call);
    if (known !== undefined) return known;
    const it = call.kind === 'sdp' ? null : this.caseOf(call);
    if (it === null) return null;
    const made = diagnoseCall(it);
    this.#known.set(call, made);
    return made;
  }
}
