/**
 * What the log of an ICE agent says, for sessions of which the trace has no packet: states of pairs, nominations, the
 * end. A line never speaks against a packet: where checks of a session were captured, its log is not asked.
 */
import { saidInWords } from '../evidence/warrant';
import type { PacketOf } from '../trace-text/packet';
import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';
import { callIdOf } from '../sip/values';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import type { IceLogLine, LoggedEnd } from '../text/ice-log/line';
import type { IceCandidate, IceDescription } from './description';
import type { Doubts } from './doubts';
import { addressText } from './address';
import { otherEnd, type Address, type Change, type End } from '../../../shared/ice';
import type { NegotiatedCall } from './negotiation';
import type { CallSessions, Pair, Session } from './session';

/** A line and the session that it speaks of. */
interface Placed {
  readonly message: TraceMessage;
  readonly log: IceLogLine;
  readonly session: Session;
  /** The end whose agent wrote the log; null where the line does not tell. */
  readonly writer: End | null;
  /** The pair's two ends; null where the line names none. */
  readonly ends: Readonly<Record<End, Address>> | null;
}

/** Agents whose last session is remembered, and lines that wait for their session to begin. */
const mostAgents = 1000;
const mostWaiting = 1000;

export class LogEvidence {
  private readonly byCallId = new Map<string, Session[]>();
  private readonly byAddress = new Map<string, Session[]>();
  /** Sessions with checks in the trace. */
  private readonly captured: ReadonlySet<Session>;
  /** What each agent spoke of last: lines such as "ICE completed" name no pair. */
  private readonly agents = new Map<string, readonly Placed[]>();
  /** Lines of sessions whose descriptions are not both known yet: clocks differ, and a log may have no times. */
  private waiting: Placed[] = [];
  /** Pairs that the agent of the log has nominated and waits for. */
  private readonly asked = new Set<Pair>();

  constructor(
    calls: readonly NegotiatedCall[],
    trace: Trace,
    private readonly doubts: Doubts,
  ) {
    const sessions = calls.flatMap((call) => call.sessions.forks.flatMap((fork) => fork.sessions));
    const running = sessions.filter(({ mode }) => mode === 'full-lite' || mode === 'both-full');
    for (const session of running) {
      const first = session.fork.of.call?.messages[0]?.message.parsed;
      const callId = first?.kind === 'sip' ? callIdOf(first) : null;
      if (callId !== null) put(this.byCallId, callId, session);
      for (const address of addressesOf(session)) put(this.byAddress, addressText(address), session);
    }
    this.captured = capturedOf(running, trace);
  }

  /** Takes a line of a log. */
  take(message: TraceMessage, { log, source }: PacketOf<'log'>): void {
    if (log === null) return;
    const agent = `${source} ${log.program} ${log.agent}`;
    const all = this.place(message, log, this.agents.get(agent) ?? []);
    if (all.length === 0) return;
    if (this.agents.size < mostAgents || this.agents.has(agent)) this.agents.set(agent, all);
    for (const placed of all) {
      if (this.captured.has(placed.session)) continue;
      if (placed.session.state !== 'idle') this.apply(placed, message.index);
      else if (this.waiting.length < mostWaiting) this.waiting.push(placed);
    }
  }

  /** Goes on with the lines of sessions that have begun by now, at the message that began them. */
  proceed({ index }: TraceMessage): void {
    if (this.waiting.length === 0) return;
    const ready = this.waiting.filter(({ session }) => session.state !== 'idle');
    if (ready.length === 0) return;
    this.waiting = this.waiting.filter(({ session }) => session.state === 'idle');
    for (const placed of ready) this.apply(placed, index);
  }

  /** The session that a line speaks of; several where a trace holds the same call twice, from two places. */
  private place(message: TraceMessage, log: IceLogLine, last: readonly Placed[]): readonly Placed[] {
    if (log.local === null && log.remote === null && log.foundations === null)
      return last.map((placed) => ({ ...placed, message, log, ends: null }));
    const found = this.candidates(log).flatMap((session) => {
      const ends = endsIn(session, log);
      return ends === null ? [] : [{ session, ends, score: ends.known * 8 + timeScore(session, message) }];
    });
    // Of several generations the last one that has begun.
    const best = found.toSorted((a, b) => a.score - b.score).at(-1);
    if (best === undefined) return [];
    return found
      .filter(({ session }) => isSame(session, best.session))
      .map(({ session, ends: { writer, ends } }) => ({ message, log, session, writer, ends }));
  }

  private candidates({ callId, local, remote }: IceLogLine): readonly Session[] {
    if (callId !== null) {
      // Behind the Call-ID, a tag and a number may stand; the Call-ID itself may hold the mark that parts them.
      for (let id = callId; id !== ''; id = id.slice(0, Math.max(0, id.lastIndexOf('/')))) {
        const sessions = this.byCallId.get(id);
        if (sessions !== undefined) return sessions;
      }
      return [];
    }
    const known = [local, remote].flatMap((end) => {
      const address = wholeAddress(end);
      return address === null ? [] : [this.byAddress.get(addressText(address)) ?? []];
    });
    return [...new Set(known.flat())];
  }

  private apply(placed: Placed, order: number): void {
    const { message, log, session, ends, writer } = placed;
    const { of: call, index: fork } = session.fork;
    if (call.isOver(message)) return;
    const changes: Change[] = [];
    const pair =
      ends === null || log.event === 'pair' ? null : session.pairFor(ends.teams, ends.sbc, null, changes);
    const isTold = this.follow(placed, pair, changes);
    if (!isTold || log.event === 'pair' || (changes.length === 0 && !worthTelling.has(log.event))) return;
    session.logged = log.program;
    if (pair !== null) pair.lastMessage = message;
    const { program, event, state, code } = log;
    call.journal.step(
      { id: 'logged', program, told: { event, state, code, writer, ends } },
      { in: message, fork, changes, order },
    );
  }

  /** Moves what a line speaks of; says whether there is something to tell. */
  private follow(placed: Placed, pair: Pair | null, changes: Change[]): boolean {
    const { log, session, message } = placed;
    switch (log.event) {
      case 'pair':
        return false;
      case 'send-failed':
        return true;
      case 'sent':
      case 'request':
        move(session, pair, 'in-progress', changes);
        return true;
      case 'answered':
        this.succeed(placed, pair, changes);
        return true;
      case 'state':
        if (log.state === 'succeeded') this.succeed(placed, pair, changes);
        else move(session, pair, log.state ?? 'in-progress', changes);
        return true;
      case 'response':
        this.respond(placed, pair, changes);
        return true;
      case 'nominating':
        if (pair !== null) this.asked.add(pair);
        if (pair?.state !== 'succeeded') move(session, pair, 'in-progress', changes);
        return true;
      case 'nominated':
        if (pair !== null) nominate(session, pair, message, changes);
        return true;
      case 'completed':
        for (const each of pair === null ? this.won(session) : [pair])
          nominate(session, each, message, changes);
        return true;
      case 'selected':
        return session.selected === null;
      case 'rejected':
        move(session, pair, 'failed', changes);
        if (pair !== null) pair.error = log.code;
        this.doubtCheck(placed);
        return true;
      case 'failed':
        fail(placed, changes);
        return true;
      case 'role-conflict':
        conflict(placed);
        return true;
    }
  }

  private respond(placed: Placed, pair: Pair | null, changes: Change[]): void {
    const { log, session } = placed;
    if (log.code === 0) {
      this.succeed(placed, pair, changes);
      return;
    }
    if (pair !== null) pair.error = log.code;
    move(session, pair, log.code === 487 ? 'waiting' : 'failed', changes);
  }

  private succeed({ message, session }: Placed, pair: Pair | null, changes: Change[]): void {
    if (pair === null) return;
    pair.firstSuccess ??= message;
    move(session, pair, 'succeeded', changes);
    if (this.asked.has(pair)) nominate(session, pair, message, changes);
  }

  /** The pairs that a completed agent uses, where its log does not name them. */
  private won({ pairs, components }: Session): readonly Pair[] {
    return components.flatMap((component) => {
      const valid = pairs.filter((pair) => pair.component === component && pair.state === 'succeeded');
      if (valid.some(({ nominated }) => nominated)) return [];
      const asked = valid.filter((pair) => this.asked.has(pair));
      const [best] = (asked.length > 0 ? asked : valid).sort((a, b) =>
        (a.priority ?? 0n) > (b.priority ?? 0n) ? -1 : 1,
      );
      return best === undefined ? [] : [best];
    });
  }

  private doubtCheck({ message, log, session, writer, ends }: Placed): void {
    if (log.code !== 401 && log.code !== 420) return;
    const from = ends === null || writer === null ? null : ends[otherEnd(writer)];
    const rejection = { how: 'logged', program: log.program, writer, from } as const;
    const id = log.code === 401 ? 'wrong-password' : 'unknown-attribute-rejected';
    this.doubts.add(session, { id, ...rejection }, { in: message });
  }
}

/** Ends a call's sessions whose logs tell of checks and of no success. */
export function endLogged(call: CallSessions): void {
  const { endedBy } = call;
  if (endedBy === null) return;
  for (const fork of call.forks) {
    const session = fork.main;
    if (session === null || session.logged === null || session.state !== 'running') continue;
    const [last] = session.pairs.flatMap(({ lastMessage }) => (lastMessage === null ? [] : [lastMessage]));
    if (last === undefined || session.pairs.some(({ state }) => state === 'succeeded')) continue;
    const failure = { why: 'logged-none', program: session.logged } as const;
    const changes = session.to('failed');
    session.evidence = 'derived';
    const place = { in: endedBy, fork: fork.index, evidence: 'derived' } as const;
    call.journal.step({ id: 'failed', failure }, { ...place, changes });
    call.journal.verdict({ id: 'failed', ...failure }, { ...place, related: [last], warrant: saidInWords() });
  }
}

/** Told even where they change nothing. */
const worthTelling: ReadonlySet<IceLogLine['event']> = new Set([
  'completed',
  'rejected',
  'failed',
  'role-conflict',
  'send-failed',
]);

function move(session: Session, pair: Pair | null, state: Pair['state'], changes: Change[]): void {
  if (pair === null || pair.nominated) return;
  // A check that goes on after its success, such as the one that nominates, does not undo it.
  if (pair.state === 'succeeded' && state !== 'failed') return;
  session.set(pair, state, changes);
}

function nominate(session: Session, pair: Pair, message: TraceMessage, changes: Change[]): void {
  session.set(pair, 'succeeded', changes);
  if (!pair.nominated) session.nominate(pair, false, message, changes);
}

function fail({ message, log, session }: Placed, changes: Change[]): void {
  if (session.state === 'completed' || session.state === 'failed') return;
  const { of: call, index: fork } = session.fork;
  for (const pair of session.pairs) if (pair.state !== 'succeeded') move(session, pair, 'failed', changes);
  session.evidence = 'observed';
  for (const each of session.to('failed')) changes.push(each);
  call.journal.verdict(
    { id: 'failed', why: 'logged', program: log.program },
    { fork, in: message, evidence: 'observed', warrant: saidInWords() },
  );
}

function conflict({ message, log, session }: Placed): void {
  const { of: call, index: fork } = session.fork;
  const { sbc, teams } = session.descriptions;
  const wrong = call.sidesKnown || sbc?.lite === true || teams?.lite === true;
  call.journal.verdict(
    { id: 'role-conflict', how: 'logged', program: log.program, wrong },
    { fork, in: message },
    'log',
  );
}

interface Ends {
  readonly writer: End;
  readonly ends: Readonly<Record<End, Address>> | null;
  /** How many of its ends a description has. */
  readonly known: number;
}

/** The two ends that a line names, in a session; null where they are not the session's. */
function endsIn(session: Session, log: IceLogLine): Ends | null {
  const { descriptions } = session;
  const { foundations } = log;
  let best: Ends | null = null;
  for (const writer of ['sbc', 'teams'] as const) {
    const peer = otherEnd(writer);
    const local = resolve(descriptions[writer], log.local, foundations?.local ?? null, log, true);
    const remote = resolve(descriptions[peer], log.remote, foundations?.remote ?? null, log, false);
    // The agent's own end is a candidate of its SDP, or the base of one; its peer's may be one that nobody signalled.
    const known = Number(local?.isKnown === true) + Number(remote?.isKnown === true);
    const isOwn = local?.isKnown === true || (known > 0 && log.callId !== null);
    if (!isOwn || known <= (best?.known ?? 0)) continue;
    const ends =
      local === null || remote === null
        ? null
        : writer === 'sbc'
          ? { sbc: local.address, teams: remote.address }
          : { sbc: remote.address, teams: local.address };
    best = { writer, ends, known };
  }
  return best;
}

function resolve(
  description: IceDescription | null,
  end: LoggedEnd | null,
  foundation: string | null,
  { component, callId }: IceLogLine,
  isOwn: boolean,
): { readonly address: Address; readonly isKnown: boolean } | null {
  const candidates = (description?.candidates ?? []).filter(
    (each) => component === null || each.component === component,
  );
  const whole = wholeAddress(end);
  if (whole !== null) {
    const isHere = ({ address, port }: Address): boolean => address === whole.address && port === whole.port;
    if (candidates.some((each) => isHere(each) || (each.related !== null && isHere(each.related))))
      return { address: whole, isKnown: true };
  }
  const isNamed = (each: IceCandidate): boolean =>
    foundation !== null && each.foundation === foundation && (end?.port ?? each.port) === each.port;
  // Behind a NAT that keeps ports, an agent knows another address than the one that it signals.
  const isOnPort = (each: IceCandidate): boolean =>
    isOwn && callId !== null && each.port === (end?.port ?? null);
  const found = candidates.find(isNamed) ?? candidates.find(isOnPort);
  if (found !== undefined) return { address: { address: found.address, port: found.port }, isKnown: true };
  return whole === null ? null : { address: whole, isKnown: false };
}

function wholeAddress(end: LoggedEnd | null): Address | null {
  if (end === null || end.address === null || end.port === null) return null;
  return { address: end.address, port: end.port };
}

/** Whether two sessions are one: both ends have the same credentials in both. */
function isSame(one: Session, other: Session): boolean {
  return (['sbc', 'teams'] as const).every(
    (end) => one.descriptions[end]?.ufrag === other.descriptions[end]?.ufrag,
  );
}

/** Whether a call ran when a line was written, and whether its session has begun. */
function timeScore({ fork, state }: Session, message: TraceMessage): number {
  const { of: call } = fork;
  const isRunning = call.start <= message.index && !call.isOver(message);
  return (isRunning ? 4 : 0) + (call.start <= message.index ? 2 : 0) + (state === 'idle' ? 0 : 1);
}

function addressesOf({ descriptions }: Session): readonly Address[] {
  return [descriptions.sbc, descriptions.teams].flatMap((description) =>
    (description?.candidates ?? []).flatMap((candidate) =>
      candidate.related === null ? [candidate] : [candidate, candidate.related],
    ),
  );
}

/** The sessions of which a check may be in the trace: STUN with one of their ufrags or between their addresses. */
function capturedOf(sessions: readonly Session[], { messages }: Trace): ReadonlySet<Session> {
  const addresses = new Set<string>();
  const ufrags = new Set<string>();
  for (const { parsed, record } of messages) {
    const stun = parsed.kind === 'packet' && parsed.type === 'stun' ? parsed.stun : null;
    if (stun === null) continue;
    for (const end of [record.meta.source, record.meta.destination])
      if (end !== null && end.port !== null)
        addresses.add(addressText({ address: end.address, port: end.port }));
    for (const ufrag of stunText(stun, USERNAME)?.split(':') ?? []) ufrags.add(ufrag);
  }
  return new Set(
    sessions.filter(
      (session) =>
        [session.descriptions.sbc, session.descriptions.teams].some((description) =>
          ufrags.has(description?.ufrag ?? ''),
        ) || addressesOf(session).some((address) => addresses.has(addressText(address))),
    ),
  );
}

function put(map: Map<string, Session[]>, key: string, session: Session): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [session]);
  else if (!list.includes(session)) list.push(session);
}
