/** The media path of a call: its pair, the flows that it takes, and what else signalling and packets tell of it. */
import type { Address, End } from '../../../shared/ice';
import type { Call } from '../calls/call';
import { isSamePlace } from '../ice/address';
import type { CallReplay, CheckReplay, MediaReplay } from '../ice/model';
import { isPrivate, sameAddress } from '../network/address-classes';
import type { Network } from '../network/network';
import type { Bridges } from './bridges';
import { callFlows } from './call-flows';
import { candidatesIn } from './candidates';
import { classify, type Classification } from './classify';
import type { FarEnd } from './figures';
import type { ConversationIndex } from './flows';
import { lyncOrder } from './lync-order';
import type { MediaPath, PathCandidate, PathPair, Signalled } from './model';
import { forkOf, pairsOf, type ChosenPair } from './pair';
import type { SbcNames } from './sbc-names';
import {
  cloudOf,
  foreignNames,
  isForwarded,
  isTeamsCall,
  ownNamesOf,
  signallingEnds,
  userLocationOf,
} from './signalled';

/** What the path of a call is judged by. */
export interface CallGround {
  readonly replay: CallReplay;
  readonly network: Network;
  readonly conversations: ConversationIndex;
  readonly bridges: Bridges;
  readonly names: SbcNames;
}

/** Which way the media of a call went; its pair is what the replay saw, else what it foretells. */
export function callPath(ground: CallGround): MediaPath {
  const { replay, network, conversations } = ground;
  const { call } = replay;
  if (call === null || !isTeamsCall(call)) return otherPath(ground);
  const pairs = pairsOf(replay, network).map((pair) => behindMap(pair, network));
  const classified = pairs.map((pair) => ({ pair, ...classifiedPair(pair, call, replay, network) }));
  const last = classified.at(-1) ?? null;
  const chosen = last?.pair ?? null;
  const candidates = last?.candidates ?? candidatesIn(replay, null, network);
  const flows = callFlows(replay, chosen, last, conversations, network);
  return {
    call,
    evidence: chosen?.evidence ?? 'unknown',
    pair: chosen?.pair ?? null,
    legs: last?.legs ?? [],
    lync:
      chosen === null || chosen.session.state === 'not-ice'
        ? null
        : lyncOf(chosen.pair, candidates, last?.far ?? null),
    signalled: {
      ...signalledOf(ground, call),
      candidates,
      earlier: classified.slice(0, -1).flatMap(({ legs }) => legs),
      // Who is who among SBCs matters only where two of them meet.
      foreign: last?.far === 'foreign-sbc' ? foreignNames(call, ownNamesOf(call)) : [],
      maybeVpn: last?.client?.maybeVpn === true ? last.client.why : null,
    },
    flows,
    names: [],
    client: null,
    missingSettings: (last?.missing ?? []).map((name) => `network.${name}`),
  };
}

/** A call in which nobody is Microsoft: none of the document's flows. */
function otherPath({ replay, network, conversations }: CallGround): MediaPath {
  return {
    call: replay.call,
    evidence: 'unknown',
    pair: null,
    legs: [],
    lync: null,
    signalled: null,
    flows: callFlows(replay, null, null, conversations, network),
    names: [],
    client: null,
    missingSettings: [],
  };
}

function classifiedPair(
  chosen: ChosenPair,
  call: Call,
  replay: CallReplay,
  network: Network,
): Classification & { readonly candidates: readonly PathCandidate[] } {
  const { pair, session, evidence } = chosen;
  const candidates = candidatesIn(replay, chosen, network);
  const classification = classify(
    {
      pair,
      evidence,
      in: chosen.in,
      candidates: candidates.filter(({ isOwn }) => isOwn),
      bothLite: session.lite.sbc && session.lite.teams,
      first: firstSender(replay, pair),
      forwarded: isForwarded(call),
    },
    network,
  );
  return { ...classification, candidates };
}

/** Who sent the first packet between the ends of a pair; null where the trace has none. */
function firstSender({ checks, media }: CallReplay, { teams }: PathPair): End | null {
  const isPair = ({ sender, source, destination }: CheckReplay | MediaReplay): boolean =>
    isSamePlace(sender === 'teams' ? source : destination, teams);
  const [check, stream] = [checks.find(isPair), media.find(isPair)];
  if (check === undefined || stream === undefined) return (check ?? stream)?.sender ?? null;
  return (check.request.index < stream.message.index ? check : stream).sender;
}

/**
 * The SBC's end as it describes itself, where packets show another one: the settings' NAT maps one to the other, or a
 * private address shows that a NAT does.
 */
function behindMap(chosen: ChosenPair, { natMap }: Network): ChosenPair {
  const { pair, session } = chosen;
  const described = session.descriptions.sbc?.candidates ?? [];
  const [first] = described;
  if (first === undefined || isDescribed(described, pair.sbc.address)) return chosen;
  const mapped = natMap.get(pair.sbc.address);
  const isMapped = mapped !== undefined && isDescribed(described, mapped);
  const address = isMapped ? mapped : isPrivate(pair.sbc.address) ? first.address : pair.sbc.address;
  return { ...chosen, pair: { ...pair, sbc: { ...pair.sbc, address } } };
}

function isDescribed(candidates: readonly Address[], address: string): boolean {
  return candidates.some((candidate) => sameAddress(candidate.address, address));
}

/** By UDP unless the only candidate of that address is one of TCP; a relay's other port is its, too. */
function lyncOf(pair: PathPair, candidates: readonly PathCandidate[], far: FarEnd | null): MediaPath['lync'] {
  const own = candidates.filter(({ isOwn, address }) => isOwn && sameAddress(address, pair.teams.address));
  const isTcp = own.length > 0 && own.every(({ transport }) => transport === 'tcp');
  const told = isTcp ? (own[0]?.type ?? pair.teamsType) : pair.teamsType;
  const teamsType = far === 'relay' && told !== 'host' ? 'relay' : told;
  return lyncOrder({ ...pair, teamsType }, isTcp ? 'tcp' : 'udp', candidates);
}

function signalledOf(
  { replay, network, bridges, names }: CallGround,
  call: Call,
): Omit<Signalled, 'candidates' | 'earlier' | 'foreign' | 'maybeVpn'> {
  const { sbc, peer } = signallingEnds(call, network);
  const described = forkOf(replay)?.main?.descriptions.sbc ?? null;
  return {
    peer,
    sbc,
    cloud: cloudOf(call, peer, network),
    sbcName: names.of(call),
    behindNat: natOf(replay),
    userLocation: userLocationOf(call),
    sbcMedia: described?.candidates[0] ?? described?.defaultAddress ?? null,
    bridges: bridges.of(replay),
    hasCopies: replay.capture.some(({ id }) => id === 'capture-duplicates'),
    in: call.messages[0]?.message ?? null,
  };
}

/** The SBC's media address in packets against those that it describes. */
function natOf({ checks, media, forks }: CallReplay): Signalled['behindNat'] {
  const described = forks.flatMap(({ sessions }) =>
    sessions.flatMap(({ descriptions }) => descriptions.sbc?.candidates ?? []),
  );
  const [first] = described;
  if (first === undefined) return null;
  for (const { sender, source, destination } of [...checks, ...media]) {
    const seen = sender === 'sbc' ? source : destination;
    if (!isDescribed(described, seen.address)) return { seen: seen.address, described: first.address };
  }
  return null;
}
