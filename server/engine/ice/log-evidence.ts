/**
 * What the log of an ICE agent says, for sessions of which the trace has no packet: states of pairs, nominations, the
 * end. A line never speaks against a packet: where checks of a session were captured, its log is not asked.
 */
import type { PacketOf } from '../trace-text/packet';
import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';
import { callIdOf } from '../sip/values';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import type { IceLogLine, LoggedEnd } from '../text/ice-log/line';
import type { IceCandidate, IceDescription } from './description';
import type { Doubts } from './doubts';
import { addressText } from './model';
import { otherEnd, type Address, type Change, type End, type StepEvent } from '../../../shared/ice';
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
    const { message, log, session, ends } = placed;
    const { of: call, index: fork } = session.fork;
    if (call.isOver(message)) return;
    const changes: Change[] = [];
    const pair =
      ends === null || log.event === 'pair' ? null : session.pairFor(ends.teams, ends.sbc, null, changes);
    const told = this.tell(placed, pair, changes);
    if (told === null || (changes.length === 0 && !worthTelling.has(log.event))) return;
    session.logged = log.program;
    if (pair !== null) pair.lastMessage = message;
    const text = `the log of ${log.program} says: ${told}`;
    call.journal.step(stepEventOf(log), message, fork, text, changes, 'observed', order);
  }

  /** Moves what a line speaks of; null where it says nothing. */
  private tell(placed: Placed, pair: Pair | null, changes: Change[]): string | null {
    const { log, session, message, ends, writer } = placed;
    const { of: call } = session.fork;
    const writerName = writer === null ? 'the agent' : call.nameOf(writer);
    const peerName = writer === null ? 'its peer' : call.nameOf(otherEnd(writer));
    const path = ends === null ? 'its pair' : pathText(ends, writer);
    const from = ends === null || writer === null ? '' : ` from ${addressText(ends[otherEnd(writer)])}`;
    switch (log.event) {
      case 'pair':
        return null;
      case 'sent':
        move(session, pair, 'in-progress', changes);
        return `${writerName} checks ${path}`;
      case 'request':
        move(session, pair, 'in-progress', changes);
        return `a check came${from}`;
      case 'answered':
        this.succeed(placed, pair, changes);
        return `${writerName} answered a check${from}`;
      case 'state':
        if (log.state === 'succeeded') {
          this.succeed(placed, pair, changes);
          return `the pair ${path} succeeded`;
        }
        move(session, pair, log.state ?? 'in-progress', changes);
        return log.state === 'in-progress'
          ? `the pair ${path} is being checked`
          : `the pair ${path} is ${log.state ?? 'in use'}`;
      case 'response':
        if (log.code === 0) {
          this.succeed(placed, pair, changes);
          return `${peerName} answered the check of ${path}`;
        }
        if (pair !== null) pair.error = log.code;
        move(session, pair, log.code === 487 ? 'waiting' : 'failed', changes);
        return `the check of ${path} failed${log.code === null ? '' : ` with ${String(log.code)}`}`;
      case 'nominating':
        if (pair !== null) this.asked.add(pair);
        if (pair?.state === 'succeeded') return `${writerName} nominates ${path}`;
        move(session, pair, 'in-progress', changes);
        return `${writerName} nominates ${path}`;
      case 'nominated':
        if (pair !== null) nominate(session, pair, message, changes);
        return `the pair ${path} was nominated`;
      case 'completed': {
        for (const each of pair === null ? this.won(session) : [pair])
          nominate(session, each, message, changes);
        return `ICE completed${pair === null ? '' : ` on ${path}`}`;
      }
      case 'selected':
        return session.selected === null ? `${writerName} sends media to ${path}` : null;
      case 'rejected':
        move(session, pair, 'failed', changes);
        if (pair !== null) pair.error = log.code;
        this.doubtCheck(placed);
        return `${writerName} rejected a check${from} with ${String(log.code ?? 400)}`;
      case 'failed':
        fail(placed, changes);
        return `ICE failed`;
      case 'role-conflict':
        conflict(placed);
        return 'both ends take themselves for the same role';
    }
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
    const { of: call, index: fork } = session.fork;
    if (log.code !== 401 && log.code !== 420) return;
    const peer = writer === null ? null : otherEnd(writer);
    const from = ends === null || peer === null ? '' : ` from ${addressText(ends[peer])}`;
    const why =
      log.code === 401
        ? 'its USERNAME or its password is not the one that the SDP gave'
        : 'of an attribute that it does not know; unknown attributes must be ignored';
    this.doubts.add(session, {
      id: log.code === 401 ? 'wrong-password' : 'unknown-attribute-rejected',
      severity: 'error',
      evidence: 'observed',
      message: `${writer === null ? 'the agent' : call.nameOf(writer)} rejects a check${from} with ${String(log.code)}, as the log of ${log.program} says: ${log.code === 420 ? 'because ' : ''}${why}`,
      fork,
      in: message,
      rules: [log.code === 401 ? 'stun-integrity-bad' : 'stun-unknown-attribute-420'],
    });
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
    const message = `ICE had not come through when the call ended: the log of ${session.logged} tells of no check that was answered`;
    const changes = session.to('failed');
    session.evidence = 'derived';
    call.journal.step('timeout', endedBy, fork.index, message, changes, 'derived');
    call.journal.verdict({
      id: 'failed',
      severity: 'error',
      evidence: 'derived',
      message,
      fork: fork.index,
      in: endedBy,
      related: [last],
      rules: ['ice-all-failed'],
    });
  }
}

/** Told even where they change nothing. */
const worthTelling: ReadonlySet<IceLogLine['event']> = new Set([
  'completed',
  'rejected',
  'failed',
  'role-conflict',
]);

function stepEventOf({ event, state, code }: IceLogLine): StepEvent {
  switch (event) {
    case 'sent':
    case 'request':
    case 'nominating':
      return 'request';
    case 'state':
      return state === 'succeeded' ? 'success' : state === 'failed' ? 'error' : 'request';
    case 'response':
      return code === 0 ? 'success' : 'error';
    case 'rejected':
    case 'role-conflict':
      return 'error';
    case 'failed':
      return 'timeout';
    default:
      return 'success';
  }
}

function move(session: Session, pair: Pair | null, state: Pair['state'], changes: Change[]): void {
  if (pair === null || pair.nominated) return;
  // A check that goes on after its success, such as the one that nominates, does not undo it.
  if (pair.state === 'succeeded' && state !== 'failed') return;
  session.set(pair, state, changes);
}

function nominate(session: Session, pair: Pair, message: TraceMessage, changes: Change[]): void {
  session.set(pair, 'succeeded', changes);
  if (pair.nominated) return;
  pair.nominated = true;
  changes.push({ kind: 'nominated', of: session.place, pair: pair.id });
  session.select(message, changes);
}

function fail({ message, log, session }: Placed, changes: Change[]): void {
  if (session.state === 'completed' || session.state === 'failed') return;
  const { of: call, index: fork } = session.fork;
  for (const pair of session.pairs) if (pair.state !== 'succeeded') move(session, pair, 'failed', changes);
  session.evidence = 'observed';
  changes.push(...session.to('failed'));
  call.journal.verdict({
    id: 'failed',
    severity: 'error',
    evidence: 'observed',
    message: `ICE failed, as the log of ${log.program} says: no pair came through`,
    fork,
    in: message,
    rules: ['ice-all-failed'],
  });
}

function conflict({ message, log, session }: Placed): void {
  const { of: call, index: fork } = session.fork;
  const { sbc, teams } = session.descriptions;
  const isWrong = call.sidesKnown || sbc?.lite === true || teams?.lite === true;
  call.journal.verdict(
    {
      id: 'role-conflict',
      severity: isWrong ? 'error' : 'info',
      evidence: 'observed',
      message: `both ends take themselves for the same role, as the log of ${log.program} says: ${isWrong ? 'a lite agent has no part in this, so the SBC runs full ICE' : 'one of them changes its role'}`,
      fork,
      in: message,
      rules: ['stun-role-conflict-487'],
    },
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

function pathText(ends: Readonly<Record<End, Address>>, writer: End | null): string {
  const own = writer ?? 'teams';
  return `${addressText(ends[own])} to ${addressText(ends[otherEnd(own)])}`;
}

function put(map: Map<string, Session[]>, key: string, session: Session): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [session]);
  else if (!list.includes(session)) list.push(session);
}
