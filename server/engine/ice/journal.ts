/** Collects what the replay of a call tells, in whatever order it is found, and gives it out in the trace's order. */
import { compare } from '../../../shared/order';
import type { Span } from '../basics/span';
import type { Warrant } from '../evidence/warrant';
import type { TraceMessage } from '../traces/message';
import type { Evidence } from '../../../shared/evidence';
import type { Change } from '../../../shared/ice';
import type { Step, Verdict } from './model';
import { stepWords, type StepFacts } from './steps/index';
import { predictionText, type Prediction } from './steps/prediction';
import {
  wordsOf,
  type AbsenceId,
  type EvidenceFor,
  type VerdictFacts,
  type VerdictWords,
} from './verdicts/index';
import type { VerdictId } from './verdicts/ids';
import type { Names } from './verdicts/verdict';

/** Where a verdict is shown. */
export interface VerdictPlace {
  readonly fork: number | null;
  readonly in: TraceMessage;
  readonly at?: Span | null;
  readonly related?: readonly TraceMessage[];
}

/** What a verdict rests on: on what was seen, where it does not say; an absence always says, and shows its warrant. */
type Rests<Id extends VerdictId> = Id extends AbsenceId
  ? { readonly evidence: EvidenceFor<Id>; readonly warrant: Warrant }
  : { readonly evidence?: EvidenceFor<Id> };

/** Where a step is told, and what it did. */
export interface StepPlace {
  readonly in: TraceMessage;
  readonly fork: number | null;
  readonly changes?: readonly Change[];
  /** Observed where it is not told. */
  readonly evidence?: Evidence;
  /** The index of the message behind which it comes; that of its own, unless its log has no times. */
  readonly order?: number;
}

/** Messages that a verdict names; a defect that repeats for hours has thousands. */
const mostRelated = 20;

const none: readonly Change[] = [];

export class Journal {
  private readonly steps: { readonly step: Step; readonly order: number }[] = [];
  /** Checks without an answer. */
  private readonly silent = new Set<TraceMessage>();
  private readonly verdicts = new Map<string, Verdict & { readonly related: TraceMessage[] }>();

  constructor(private readonly names: Names) {}

  /** Tells a step. */
  step(facts: StepFacts, place: StepPlace): void {
    const { in: message, fork, changes = none, evidence = 'observed', order = message.index } = place;
    const { event, title, message: words } = stepWords(facts, this.names);
    // Field by field: calls have many steps, and spreads are slow.
    const step: Step = { event, title, message: words, evidence, in: message, fork, changes, foretold: null };
    this.steps.push({ step, order });
  }

  /** Says of a check that no answer came. */
  unanswered(message: TraceMessage): void {
    this.silent.add(message);
  }

  /** Tells what a conforming end would do behind a message. */
  foretell(prediction: Prediction, message: TraceMessage, fork: number): void {
    const step: Step = {
      ...stepWords({ id: 'predicted', prediction }, this.names),
      evidence: 'predicted',
      in: message,
      fork,
      changes: [],
      foretold: { what: prediction.what, text: predictionText(prediction, this.names) },
    };
    this.steps.push({ step, order: message.index });
  }

  /** Notes a verdict; one of the same id, fork and `key` again only adds its message to the first one's. */
  verdict<Id extends VerdictId>(
    facts: VerdictFacts & VerdictFacts<Id>,
    place: VerdictPlace & Rests<Id>,
    key = '',
  ): void {
    const told: VerdictFacts = facts;
    this.note(told, place, place.evidence ?? 'observed', wordsOf(told, this.names), key);
  }

  /** A doubt on a check of a session that completed all the same. */
  lesserDoubt(facts: VerdictFacts, place: VerdictPlace): void {
    this.note(facts, place, 'observed', { ...wordsOf(facts, this.names), severity: 'warning' }, '');
  }

  private note(
    facts: VerdictFacts,
    { fork, in: message, at = null, related = [] }: VerdictPlace,
    evidence: Evidence,
    words: VerdictWords,
    key: string,
  ): void {
    const place = `${facts.id} ${String(fork)} ${key}`;
    const known = this.verdicts.get(place);
    if (known === undefined) {
      const { id } = facts;
      this.verdicts.set(place, {
        id,
        facts,
        evidence,
        ...words,
        fork,
        in: message,
        at,
        related: [...related],
      });
    } else if (known.related.length < mostRelated && message !== known.in) known.related.push(message);
  }

  /** Steps in the order of their messages; several of one message as they were told. */
  allSteps(): readonly Step[] {
    return this.steps
      .toSorted((a, b) => a.order - b.order)
      .map(({ step }) =>
        step.event === 'request' && this.silent.has(step.in)
          ? { ...step, message: `${step.message}, unanswered` }
          : step,
      );
  }

  allVerdicts(): readonly Verdict[] {
    return [...this.verdicts.values()].sort(
      (a, b) => a.in.index - b.in.index || compare(a.id, b.id) || (a.fork ?? -1) - (b.fork ?? -1),
    );
  }
}
