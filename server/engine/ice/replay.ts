/**
 * Replays ICE over a trace: all packets and messages in order through the automata of both agents, for every call, fork,
 * stream and generation. What it tells is deterministic; no setting and no clock but the trace's own is asked.
 */
import { finished } from '../basics/finished';
import type { End } from '../../../shared/ice';
import type { Clock } from '../evidence/clock';
import { isOfCall, notesFor, tellCapture } from './capture-notes';
import { mediaHosts } from './leave';
import type { Call, CallMessage } from '../calls/call';
import { stunOf, type PacketMessage } from '../trace-text/packet';
import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';
import { AttributionIndex } from './attribution';
import { causes, withoutExplained } from './causes';
import { findChannels } from './channels';
import { findForeign } from './foreign';
import { Checks } from './checks';
import { judgeConsent } from './consent';
import { endCall, isOrdered, isToldOnly } from './ending';
import { addressText } from './address';
import { plural } from '../../../shared/words';
import { Passwords } from './integrity';
import { endLogged, LogEvidence } from './log-evidence';
import { flowsOf, judgeMedia, type Flow } from './media';
import { MediaKeys } from './media-keys';
import { judgeProtection, mediaOf } from './media-replay';
import { takeIcmp } from './icmp';
import type { CallReplay, CheckReplay, ForkReplay, MediaReplay, PairReplay, SessionReplay } from './model';
import { negotiateSessions, type NegotiatedCall } from './negotiation';
import { predictCall } from './prediction';
import { FirstStreams, Protections } from './protection';
import type { CallSessions, Fork, Pair, Session, SessionCheck } from './session';
import { takeSignal } from './signalling';
import type { Surroundings } from './surroundings';

/** Messages that are replayed between two slices. */
const messagesPerSlice = 200;

/** Replays every call of a trace; checks that belong to none follow behind them. */
export function replayTrace(trace: Trace): readonly CallReplay[] {
  return finished(replayTraceInSlices(trace));
}

/**
 * Replays a trace; yields between slices of a few milliseconds.
 *
 * @param around where only some calls of a trace are replayed, what is known of the others
 */
export function* replayTraceInSlices(
  trace: Trace,
  around: Surroundings | null = null,
): Generator<void, readonly CallReplay[]> {
  const calls = trace.calls.filter(({ kind }) => kind === 'call').map(negotiateSessions);
  const index = new AttributionIndex(trace.evidence.translations, around);
  const passwords = new Passwords(around?.passwords ?? null);
  const seen = packetTypesOf(trace);
  // Whose a packet is, nobody asks where none was captured.
  for (const call of seen.size > 0 ? calls : []) {
    index.addCall(call);
    addPasswords(passwords, call);
  }
  const checks = new Checks(index, passwords, trace.evidence.lostBetween);
  const logs = new LogEvidence(seen.has('log') ? calls : [], trace, checks.doubts);
  const packets: { readonly message: TraceMessage; readonly parsed: PacketMessage }[] = [];
  const firstStreams = new FirstStreams();
  const signals = signalsOf(calls);
  for (const message of trace.messages) {
    if (!trace.evidence.counts(message)) continue;
    if (message.index % messagesPerSlice === 0) yield;
    for (const { call, signal } of signals.get(message) ?? []) takeSignal(call, signal, index);
    logs.proceed(message);
    const { parsed } = message;
    if (parsed.kind !== 'packet') continue;
    packets.push({ message, parsed });
    firstStreams.see(message, parsed);
    const stun = stunOf(parsed);
    if (stun !== null) checks.take(message, stun);
    if (parsed.type === 'icmp') takeIcmp(message, parsed, index);
    if (parsed.type === 'log') logs.take(message, parsed);
  }
  const { evidence } = trace;
  const { clock } = evidence;
  findChannels(packets, index);
  findForeign(packets, index);
  const all = [...calls.map(({ sessions }) => sessions), ...checks.strayCalls];
  const protections = new Protections(
    new MediaKeys(),
    all,
    clock,
    around,
    around?.thoroughUntil ?? firstStreams.until,
  );
  const flows = byCall(flowsOf(packets, index, evidence, protections));
  const media = new Map(all.map((call) => [call, mediaOf(flows.get(call) ?? [], protections)] as const));
  const predicted = new Set<CallSessions>();
  for (const call of all) {
    yield;
    judgeProtection(call, media.get(call) ?? []);
    if (evidence.last === null) continue;
    endLogged(call);
    endCall(call, evidence, evidence.last);
    judgeConsent(call, flows.get(call) ?? [], evidence, evidence.last);
    if (predictCall(call, evidence, evidence.last)) predicted.add(call);
    judgeMedia(call, flows.get(call) ?? [], evidence);
  }
  const { notes } = evidence;
  tellCapture(all, notes);
  checks.tellGaps(evidence);
  checks.doubts.settle(evidence);
  checks.tellMalformed();
  return all.map((call) => ({
    ...resultOf(call, predicted.has(call), media.get(call) ?? [], clock),
    capture: notesFor(call, notes),
  }));
}

/** The replay of what is no call, such as a registration: nothing moves in it. */
export function replayStill(call: Call, clock: Clock): CallReplay {
  return { ...resultOf(negotiateSessions(call).sessions, false, [], clock), capture: [] };
}

function packetTypesOf({ messages }: Trace): ReadonlySet<PacketMessage['type']> {
  const types = new Set<PacketMessage['type']>();
  for (const { parsed } of messages) if (parsed.kind === 'packet') types.add(parsed.type);
  return types;
}

function byCall(flows: readonly Flow[]): ReadonlyMap<CallSessions, readonly Flow[]> {
  const calls = new Map<CallSessions, Flow[]>();
  for (const flow of flows) {
    const { of: call } = flow.session.fork;
    const list = calls.get(call);
    if (list === undefined) calls.set(call, [flow]);
    else list.push(flow);
  }
  return calls;
}

interface PlacedSignal {
  readonly call: NegotiatedCall;
  readonly signal: CallMessage;
}

function signalsOf(calls: readonly NegotiatedCall[]): ReadonlyMap<TraceMessage, readonly PlacedSignal[]> {
  const signals = new Map<TraceMessage, PlacedSignal[]>();
  for (const call of calls) {
    for (const signal of call.sessions.call?.messages ?? []) {
      const list = signals.get(signal.message);
      if (list === undefined) signals.set(signal.message, [{ call, signal }]);
      else list.push({ call, signal });
    }
  }
  return signals;
}

function addPasswords(passwords: Passwords, { sessions, descriptions }: NegotiatedCall): void {
  const { call } = sessions;
  if (call === null) return;
  for (const { end, description } of descriptions) {
    const message = call.messages[description.body.place]?.message;
    if (description.pwd !== null && message !== undefined)
      passwords.add({ pwd: description.pwd, end, call, in: message });
  }
}

function resultOf(
  call: CallSessions,
  isPredicted: boolean,
  media: readonly MediaReplay[],
  clock: Clock,
): Omit<CallReplay, 'capture'> {
  const forks = call.forks.map(forkOf);
  const verdicts = withoutExplained(call.journal.allVerdicts());
  return {
    call: call.call,
    evidence: isPredicted && !call.forks.some(wasObserved) ? 'predicted' : 'observed',
    headline: headlineOf(call, verdicts, media),
    forks,
    verdicts,
    steps: call.journal.allSteps(),
    media,
    checks: call.transactions.filter((check) => !isCut(check)).map(checkOf),
    cutChecks: [...call.transactions.filter(isCut), ...call.cutTransactions].map(checkOf),
    lonePackets: call.lonePackets,
    channels: call.channels,
    foreign: call.foreign,
    icmp: call.icmp,
    sidesKnown: call.sidesKnown,
    names: call.names,
    sbcParty: call.sbcParty,
    hosts: { sbc: hostsOf(call, 'sbc'), teams: hostsOf(call, 'teams') },
    clock,
  };
}

function hostsOf({ forks }: CallSessions, end: End): readonly string[] {
  const sessions = forks.flatMap(({ sessions: all }) => all);
  return [...new Set(sessions.flatMap((session) => mediaHosts(session, end)))];
}

function isCut({ responses }: SessionCheck): boolean {
  return responses.some(({ stun }) => stun.cut);
}

function checkOf(check: SessionCheck): CheckReplay {
  const { of, sender, request, stun, source, destination, pair, isConsent, integrity } = check;
  const { username, malformed, sent, repeats, responses } = check;
  return {
    of,
    sender,
    request,
    stun,
    source,
    destination,
    pair: pair?.id ?? null,
    isConsent,
    integrity,
    username,
    malformed,
    sent,
    repeats,
    responses,
  };
}

function wasObserved({ sessions }: Fork): boolean {
  return sessions.some(({ checks, selected }) => checks > 0 || selected !== null);
}

function forkOf(fork: Fork): ForkReplay {
  const sessions = new Map(fork.sessions.map((session) => [session, sessionOf(session)]));
  const { main } = fork;
  return {
    toTag: fork.toTag,
    active: fork.active,
    sessions: [...sessions.values()],
    main: main === null ? null : (sessions.get(main) ?? null),
  };
}

function sessionOf(session: Session): SessionReplay {
  const { descriptions, settledBy, fork } = session;
  const { sbc, teams } = descriptions;
  const { answeredBy } = fork.of;
  const isNominated =
    settledBy !== null &&
    session.mode !== 'both-lite' &&
    !isToldOnly(session) &&
    (answeredBy === null || isOrdered(session, answeredBy));
  return {
    stream: session.stream,
    media: session.media,
    descriptions,
    generation: session.generation,
    ufrag: { sbc: sbc?.ufrag ?? null, teams: teams?.ufrag ?? fork.orphan },
    lite: { sbc: sbc?.lite ?? false, teams: teams?.lite ?? false },
    controlling: session.controlling,
    state: session.state,
    evidence: session.evidence,
    pairs: session.pairs.toSorted(byPriority).map(pairOf),
    selected: session.selected,
    nominated: !isNominated
      ? null
      : answeredBy === null || settledBy.index < answeredBy.index
        ? 'before-answer'
        : 'after-answer',
    seen: [...session.seen.values()],
    mediaState: session.mediaState,
  };
}

function byPriority(a: Pair, b: Pair): number {
  const one = a.priority ?? -1n;
  const other = b.priority ?? -1n;
  return one > other ? -1 : one < other ? 1 : a.id - b.id;
}

function pairOf(pair: Pair): PairReplay {
  const {
    id,
    component,
    teams,
    teamsType,
    base,
    sbc,
    priority,
    state,
    nominated,
    evidence,
    requests,
    responses,
  } = pair;
  return {
    id,
    component,
    teams: { address: teams.address, port: teams.port },
    teamsType,
    base: base === null ? null : { address: base.address, port: base.port },
    sbc: { address: sbc.address, port: sbc.port },
    priority,
    state,
    nominated,
    evidence,
    requests,
    responses,
  };
}

function headlineOf(
  { forks, call }: CallSessions,
  verdicts: CallReplay['verdicts'],
  media: readonly MediaReplay[],
): string {
  const fork =
    forks.find(({ active }) => active) ?? forks.find(({ main }) => main?.state === 'completed') ?? forks[0];
  const session = fork?.main ?? null;
  if (fork === undefined || session === null) {
    return call === null ? 'Checks without a call' : withoutSession(call);
  }
  const own = verdicts.filter(
    (verdict) => isOfCall(verdict) && (verdict.fork === fork.index || verdict.fork === null),
  );
  if (session.state === 'completed') {
    const good = own.find(({ id }) => id === 'completed');
    const wrong = own.filter(({ severity }) => severity === 'error').length;
    const but = wrong === 0 ? '' : `; ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong all the same`;
    const lost = own.find(({ id }) => id === 'consent-lost' || id === 'consent-refused');
    if (lost !== undefined)
      return `${good?.message ?? 'ICE completed'}; later ${lost.message.replace(/^The /, 'the ')}`;
    return `${good?.message ?? 'ICE completed'}${but}`;
  }
  if (session.state === 'not-ice' && session.generation > 0) {
    const before = own.find(({ id }) => id === 'completed' || id === 'failed')?.message;
    return `${before === undefined ? 'ICE ended' : `${before}, until it ended`} with a later offer and answer without ICE: from then on media goes to c= and m=`;
  }
  if (session.state === 'not-ice')
    return 'No ICE: one of the two descriptions has none, so media goes to c= and m=';
  for (const id of causes) {
    const cause = own.find((verdict) => verdict.id === id && isCause(verdict));
    if (cause !== undefined)
      return `${session.state === 'failed' ? 'ICE failed' : 'ICE did not complete'}: ${cause.message.replace(/^The /, 'the ')}`;
  }
  const failed = own.find(({ id }) => id === 'failed');
  if (failed !== undefined) return failed.message;
  if (call === null) return strayHeadline(session, media);
  if (fork.toTag === null) return own[0]?.message ?? 'Checks without an answer';
  if (session.state === 'idle') return withoutSession(call);
  if (session.isHalfKnown) return offerMissing;
  return session.evidence === 'predicted'
    ? predictedText(session, own)
    : 'ICE was running when the trace ended';
}

const offerMissing = 'How ICE went is not known: the offer is not in the trace';

/** An answer whose offer was not captured says that there was one. */
function withoutSession(call: Call | null): string {
  const bodies = call?.bodies ?? [];
  return bodies.length > 0 && bodies.every(({ role }) => role !== 'offer')
    ? offerMissing
    : 'No ICE: no answer with a description is in the trace';
}

/** A refusal tells how it ended, though the trace may lack its cause. */
function isCause({ id, severity }: CallReplay['verdicts'][number]): boolean {
  return severity === 'error' || (id === 'check-refused' && severity === 'warning');
}

/** What STUN alone shows of a call: that it runs, or that it is set up. */
function strayHeadline({ pairs }: Session, media: readonly MediaReplay[]): string {
  const pair = pairs.find(({ nominated }) => nominated) ?? pairs.find(({ responses }) => responses > 0);
  if (pair === undefined) return 'Checks whose signalling is encrypted or not in the trace';
  const path = `${addressText(pair.teams)} ↔ ${addressText(pair.sbc)}`;
  const packets = media.reduce((sum, { kind, packets: count }) => (kind === 'rtp' ? sum + count : sum), 0);
  const flows = packets === 0 ? '' : `, ${plural(packets, 'packet')} of RTP`;
  return pair.nominated
    ? `A call whose signalling is encrypted or not in the trace: ${path} was nominated${flows}`
    : `A running call whose beginning is not in the trace: checks over ${path} are answered (${plural(pair.responses, 'answer')})${flows}`;
}

/** No STUN in the trace: what its descriptions alone decide is worth more than what they let expect. */
function predictedText({ changedAnswer }: Session, verdicts: CallReplay['verdicts']): string {
  if (changedAnswer !== null)
    return 'No STUN in this trace, but the ICE credentials change between the 183 and the 200: checks go on with those of the 183 and may fail';
  const derived = verdicts.find(
    ({ evidence, severity }) => evidence === 'derived' && (severity === 'error' || severity === 'warning'),
  );
  return derived === undefined
    ? 'How ICE went is not known: no STUN in this trace, what follows is predicted'
    : `No STUN in this trace, but ${derived.message.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase())}`;
}
