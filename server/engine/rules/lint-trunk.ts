/**
 * Runs the rules that compare calls of a trunk. They see its events one by one, in the order of the trace, each with those
 * of the next seconds, so that a trace of any size can stream by.
 */
import type { Severity, RuleSettings } from '../../../shared/severities';
import { FOLLOWS, type TrunkEvent } from '../calls/trunk-events';
import type { Rule, TrunkWatch } from './rule';
import { choiceFor } from './speakers';

/** What a rule says of an event. */
export interface TrunkFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
}

interface Watching {
  readonly rule: Rule;
  readonly watch: TrunkWatch;
}

/** An event, and whatever tells its place to who asks. */
export interface PlacedEvent<P> {
  readonly event: TrunkEvent;
  readonly place: P;
}

export class TrunkLint<P> {
  readonly #watching: readonly Watching[];
  /** Those whose next seconds are not all known. */
  #waiting: PlacedEvent<P>[] = [];

  /** @param tell is given what is found, and where */
  constructor(
    rules: readonly Rule[],
    private readonly severities: RuleSettings,
    private readonly tell: (found: TrunkFinding, place: P) => void,
  ) {
    this.#watching = rules.flatMap((rule) => {
      const start = rule.scope === 'trunk' || rule.scope === 'call' ? rule.watch : undefined;
      return start === undefined ? [] : [{ rule, watch: start() }];
    });
  }

  /** The place of the first event of which something may still be found; null where there is none. */
  get unsettled(): P | null {
    return this.#waiting[0]?.place ?? null;
  }

  /** Takes the next event, in order of the trace. */
  see(placed: PlacedEvent<P>): void {
    this.#waiting.push(placed);
    const { micros } = placed.event;
    let first = this.#waiting[0];
    while (first !== undefined && first !== placed && !isWithin(first.event, micros)) {
      this.#judgeFirst();
      first = this.#waiting[0];
    }
  }

  /** Says that no event follows. */
  finish(): void {
    while (this.#waiting.length > 0) this.#judgeFirst();
  }

  #judgeFirst(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    const { event } = first;
    const later = event.kind === 'transfer' ? this.#waiting.map((each) => each.event) : none;
    for (const { rule, watch } of this.#watching) {
      const choice = choiceFor(rule, event.profile, this.severities);
      // What is switched off looks on all the same: settings may differ from profile to profile.
      watch(event, later, ({ message, severity }) => {
        if (choice === 'off') return;
        this.tell(
          { rule, message, severity: choice === 'default' ? (severity ?? rule.severity) : choice },
          first.place,
        );
      });
    }
  }
}

const none: readonly TrunkEvent[] = [];

/** Whether a moment belongs to the next seconds of an event; without times nothing does. */
function isWithin({ micros }: TrunkEvent, other: number | null): boolean {
  return micros !== null && other !== null && other - micros <= 2 * FOLLOWS;
}
