/**
 * The pair that a call's media went over: nominated, told by a re-INVITE, shown by media, or the one that conforming
 * ends would choose. Where the path changed during the call it is the one at its end; those before it are told, too.
 */
import { mostOf } from '../../../shared/extremes';
import type { Evidence } from '../../../shared/evidence';
import type { Address, PairType } from '../../../shared/ice';
import { isSamePlace } from '../ice/address';
import type { IceCandidate } from '../ice/description';
import type { CallReplay, ForkReplay, MediaReplay, SessionReplay } from '../ice/model';
import type { Network } from '../network/network';
import { networkClass } from '../network/network-class';
import { USE_CANDIDATE } from '../stun/attributes';
import { hasStunAttribute } from '../stun/message';
import type { TraceMessage } from '../traces/message';
import type { PathPair } from './model';

/** A pair with what it rests on. */
export interface ChosenPair {
  readonly fork: ForkReplay;
  readonly session: SessionReplay;
  readonly pair: PathPair;
  readonly evidence: Evidence;
  /** What shows it; null where the trace has no message for it. */
  readonly in: TraceMessage | null;
}

/** The pairs that media of a call went over, one after another: the last one is its path. Empty where none is known. */
export function pairsOf(replay: CallReplay, network: Network): readonly ChosenPair[] {
  const fork = forkOf(replay);
  if (fork === null) return [];
  const stream = fork.main?.stream;
  const sessions = fork.sessions.filter((session) => session.stream === stream);
  const known = sessions.flatMap((session) => seenPair(replay, fork, session) ?? []);
  if (known.length > 0) return withoutRepetition(known);
  const last = fork.main;
  const foretold = last === null ? null : foretoldPair(replay, fork, last, network);
  return foretold === null ? [] : [foretold];
}

/** The endpoint that counts: the one that answered, else one that ICE came through with, else the first. */
export function forkOf({ forks }: CallReplay): ForkReplay | null {
  return (
    forks.find(({ active, main }) => active && main !== null) ??
    forks.find(({ main }) => main?.state === 'completed') ??
    forks.find(({ main }) => main !== null) ??
    null
  );
}

/** A path that a restart or re-INVITE only confirms is one path. */
function withoutRepetition(pairs: readonly ChosenPair[]): readonly ChosenPair[] {
  return pairs.filter(({ pair }, place) => {
    const next = pairs[place + 1];
    return next === undefined || !isSamePlace(pair.teams, next.pair.teams);
  });
}

function seenPair(replay: CallReplay, fork: ForkReplay, session: SessionReplay): ChosenPair | null {
  const { selected } = session;
  const media = mediaOf(replay, fork, session);
  if (selected !== null) {
    const { teams, teamsType, sbc } = selected;
    const nominating = nominationOf(replay, fork, session, teams);
    const stream = media.find(({ source, destination }) =>
      [source, destination].some((end) => isSamePlace(end, teams)),
    );
    const wasSeen = nominating !== null || stream !== undefined || session.nominated !== null;
    return {
      fork,
      session,
      pair: pairWith(session, teams, teamsType, sbc),
      evidence: wasSeen ? (selected.evidence === 'predicted' ? 'predicted' : 'observed') : 'derived',
      in: nominating ?? stream?.message ?? describedBy(replay, session),
    };
  }
  const stream = media.findLast(({ sender }) => sender === 'teams') ?? media.at(-1);
  if (stream !== undefined) {
    const [teams, sbc] =
      stream.sender === 'teams' ? [stream.source, stream.destination] : [stream.destination, stream.source];
    const pair = pairWith(session, teams, 'unknown', sbc);
    return { fork, session, pair, evidence: 'observed', in: stream.message };
  }
  return session.state === 'not-ice' ? describedPair(replay, fork, session) : null;
}

/** Without ICE media goes where the descriptions say. */
function describedPair(replay: CallReplay, fork: ForkReplay, session: SessionReplay): ChosenPair | null {
  const teams = session.descriptions.teams?.defaultAddress ?? null;
  const sbc = session.descriptions.sbc?.defaultAddress ?? null;
  if (teams === null || sbc === null || !fork.active) return null;
  const pair = pairWith(session, teams, 'unknown', sbc);
  return { fork, session, pair, evidence: 'derived', in: describedBy(replay, session) };
}

function mediaOf(replay: CallReplay, fork: ForkReplay, session: SessionReplay): readonly MediaReplay[] {
  return replay.media.filter(
    ({ kind, of }) =>
      kind === 'rtp' && replay.forks[of.fork] === fork && fork.sessions[of.session] === session,
  );
}

/** The last check from an address of Teams' that nominates, or any where none does. */
function nominationOf(
  replay: CallReplay,
  fork: ForkReplay,
  session: SessionReplay,
  teams: Address,
): TraceMessage | null {
  const checks = replay.checks.filter(
    ({ of, source, destination, isConsent }) =>
      !isConsent &&
      replay.forks[of.fork] === fork &&
      fork.sessions[of.session] === session &&
      [source, destination].some((end) => isSamePlace(end, teams)),
  );
  const nominating = checks.findLast(({ stun }) => hasStunAttribute(stun, USE_CANDIDATE));
  return (nominating ?? checks.at(-1))?.request ?? null;
}

/** The message of the later of a session's descriptions: with it the pair is known. */
function describedBy({ call }: CallReplay, { descriptions }: SessionReplay): TraceMessage | null {
  const places = [descriptions.sbc, descriptions.teams].flatMap((each) =>
    each === null ? [] : [each.body.place],
  );
  return call?.messages[mostOf(places)]?.message ?? null;
}

/** What conforming ends would choose, in a call that came about and of which the trace holds signalling only. */
function foretoldPair(
  replay: CallReplay,
  fork: ForkReplay,
  session: SessionReplay,
  network: Network,
): ChosenPair | null {
  const outcome = replay.call?.outcome;
  const best = session.pairs[0];
  if (session.evidence !== 'predicted' || best === undefined) return null;
  if (outcome !== 'answered' && outcome !== 'partial') return null;
  const teams = session.descriptions.teams?.candidates ?? [];
  const seenAs = throughNat(best.base ?? best.teams, teams, network);
  const [address, type] = seenAs === null ? [best.teams, best.teamsType] : [seenAs, seenAs.type];
  return {
    fork,
    session,
    pair: pairWith(session, { address: address.address, port: address.port }, type, best.sbc),
    evidence: 'predicted',
    in: describedBy(replay, session),
  };
}

/** The reflexive candidate as which the SBC sees a host that is in no network of the user's. */
function throughNat(
  host: Address,
  candidates: readonly IceCandidate[],
  network: Network,
): IceCandidate | null {
  if (networkClass(host.address, network) !== 'special') return null;
  return (
    candidates.find(
      ({ type, related }) => type === 'srflx' && related !== null && isSamePlace(related, host),
    ) ?? null
  );
}

function pairWith(session: SessionReplay, teams: Address, type: PairType, sbc: Address): PathPair {
  const candidates = session.descriptions.teams?.candidates ?? [];
  const known = candidates.find((each) => isSamePlace(each, teams));
  const learnt = session.pairs.find((pair) => isSamePlace(pair.teams, teams));
  const teamsType = known?.type ?? (type === 'unknown' ? (learnt?.teamsType ?? type) : type);
  return {
    teams: { address: teams.address, port: teams.port },
    teamsType,
    base: known?.related ?? learnt?.base ?? null,
    sbc: { address: sbc.address, port: sbc.port },
  };
}
