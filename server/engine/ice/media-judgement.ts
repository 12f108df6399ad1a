/**
 * Whether media of a session goes to the right place, at every moment: before any check to who streamed first, then by
 * the best path of the checks, after the nomination over the nominated pair, after the 200 to the fork that sent it.
 */
import type { Clock } from '../evidence/clock';
import { SECOND } from '../basics/durations';
import type { TraceMessage } from '../traces/message';
import { addressText, isSamePlace } from './address';
import { judgementOf, type MediaReason } from './media-reason';
import type { SessionReplay, Step, StreamStretch } from './model';
import type { Address, Change, End, SessionPlace } from '../../../shared/ice';

/** How long media may go on to where it went before. */
const retargetTime = SECOND / 2;

/** A stream of media on a session. */
export interface JudgedFlow {
  readonly of: SessionPlace;
  readonly sender: End;
  readonly message: TraceMessage;
  /** Where Teams' end of it is. */
  readonly teams: Address;
  /** Microseconds of its first and last packet. */
  readonly first: number;
  readonly last: number;
}

/** What a session is, as far as media is concerned. */
export type JudgedSession = Pick<SessionReplay, 'state' | 'descriptions' | 'pairs' | 'selected'>;

export interface JudgedFork {
  readonly name: string;
  readonly active: boolean;
  readonly sessions: readonly JudgedSession[];
}

/** Judges the media of one call by its steps. */
export class MediaJudge {
  private readonly events = new Map<string, MediaEvent[]>();
  private readonly answered: Moment | null;
  private readonly winner: number;
  /** The first media of a Teams endpoint before the answer. */
  readonly streamedFirst: JudgedFlow | null;

  /** @param flows all media of the call, in the order of the trace */
  constructor(
    private readonly forks: readonly JudgedFork[],
    steps: readonly Step[],
    flows: readonly JudgedFlow[],
    answeredBy: TraceMessage | null,
    private readonly clock: Clock,
  ) {
    this.answered = answeredBy === null ? null : this.momentOf(answeredBy);
    this.winner = forks.findIndex(({ active }) => active);
    this.streamedFirst =
      flows.find(
        ({ sender, message }) => sender === 'teams' && message.index < (answeredBy?.index ?? Infinity),
      ) ?? null;
    for (const step of steps) for (const change of step.changes) this.note(step, change);
  }

  /** The stretches of a flow. */
  judge(flow: JudgedFlow): readonly StreamStretch[] {
    const fork = this.forks[flow.of.fork];
    const session = fork?.sessions[flow.of.session];
    if (fork === undefined || session === undefined) return [];
    const events = this.events.get(placeKey(flow.of)) ?? [];
    const begins = [flow.first, ...this.boundaries(flow, events)];
    const stretches: StreamStretch[] = [];
    begins.forEach((first, index) => {
      const last = begins[index + 1] ?? flow.last;
      const reason =
        flow.sender === 'sbc'
          ? this.judgeSbc(flow, session, events, first, index === 0)
          : judgeTeams(flow, session);
      const before = stretches.at(-1);
      const judged = judgementOf(reason);
      if (before?.why === judged.why) stretches[stretches.length - 1] = { ...before, last };
      else stretches.push({ first, last, ...judged });
    });
    return stretches;
  }

  /** Times within a flow at which the judgement may change. */
  private boundaries({ first, last, message }: JudgedFlow, events: readonly MediaEvent[]): number[] {
    const times = new Set<number>();
    const add = (time: number): void => {
      if (time > first && time < last) times.add(time);
    };
    for (const { time, index, kind } of events) {
      if (index > message.index) add(time);
      if (kind === 'nominated') add(time + retargetTime);
    }
    if (this.answered !== null) {
      add(this.answered.time);
      add(this.answered.time + retargetTime);
    }
    if (this.streamedFirst !== null) add(this.streamedFirst.first);
    return [...times].sort((a, b) => a - b);
  }

  private judgeSbc(
    { of, teams, message }: JudgedFlow,
    session: JudgedSession,
    events: readonly MediaEvent[],
    time: number,
    isBeginning: boolean,
  ): MediaReason {
    const isPast = (moment: Moment | null): boolean =>
      moment !== null &&
      (moment.time < time || (isBeginning ? moment.index < message.index : moment.time <= time));
    const isAnswered = isPast(this.answered);
    if (isAnswered && this.winner !== -1 && this.winner !== of.fork && !this.isOfWinner(teams))
      return { is: 'other-fork', winner: this.nameOf(this.winner), to: teams };
    const early = this.streamedFirst;
    if (!isAnswered && early !== null && early.of.fork !== of.fork && isPast(this.momentOf(early.message)))
      return { is: 'early-media', first: this.nameOf(early.of.fork) };
    if (session.state === 'not-ice') return judgePlain(session, teams);
    const past = events.filter(isPast);
    const nominated = past.findLast(({ kind }) => kind === 'nominated');
    return nominated === undefined
      ? judgeUnnominated(session, teams, past)
      : this.judgeNominated(session, teams, nominated, isAnswered, time);
  }

  private judgeNominated(
    { descriptions }: JudgedSession,
    to: Address,
    nominated: MediaEvent,
    isAnswered: boolean,
    time: number,
  ): MediaReason {
    const wanted = nominated.to;
    if (isSamePlace(wanted, to)) return { is: 'nominated', to };
    const component = descriptions.teams?.candidates.find((each) => isSamePlace(each, to))?.component;
    if (component !== undefined && component !== 1) return { is: 'other-component', to };
    if (!isAnswered && this.answered !== null) return { is: 'nominated-unanswered', wanted };
    const since = Math.max(nominated.time, this.answered?.time ?? 0);
    return { is: time < since + retargetTime ? 'just-nominated' : 'nominated-pair', wanted };
  }

  private isOfWinner(teams: Address): boolean {
    const key = addressText(teams);
    return (
      this.forks[this.winner]?.sessions.some(({ pairs }) =>
        pairs.some((pair) => addressText(pair.teams) === key),
      ) ?? false
    );
  }

  private nameOf(fork: number): string {
    return this.forks[fork]?.name ?? 'another fork';
  }

  private note(step: Step, change: Change): void {
    if (change.kind !== 'media' || change.to === 'none') return;
    const key = placeKey(change.of);
    const event = { ...this.momentOf(step.in), kind: change.to, to: change.destination };
    const list = this.events.get(key);
    if (list === undefined) this.events.set(key, [event]);
    else list.push(event);
  }

  private momentOf(message: TraceMessage): Moment {
    return { time: this.clock.at(message), index: message.index };
  }
}

interface Moment {
  readonly time: number;
  /** Of its message in the trace. */
  readonly index: number;
}

interface MediaEvent extends Moment {
  readonly kind: 'latched' | 'checked' | 'nominated';
  readonly to: Address;
}

/** Where the SBC sends while nothing is nominated. */
function judgeUnnominated(
  { state, selected, descriptions: { sbc, teams } }: JudgedSession,
  to: Address,
  past: readonly MediaEvent[],
): MediaReason {
  if (state === 'completed' && sbc?.lite === true && teams?.lite === true)
    return selected !== null && isSamePlace(selected.teams, to)
      ? { is: 'both-lite' }
      : { is: 'not-both-lite', to };
  const checked = past.findLast(({ kind }) => kind === 'checked');
  if (checked !== undefined)
    return isSamePlace(checked.to, to) ? { is: 'best-checked', to } : { is: 'not-best', best: checked.to };
  const latched = past.findLast(({ kind }) => kind === 'latched');
  return { is: latched !== undefined && isSamePlace(latched.to, to) ? 'latched' : 'unchecked' };
}

/** Media of Teams may come over any candidate. */
function judgeTeams({ teams }: JudgedFlow, { selected, state }: JudgedSession): MediaReason {
  if (state === 'not-ice') return { is: 'plain-unknown' };
  if (selected === null) return { is: 'any-candidate' };
  return isSamePlace(selected.teams, teams)
    ? { is: 'over-nominated' }
    : { is: 'not-over-nominated', nominated: selected.teams };
}

function judgePlain({ descriptions }: JudgedSession, teams: Address): MediaReason {
  const wanted = descriptions.teams?.defaultAddress ?? null;
  if (wanted === null) return { is: 'plain-unknown' };
  return isSamePlace(wanted, teams) ? { is: 'plain' } : { is: 'not-plain', wanted };
}

function placeKey({ fork, session }: SessionPlace): string {
  return `${fork} ${session}`;
}
