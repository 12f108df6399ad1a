/** Folds what the steps change into the state at a moment: fast enough to be dragged through 10,000 of them. */
import type { Change, MediaState, PairState, SessionState } from '../../../shared/ice';
import type { Evidence } from '../../../shared/evidence';
import type { PairView, ReplayView, SessionView } from '../../../shared/replay-view';

/** What is so after a step. Live: good until the replay is asked for another moment. */
export interface Moment {
  readonly step: number;
  /** By places in `ReplayView.forks` and `ForkView.sessions`. */
  readonly forks: readonly (readonly SessionMoment[])[];
  /** What the step itself changed. */
  readonly changes: readonly Change[];
}

export interface SessionMoment {
  readonly full: SessionState;
  readonly lite: SessionState;
  readonly media: MediaState;
  /** What it was before it changed last. */
  readonly mediaBefore: MediaState;
  /** Where the lite agent may send, as `address:port`; null for nowhere. */
  readonly destination: string | null;
  /** By `PairView.id`; one that is not in it has not come into being. */
  readonly pairs: ReadonlyMap<number, PairMoment>;
  /** Where checks came from that the lite agent answered, as `address:port`, with the priority of that path. */
  readonly seen: ReadonlyMap<string, number | null>;
  /** The pair that changed last; of those that came into being together the first. */
  readonly lastPair: number | null;
  /** The step that changed it last; -1 for none yet. */
  readonly touched: number;
}

export interface PairMoment {
  readonly state: PairState;
  readonly nominated: boolean;
  /** On what its state rests at that moment. */
  readonly evidence: Evidence;
}

interface MutableSession extends SessionMoment {
  full: SessionState;
  lite: SessionState;
  media: MediaState;
  mediaBefore: MediaState;
  destination: string | null;
  pairs: Map<number, PairMoment>;
  seen: Map<string, number | null>;
  lastPair: number | null;
  touched: number;
}

/** Steps from one checkpoint to the next. */
const stride = 256;

export class Replay {
  private step = -1;
  private forks: MutableSession[][];
  /** State before the steps 0, {@link stride}, 2 × {@link stride}, …, as far as it was folded once. */
  private readonly checkpoints: (readonly (readonly MutableSession[])[])[] = [];

  constructor(private readonly view: ReplayView) {
    this.forks = view.forks.map(({ sessions }) => sessions.map(initial));
  }

  /**
   * The state after a step.
   *
   * @param step place in `ReplayView.steps`; -1 for the state before all of them
   */
  at(step: number): Moment {
    const target = Math.max(-1, Math.min(step, this.view.steps.length - 1));
    if (target < this.step) this.goBack(target);
    // A long way forwards is shorter from a checkpoint that is known already.
    else if (target - this.step > 2 * stride) this.goBack(target);
    while (this.step < target) this.forward();
    return { step: target, forks: this.forks, changes: this.view.steps[target]?.changes ?? [] };
  }

  private goBack(target: number): void {
    const place = Math.min(Math.floor((target + 1) / stride), this.checkpoints.length - 1);
    const checkpoint = this.checkpoints[place];
    if (checkpoint === undefined || (target > this.step && place * stride <= this.step)) return;
    this.forks = copy(checkpoint);
    this.step = place * stride - 1;
  }

  private forward(): void {
    const next = this.step + 1;
    if (next % stride === 0 && next / stride === this.checkpoints.length)
      this.checkpoints.push(copy(this.forks));
    const step = this.view.steps[next];
    for (const change of step?.changes ?? []) {
      const session = this.forks[change.of.fork]?.[change.of.session];
      if (session === undefined || step === undefined) continue;
      session.touched = next;
      apply(change, session, step.evidence);
    }
    this.step = next;
  }
}

/** The nominated pair of the highest priority of the first component; null where there is none yet. */
export function selectedPair(session: SessionView, moment: SessionMoment): PairView | null {
  let best: PairView | null = null;
  for (const pair of session.pairs) {
    if (moment.pairs.get(pair.id)?.nominated !== true) continue;
    if (best === null || ranks(pair, best)) best = pair;
  }
  return best;
}

/** How many pairs are in each state. */
export function tally(moment: SessionMoment): Readonly<Record<PairState, number>> {
  const counts = { frozen: 0, waiting: 0, 'in-progress': 0, succeeded: 0, failed: 0 };
  for (const { state } of moment.pairs.values()) counts[state] += 1;
  return counts;
}

/**
 * The step to show for a line of the trace (from 0): the one whose message it is in, else the last one before it. The
 * current one stays where it fits as well as any.
 */
export function stepOfLine(view: ReplayView, line: number, current: number): number | null {
  const here = view.steps[current];
  if (here !== undefined && holds(here, line)) return current;
  let before: number | null = null;
  let start = -1;
  for (const [place, step] of view.steps.entries()) {
    if (holds(step, line)) return place;
    if (step.range.start.line <= line && step.range.start.line > start) {
      before = place;
      start = step.range.start.line;
    }
  }
  return before;
}

/** Where a panel begins: at what went wrong, else where ICE completed for who answered, else at the answer. */
export function firstStep(view: ReplayView): number {
  const { verdicts, steps, forks } = view;
  const worst = verdicts.find(({ step }) => step !== null);
  const completions = verdicts.filter(({ id, step }) => id === 'completed' && step !== null);
  const completed =
    completions.find(({ fork }) => fork !== null && forks[fork]?.active === true) ?? completions[0];
  const chosen =
    worst?.severity === 'error' ? worst : (completed ?? (worst?.severity === 'warning' ? worst : undefined));
  const answered = steps.findLastIndex(({ event }) => event === 'final' || event === 'answer');
  return chosen?.step ?? (answered === -1 ? Math.max(0, steps.length - 1) : answered);
}

/** Steps at which something is decided, in their order, each once. */
export function verdictSteps(view: ReplayView): readonly number[] {
  const steps = new Set<number>();
  for (const { step } of view.verdicts) if (step !== null) steps.add(step);
  return [...steps].sort((a, b) => a - b);
}

/** An address of a change as people write it, IPv6 in brackets. */
export function addressText({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function initial(session: SessionView): MutableSession {
  const state = session.state === 'not-ice' ? 'not-ice' : 'idle';
  return {
    full: state,
    lite: state,
    media: 'none',
    mediaBefore: 'none',
    destination: null,
    pairs: new Map(),
    seen: new Map(),
    lastPair: null,
    touched: -1,
  };
}

function apply(change: Change, session: MutableSession, evidence: Evidence): void {
  switch (change.kind) {
    case 'full-agent':
      session.full = change.to;
      return;
    case 'lite-agent':
      session.lite = change.to;
      return;
    case 'pair': {
      // That a pair comes into being is never seen: it follows from the two descriptions.
      const known = change.from === null && evidence === 'observed' ? 'derived' : evidence;
      const nominated = session.pairs.get(change.pair)?.nominated ?? false;
      session.pairs.set(change.pair, { state: change.to, nominated, evidence: known });
      if (change.from !== null) session.lastPair = change.pair;
      else session.lastPair ??= change.pair;
      return;
    }
    case 'nominated': {
      const state = session.pairs.get(change.pair)?.state ?? 'succeeded';
      session.pairs.set(change.pair, { state, nominated: true, evidence });
      session.lastPair = change.pair;
      return;
    }
    case 'seen':
      session.seen.set(addressText(change.from), change.priority);
      return;
    case 'media':
      session.mediaBefore = session.media;
      session.media = change.to;
      session.destination = addressText(change.destination);
  }
}

/** Pairs are never changed in place: their map is copied, they are not. */
function copy(forks: readonly (readonly MutableSession[])[]): MutableSession[][] {
  return forks.map((sessions) =>
    sessions.map((session) => ({
      ...session,
      pairs: new Map(session.pairs),
      seen: new Map(session.seen),
    })),
  );
}

function ranks(pair: PairView, best: PairView): boolean {
  if (pair.component !== best.component) return pair.component < best.component;
  return priorityOf(pair) > priorityOf(best);
}

function priorityOf({ priority }: PairView): bigint {
  return priority !== null && /^\d{1,20}$/.test(priority) ? BigInt(priority) : -1n;
}

function holds(step: ReplayView['steps'][number], line: number): boolean {
  const { start, end } = step.range;
  return (
    start.line <= line &&
    (line < end.line || (line === end.line && (end.character > 0 || line === start.line)))
  );
}
