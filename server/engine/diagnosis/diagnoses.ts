/** The diagnoses of a trace's calls: each is made when somebody asks for it, and kept. */
import { Beside } from '../basics/memo';
import type { Call } from '../calls/call';
import type { Case } from './case';
import { diagnoseCall } from './diagnose';
import type { Diagnosis, Place } from './model';

/** What a diagnosis is made of. */
export interface Ground {
  /**
   * What stays the same object as long as nothing that the diagnosis looks into changes, though the messages of the call
   * move; null where more than the call itself is looked into.
   */
  readonly key: object | null;
  readonly of: () => Omit<Case, 'course'>;
}

interface Remembered {
  readonly call: Call;
  readonly diagnosis: Diagnosis;
}

/** Of earlier analyses of a text that changes: a keystroke changes one call, and all are shown. */
const remembered = new Beside<object, Remembered>();

export class Diagnoses {
  readonly #known = new Map<Call, Diagnosis>();

  /** @param groundOf what the trace tells of a call; null of one that it does not know */
  constructor(private readonly groundOf: (call: Call) => Ground | null) {}

  /** The diagnosis of a call of the trace; null of bare descriptions, and of a call of another trace. */
  of(call: Call): Diagnosis | null {
    const known = this.#known.get(call);
    if (known !== undefined) return known;
    const ground = call.kind === 'sdp' ? null : this.groundOf(call);
    if (ground === null) return null;
    const { key } = ground;
    const earlier = key === null ? undefined : remembered.get(key);
    const diagnosis = earlier === undefined ? diagnoseCall(ground.of()) : moved(earlier, call);
    if (key !== null) remembered.set(key, { call, diagnosis });
    this.#known.set(call, diagnosis);
    return diagnosis;
  }
}

/** A diagnosis whose call has the same messages at other places. */
function moved({ call: before, diagnosis }: Remembered, call: Call): Diagnosis {
  if (before === call) return diagnosis;
  const move = (place: Place): Place => {
    const index = before.messages.findIndex(({ message }) => message === place.in);
    return { in: call.messages[index]?.message ?? place.in, at: place.at };
  };
  return {
    ...diagnosis,
    places: diagnosis.places.map(move),
    also: diagnosis.also.map((each) => ({ ...each, place: move(each.place) })),
  };
}
