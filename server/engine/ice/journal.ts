/** Collects what the replay of a call tells, in whatever order it is found, and gives it out in the trace's order. */
import { capital } from '../../../shared/words';
import type { Span } from '../basics/span';
import type { TraceMessage } from '../traces/message';
import type { Evidence } from '../../../shared/evidence';
import type { Change, StepEvent, VerdictSeverity } from '../../../shared/ice';
import type { Foretold, Step, Verdict, VerdictId } from './model';

export interface VerdictNote {
  readonly id: VerdictId;
  readonly severity: VerdictSeverity;
  readonly evidence: Evidence;
  readonly message: string;
  readonly fork: number | null;
  readonly in: TraceMessage;
  readonly at?: Span | null;
  readonly related?: readonly TraceMessage[];
  readonly rules?: readonly string[];
}

/** Messages that a verdict names; a defect that repeats for hours has thousands. */
const mostRelated = 20;

export class Journal {
  private readonly steps: { readonly step: Step; readonly order: number }[] = [];
  private readonly verdicts = new Map<string, Verdict & { readonly related: TraceMessage[] }>();

  /**
   * Tells a step.
   *
   * @param order the index of the message behind which it comes; that of its own, unless its log has no times
   */
  step(
    event: StepEvent,
    message: TraceMessage,
    fork: number | null,
    text: string,
    changes: readonly Change[] = [],
    evidence: Evidence = 'observed',
    order = message.index,
  ): void {
    this.steps.push({
      step: { event, evidence, in: message, fork, message: capital(text), changes, foretold: null },
      order,
    });
  }

  /** Tells what a conforming end would do behind a message. */
  foretell(what: Foretold['what'], message: TraceMessage, fork: number, text: string): void {
    this.steps.push({
      step: {
        event: 'predicted',
        evidence: 'predicted',
        in: message,
        fork,
        message: capital(`predicted, no STUN in this trace: ${text}`),
        changes: [],
        foretold: { what, text },
      },
      order: message.index,
    });
  }

  /** Notes a verdict; one of the same id, fork and `key` again only adds its message to the first one's. */
  verdict(note: VerdictNote, key = ''): void {
    const place = `${note.id} ${String(note.fork)} ${key}`;
    const known = this.verdicts.get(place);
    if (known !== undefined) {
      if (known.related.length < mostRelated && note.in !== known.in) known.related.push(note.in);
      return;
    }
    const { at = null, related = [], rules = [], message, ...rest } = note;
    this.verdicts.set(place, { ...rest, message: capital(message), at, rules, related: [...related] });
  }

  /** Steps in the order of their messages; several of one message as they were told. */
  allSteps(): readonly Step[] {
    return this.steps.toSorted((a, b) => a.order - b.order).map(({ step }) => step);
  }

  allVerdicts(): readonly Verdict[] {
    return [...this.verdicts.values()].sort(
      (a, b) => a.in.index - b.in.index || compare(a.id, b.id) || (a.fork ?? -1) - (b.fork ?? -1),
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
