/** The conversations of a call as the SBC's capture shows them. */
import type { Conversation } from '../basics/conversation';
import type { Address } from '../../../shared/ice';
import type { Call } from '../calls/call';
import type { CallReplay } from '../ice/model';
import type { Network } from '../network/network';
import { isMicrosofts, networkClass, type NetworkClass } from '../network/network-class';
import { isSecureProfile } from '../sdp/query';
import type { Classification } from './classify';
import type { FarEnd } from './figures';
import {
  type ConversationIndex,
  endKey,
  endsOf,
  mediaFlow,
  pathFlow,
  signallingFlow,
  unknownPart,
  type FlowPart,
} from './flows';
import type { ChosenPair } from './pair';
import type { PathFlow } from './model';

const classes: Readonly<Record<FarEnd, PathFlow['class']>> = {
  relay: 'relay',
  server: 'teams-media',
  client: 'peer',
  'own-sbc': 'sbc',
  'foreign-sbc': 'sbc',
  'own-edge': 'relay',
  'federated-edge': 'relay',
  'foreign-relay': 'relay',
};

/** Flows of a call: signalling first, then media, each in order of first packets. */
export function callFlows(
  replay: CallReplay,
  chosen: ChosenPair | null,
  classification: Classification | null,
  index: ConversationIndex,
  network: Network,
): readonly PathFlow[] {
  const { call } = replay;
  const signalling = call === null ? [] : signallingFlows([call], index, network);
  const ends = mediaEnds(replay);
  const numbers = new Set([...ends.sbc.values(), ...ends.teams.values()].flatMap((end) => index.take(end)));
  const isIce = chosen !== null && chosen.session.state !== 'not-ice';
  const secure = isSecure(chosen);
  const media = [...numbers].map((number) => {
    const row = index.row(number);
    const bySbc = ends.sbc.has(endKey(row.source)) || ends.teams.has(endKey(row.destination));
    const far = bySbc ? row.destination : row.source;
    const isPath = chosen !== null && endKey(far) === endKey(chosen.pair.teams);
    const leg = isPath ? classification?.legs[0] : undefined;
    const of = networkClass(far.address, network);
    return pathFlow(
      row,
      {
        ...unknownPart,
        class:
          isPath && classification !== null ? classes[classification.far] : classOf(far, of, ends.relays),
        flow: leg === undefined || isMicrosoftsFlow(leg.flow) ? mediaFlow(of, bySbc) : leg.flow,
        stayed: isPath,
        tried: isIce && row.protocols.some(({ protocol }) => protocol === 'stun'),
        modality: 'audio',
      },
      secure,
    );
  });
  return [...signalling, ...media];
}

/** Whose direction is that of the first packet of the conversation itself. */
function isMicrosoftsFlow(flow: string | null): boolean {
  return flow !== null && /^[14]'?$/.test(flow);
}

function classOf(far: Address, of: NetworkClass, relays: ReadonlySet<string>): PathFlow['class'] {
  if (relays.has(endKey(far))) return 'relay';
  if (isMicrosofts(of)) return 'teams-media';
  return of === 'sbc' ? 'sbc' : 'peer';
}

/** The conversations of SIP of some calls. */
export function signallingFlows(
  calls: readonly Call[],
  index: ConversationIndex,
  network: Network,
): readonly PathFlow[] {
  const sbcEnds = new Set<string>();
  const numbers = new Set<number>();
  const seen = new Set<string>();
  for (const { message, side } of calls.flatMap(({ messages }) => messages)) {
    const ends = endsOf(message);
    if (ends === null) continue;
    const [from, to] = ends;
    if (side !== 'unknown') sbcEnds.add(endKey(side === 'sbc' ? from : to));
    const pair = `${endKey(from)} ${endKey(to)}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    for (const number of index.takeBetween(from, to)) numbers.add(number);
  }
  return [...numbers].map((number) => {
    const row = index.row(number);
    const bySbc = sbcEnds.has(endKey(row.source));
    const far = networkClass((bySbc ? row.destination : row.source).address, network, 'signalling');
    const flow = sbcEnds.size === 0 ? null : signallingFlow(far, bySbc);
    return pathFlow(row, { ...unknownPart, flow }, false);
  });
}

/** What belongs to no call. */
export function restFlows(index: ConversationIndex): readonly PathFlow[] {
  return index.rest().map((row) => pathFlow(row, restPart(row), false));
}

function restPart({ protocols }: Conversation): FlowPart {
  return protocols.some(({ protocol }) => protocol === 'dns')
    ? { ...unknownPart, class: 'dns' }
    : unknownPart;
}

interface MediaEnds {
  readonly sbc: ReadonlyMap<string, Address>;
  readonly teams: ReadonlyMap<string, Address>;
  readonly relays: ReadonlySet<string>;
}

/** What descriptions and packets name as ends of a call's media. */
function mediaEnds({ forks, media, checks }: CallReplay): MediaEnds {
  const sbc = new Map<string, Address>();
  const teams = new Map<string, Address>();
  const relays = new Set<string>();
  const add = (ends: Map<string, Address>, end: Address | null): void => {
    if (end !== null && end.port > 0) ends.set(endKey(end), end);
  };
  for (const { descriptions } of forks.flatMap(({ sessions }) => sessions)) {
    for (const [end, ends] of [
      ['sbc', sbc],
      ['teams', teams],
    ] as const) {
      const description = descriptions[end];
      if (description === null) continue;
      for (const candidate of description.candidates) {
        add(ends, candidate);
        if (candidate.type === 'relay') relays.add(endKey(candidate));
      }
      const { defaultAddress, mux } = description;
      add(ends, defaultAddress);
      if (!mux && defaultAddress !== null) add(ends, { ...defaultAddress, port: defaultAddress.port + 1 });
    }
  }
  for (const { sender, source, destination } of [...media, ...checks]) {
    add(sbc, sender === 'sbc' ? source : destination);
    add(teams, sender === 'sbc' ? destination : source);
  }
  return { sbc, teams, relays };
}

function isSecure(chosen: ChosenPair | null): boolean {
  const { sbc, teams } = chosen?.session.descriptions ?? { sbc: null, teams: null };
  return [sbc, teams].some((description) => {
    const media = description?.body.sdp.media[description.stream];
    return media !== undefined && isSecureProfile(media);
  });
}
