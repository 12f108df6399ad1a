/**
 * Whether media of a session goes to the right place, at every moment: before any check to who streamed first, then by
 * the best path of the checks, after the nomination over the nominated pair, after the 200 to the fork that sent it.
 */
import type { TraceMessage } from '../traces/message';
import { SECOND, type Clock } from './clock';
import { addressText } from './address';
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
      const verdict =
        flow.sender === 'sbc'
          ? this.judgeSbc(flow, session, events, first, index === 0)
          : judgeTeams(flow, session);
      const before = stretches.at(-1);
      if (before?.why === verdict.why) stretches[stretches.length - 1] = { ...before, last };
      else stretches.push({ first, last, ...verdict });
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
  ): Judgement {
    const isPast = (moment: Moment | null): boolean =>
      moment !== null &&
      (moment.time < time || (isBeginning ? moment.index < message.index : moment.time <= time));
    const to = addressText(teams);
    const isAnswered = isPast(this.answered);
    if (isAnswered && this.winner !== -1 && this.winner !== of.fork && !this.isOfWinner(teams))
      return wrong(
        'other-fork',
        `${this.nameOf(this.winner)} answered the call, so media belongs there and not to ${to}`,
      );
    const past = events.filter(isPast);
    const nominated = past.findLast(({ kind }) => kind === 'nominated');
    const early = this.streamedFirst;
    if (!isAnswered && early !== null && early.of.fork !== of.fork && isPast(this.momentOf(early.message)))
      return wrong(
        'early-media',
        `${this.nameOf(early.of.fork)} streamed first: early media stays with it until the call is answered`,
      );
    if (session.state === 'not-ice') return judgePlain(session, teams);
    if (nominated !== undefined) {
      const wanted = addressText(nominated.to);
      if (wanted === to) return right(`${to} is the nominated pair`);
      const component = session.descriptions.teams?.candidates.find(
        ({ address, port }) => address === teams.address && port === teams.port,
      )?.component;
      if (component !== undefined && component !== 1) return unknown(`${to} is of another component`);
      if (!isAnswered && this.answered !== null)
        return unknown(`${wanted} is nominated, but the call is not answered yet`);
      const since = Math.max(nominated.time, this.answered?.time ?? 0);
      return time < since + retargetTime
        ? unknown(`${wanted} was nominated just before: media has half a second to follow`)
        : wrong('nominated-pair', `${wanted} is nominated: the nominated pair must be used`);
    }
    const { sbc: own, teams: peer } = session.descriptions;
    if (session.state === 'completed' && own?.lite === true && peer?.lite === true)
      return session.selected !== null && addressText(session.selected.teams) === to
        ? right('both ends are ICE Lite: the pair of their only candidates is in use')
        : unknown(`both ends are ICE Lite, and ${to} is not the pair of their only candidates`);
    const checked = past.findLast(({ kind }) => kind === 'checked');
    if (checked !== undefined) {
      const best = addressText(checked.to);
      return best === to
        ? right(`nothing is nominated yet; ${to} is the best path by checks`)
        : unknown(`nothing is nominated yet; the best path by checks is ${best}`);
    }
    const latched = past.findLast(({ kind }) => kind === 'latched');
    if (latched !== undefined && addressText(latched.to) === to)
      return right(`no check was answered yet; early media goes to where media came from first`);
    return unknown('no check was answered yet, so nothing shows that this way works');
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

type Judgement = Pick<StreamStretch, 'judgement' | 'breaks' | 'why'>;

/** Media of Teams may come over any candidate. */
function judgeTeams({ teams }: JudgedFlow, { selected, state }: JudgedSession): Judgement {
  if (state === 'not-ice') return unknown('without ICE media goes to c= and m=');
  if (selected === null) return unknown('nothing is nominated: media may come over any candidate');
  return addressText(selected.teams) === addressText(teams)
    ? right('it comes over the nominated pair')
    : unknown(`the nominated pair is ${addressText(selected.teams)}`);
}

function judgePlain({ descriptions }: JudgedSession, teams: Address): Judgement {
  const wanted = descriptions.teams?.defaultAddress ?? null;
  if (wanted === null) return unknown('without ICE media goes to c= and m=');
  return addressText(wanted) === addressText(teams)
    ? right('without ICE media goes to c= and m=, and it does')
    : unknown(`without ICE media goes to c= and m=, which name ${addressText(wanted)}`);
}

function right(why: string): Judgement {
  return { judgement: 'right', breaks: null, why };
}

function wrong(breaks: NonNullable<Judgement['breaks']>, why: string): Judgement {
  return { judgement: 'wrong', breaks, why };
}

function unknown(why: string): Judgement {
  return { judgement: 'unknown', breaks: null, why };
}

function placeKey({ fork, session }: SessionPlace): string {
  return `${String(fork)} ${String(session)}`;
}
