/** The conversations of a client: what each was for, which were tried together, and where media stayed. */
import { mostOf } from '../../../shared/extremes';
import type { Modality } from '../../../shared/network';
import { type CaptureClocks, withoutClockErrors } from '../basics/capture-clocks';
import {
  packetsOf,
  type Conversation,
  type ConversationEnd,
  type ConversationMoment,
} from '../basics/conversation';
import type { Network } from '../network/network';
import { isMicrosofts, networkClass, type NetworkClass } from '../network/network-class';
import { addressClass } from '../network/address-classes';
import { isListed } from '../network/prefix';
import { anycastAddresses } from './anycast';
import { flowBetween, whereabouts, type Whereabouts } from './client-flow-number';
import { conversationKey, type ConversationPackets } from './conversation-packets';
import { endKey, pathFlow, unknownPart, type FlowPart } from './flows';
import type { AnycastAddress, ClientFlow, ClientLookup, LyncClass, PathEnd, PathFlow } from './model';
import { roleOf, type NamePurpose } from './name-roles';

/** A conversation of the client before it is known what became of it. */
interface Talk {
  readonly row: Conversation;
  readonly packets: ConversationPackets | null;
  readonly local: PathEnd;
  readonly remote: PathEnd;
  /** Microseconds without what the clock of the capture does. */
  readonly begins: number;
  readonly ends: number;
  readonly media: number;
  /** ICE checks, allocations. */
  readonly isIce: boolean;
  /** What a server is for whose name was looked up, or asked for in TLS. */
  readonly purpose: NamePurpose | null;
}

/** What the conversations of a client are judged by. */
export interface FlowGround {
  readonly rows: readonly Conversation[];
  readonly clocks: CaptureClocks;
  readonly packets: ReadonlyMap<string, ConversationPackets>;
  /** Addresses of the client, with the class that each counts as. */
  readonly host: ReadonlyMap<string, NetworkClass>;
  readonly lookups: readonly ClientLookup[];
  readonly network: Network;
}

export interface ClientFlows {
  /** All conversations as any path tells them, others' as well. */
  readonly flows: readonly PathFlow[];
  /** The client's, with what only a capture there shows. */
  readonly own: readonly ClientFlow[];
  readonly anycast: readonly AnycastAddress[];
}

/** The flows of a client, in order of their first packets. */
export function clientFlows(ground: FlowGround): ClientFlows {
  const talks = talksOf(ground);
  const anycast = anycastAddresses(
    talks.map((talk) => ({
      address: talk.remote.address,
      class: talk.remote.class,
      isRelayPort: talk.row.transport === 'udp' && ground.network.mediaPorts.includes(talk.remote.port),
      packets: packetsIn(talk.row),
      media: talk.media,
      asked: talk.isIce,
      redirects: talk.packets?.redirects ?? false,
      allocated: talk.packets?.allocated ?? false,
      in: talk.packets?.first ?? null,
    })),
    ground.lookups,
    ground.network,
  );
  const isAnycast = new Set(anycast.map(({ address }) => address));
  const stayed = stayedAmong(talks);
  const tried = triedTogether(talks);
  const isCaller = roleIn(talks);
  const plain = new Map<Conversation, PathFlow>();
  const own = talks.map((talk): ClientFlow => {
    const { row, packets, local, remote } = talk;
    const kind = isAnycast.has(remote.address) ? 'anycast' : classOf(talk, ground.network);
    const part: FlowPart = {
      class: kind,
      flow: numberOf(talk, kind),
      step: stepOf(talk, kind, isCaller),
      stayed: stayed.has(talk),
      tried: tried.has(talk),
      modality: talk.media > 0 || talk.isIce ? modalityOf(talk, ground.network) : null,
    };
    const flow = pathFlow(row, part, isSecure(talk));
    plain.set(row, flow);
    return {
      ...flow,
      local,
      remote,
      media: talk.media,
      checks: checksOf(talk),
      lync: kind === 'anycast' || !(talk.isIce || talk.media > 0) ? null : lyncOf(talk, ground.network),
      in: packets?.first ?? null,
    };
  });
  const flows = ground.rows.map((row) => plain.get(row) ?? pathFlow(row, unknownPart, false));
  return { flows, own, anycast };
}

function talksOf({ rows, clocks, packets, host, lookups, network }: FlowGround): readonly Talk[] {
  const purposes = purposesByAddress(lookups);
  return rows.flatMap((row): readonly Talk[] => {
    const isSourceLocal = host.has(row.source.address);
    if (!isSourceLocal && !host.has(row.destination.address)) return [];
    const [near, far] = isSourceLocal ? [row.source, row.destination] : [row.destination, row.source];
    const own = packets.get(conversationKey(row.transport, near, far)) ?? null;
    const purpose = purposes.get(far.address) ?? purposeOfName(own?.serverName ?? null);
    const isIce = packetsOf(row.protocols, 'stun') + packetsOf(row.protocols, 'turn') > 0;
    return [
      {
        row,
        packets: own,
        local: { ...near, class: host.get(near.address) ?? 'unknown' },
        remote: { ...far, class: remoteClass(row, far, network) },
        begins: timeOf(row.first, clocks, row.source.address),
        ends: timeOf(row.last, clocks),
        media: mediaIn(row, isIce),
        isIce,
        purpose,
      },
    ];
  });
}

/** Microsoft's older ranges are current for signalling. */
function remoteClass(
  { transport, protocols }: Conversation,
  far: ConversationEnd,
  network: Network,
): NetworkClass {
  const isSignalling = transport === 'tcp' && packetsOf(protocols, 'turn') === 0;
  return networkClass(far.address, network, isSignalling ? 'signalling' : 'media');
}

function purposesByAddress(lookups: readonly ClientLookup[]): ReadonlyMap<string, NamePurpose> {
  return new Map(
    lookups.flatMap(({ addresses, purpose }) => addresses.map((address) => [address, purpose] as const)),
  );
}

function purposeOfName(name: string | null): NamePurpose | null {
  return name === null ? null : (roleOf(name)?.purpose ?? null);
}

/** Packets with media: RTP, plain or through a relay, and what stands behind checks in a form that nobody knows. */
function mediaIn({ protocols, relayed }: Conversation, isIce: boolean): number {
  const unknown = isIce ? packetsOf(protocols, 'other') + packetsOf(relayed, 'other') : 0;
  return packetsOf(protocols, 'rtp') + packetsOf(relayed, 'rtp') + unknown;
}

function packetsIn({ out, in: back }: Conversation): number {
  return out.packets + back.packets;
}

function timeOf({ time, frame }: ConversationMoment, clocks: CaptureClocks, sender?: string): number {
  return withoutClockErrors(clocks, time?.micros ?? 0, frame, sender);
}

/** Fewer packets are those with which a path is tried. */
const fewestMedia = 10;
/** Of the largest: what is less and short was left for another path. */
const smallestShare = 0.2;
/** A stream that goes on as long has stayed, however few packets it has: sharing of a screen that stands still. */
const longEnough = { packets: 50, micros: 5_000_000 };

/** Where media stayed: of each port of the client, the conversation with the most media. */
function stayedAmong(talks: readonly Talk[]): ReadonlySet<Talk> {
  const best = new Map<string, Talk>();
  for (const talk of talks) {
    if (talk.media < fewestMedia) continue;
    const socket = `${talk.row.transport} ${talk.local.port}`;
    if (talk.media > (best.get(socket)?.media ?? 0)) best.set(socket, talk);
  }
  const most = Math.max(0, mostOf(Array.from(best.values(), ({ media }) => media)));
  return new Set(
    [...best.values()].filter(
      (talk) =>
        talk.media >= most * smallestShare ||
        (talk.media >= longEnough.packets && talk.ends - talk.begins >= longEnough.micros),
    ),
  );
}

/** Microseconds: what begins no later behind another one belongs to one round of checks. */
const oneRound = 10_000_000;

/** Conversations with checks or allocations that began while such to other addresses did. */
function triedTogether(talks: readonly Talk[]): ReadonlySet<Talk> {
  const asked = talks.filter(({ isIce }) => isIce).toSorted((a, b) => a.begins - b.begins);
  const rounds: Talk[][] = [];
  for (const talk of asked) {
    const last = rounds.at(-1)?.at(-1);
    if (last !== undefined && talk.begins - last.begins <= oneRound) rounds.at(-1)?.push(talk);
    else rounds.push([talk]);
  }
  return new Set(
    rounds.filter((round) => new Set(round.map(({ remote }) => remote.address)).size > 1).flat(),
  );
}

/** Whether the client offered: it has the controlling role then (RFC 8445 §6.1.1). True where nothing tells. */
function roleIn(talks: readonly Talk[]): boolean {
  for (const { packets, local } of talks) {
    const controlling = packets?.asked.get(endKey(local))?.controlling ?? null;
    if (controlling !== null) return controlling;
  }
  return true;
}

/** Media of Microsoft's are SRTP, which the packets alone do not tell ("Securing Teams media traffic"). */
function isSecure({ row, remote, packets }: Talk): boolean {
  return packetsOf(row.protocols, 'dtls') > 0 || packets?.isDtls === true || isMicrosofts(remote.class);
}

function classOf({ row, remote, isIce, media, packets }: Talk, network: Network): PathFlow['class'] {
  if (packetsOf(row.protocols, 'dns') > 0 || remote.port === 53) return 'dns';
  if (remote.class === 'sbc') return 'sbc';
  if ((packets?.turnServer ?? null) !== null || packetsOf(row.protocols, 'turn') > 0) return 'relay';
  const isMedia = isIce || media > 0;
  if (isMedia && (remote.class === 'edge' || isFederatedEdge(remote.address, network))) return 'relay';
  if (isMicrosofts(remote.class))
    return isMedia || (row.transport === 'udp' && network.mediaPorts.includes(remote.port))
      ? 'teams-media'
      : 'unknown';
  return isMedia ? 'peer' : 'unknown';
}

/** Whether an address is the media relay of a federated tenant. */
export function isFederatedEdge(address: string, network: Network): boolean {
  return isListed(address, network.federatedEdges);
}

/** The number of a flow; what is neither media nor for Teams has none. */
function numberOf(talk: Talk, kind: PathFlow['class']): PathFlow['flow'] {
  const { local, remote, purpose } = talk;
  const where = whereabouts(local.class);
  if (kind === 'dns') return dnsFlow(where);
  const isService = purpose !== null && purpose !== 'lync' && purpose !== 'exchange';
  // What is known as anycast is a relay of Microsoft's, although older ones are in no range of media.
  if (isService || kind === 'anycast')
    return flowBetween(where, isMicrosofts(remote.class) ? remote.class : 'microsoft').flow;
  return kind === 'unknown' && !isMicrosofts(remote.class) ? null : flowBetween(where, remote.class).flow;
}

/** DNS is flow 2, the customer's own servers, too (figure 1: to the Internet). */
function dnsFlow(where: Whereabouts): PathFlow['flow'] {
  if (where === null) return null;
  return where === 'tunnel' ? "2'" : '2';
}

/** Steps of a one-to-one call ("High-level steps"): those of the caller, or of the called party. */
function stepOf(talk: Talk, kind: PathFlow['class'], isCaller: boolean): PathFlow['step'] {
  switch (kind) {
    case 'dns':
      return 1;
    case 'anycast':
      return isCaller ? 2 : 5;
    case 'relay':
      if (talk.media > 0) return 7;
      return isCaller ? 2 : 5;
    case 'teams-media':
    case 'peer':
    case 'sbc':
      return talk.isIce || talk.media > 0 ? 7 : null;
    case 'unknown':
      if (talk.purpose === 'telemetry') return 8;
      if (talk.purpose === 'signalling') return isCaller ? 3 : 6;
      return null;
  }
}

/** By what tells it for certain, else by the port: an administrator sets the ranges. */
function modalityOf({ local, packets }: Talk, { clientPorts }: Network): Modality | null {
  const told = packets?.modality ?? null;
  if (told !== null) return told;
  const { port } = local;
  const ofPort = (['audio', 'video', 'sharing'] as const).find((each) => {
    const [first, last] = clientPorts[each];
    return port >= first && port <= last;
  });
  return ofPort ?? null;
}

function checksOf({ packets, local }: Talk): ClientFlow['checks'] {
  const asked = packets?.asked.get(endKey(local));
  if (asked === undefined || asked.requests === 0) return null;
  if (asked.answered) return 'answered';
  return asked.failed ? 'failed' : 'unanswered';
}

/** Where a conversation stands in the order of Lync. */
function lyncOf({ row, local, remote, packets }: Talk, network: Network): LyncClass {
  const isTurn = (packets?.turnServer ?? null) !== null || packetsOf(row.protocols, 'turn') > 0;
  if (row.transport === 'tcp') return isTurn || isMicrosofts(remote.class) ? 'tcp-relay' : 'tcp-direct';
  if (isTurn || remote.class === 'edge' || isFederatedEdge(remote.address, network)) return 'udp-relay';
  const isPublic = remote.class === 'public' || remote.class === 'customerPublic';
  const isOutside = isPublic || (remote.class === 'sbc' && whereabouts(local.class) === 'outside');
  // Through a NAT the other end sees an address that is not the client's own.
  return isOutside && addressClass(local.address) !== 'public' ? 'udp-nat' : 'udp-direct';
}
