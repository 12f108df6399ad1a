/** The media path of a capture without a call: one at a client, whose signalling is encrypted. */
import type { Trace } from '../calls/trace';
import type { Network } from '../network/network';
import { networkClass, type NetworkClass } from '../network/network-class';
import { hostAddresses } from './client-host';
import { figuresOf } from './client-figures';
import { flowBesideTunnel, flowBetween, whereabouts } from './client-flow-number';
import { clientFlows, isFederatedEdge } from './client-flows';
import { conversationKey, packetsByConversation, type ConversationPackets } from './conversation-packets';
import type {
  Adapter,
  ClientFacts,
  ClientFlow,
  ClientLookup,
  ClientRegistration,
  ClientRelay,
  Leg,
  LyncOrder,
  MediaPath,
  PathEnd,
} from './model';
import { roleOf } from './name-roles';
import { lookupsOf } from './names';
import { lyncRanks } from './lync-order';
import { unknownPath } from './unknown-path';

/** What the path of a capture is judged by. */
export interface CaptureGround {
  readonly trace: Trace;
  readonly network: Network;
}

/** Which way media went, from the conversations of a capture. */
export function clientPath({ trace, network }: CaptureGround): MediaPath {
  const names = lookupsOf(trace.messages);
  const packets = packetsByConversation(trace.messages);
  const adapters = adaptersOf(trace, packets, network);
  const lookups = names.flatMap((lookup): readonly ClientLookup[] => {
    const purpose = roleOf(lookup.name)?.purpose;
    return purpose === undefined ? [] : [{ ...lookup, purpose }];
  });
  const { flows, own, anycast } = clientFlows({
    rows: trace.conversations.rows,
    clocks: trace.evidence.clocks,
    packets,
    host: new Map(adapters.map((adapter) => [adapter.address, placeOf(adapter, network)])),
    lookups,
    network,
  });
  const client: ClientFacts = {
    adapters,
    flows: own,
    anycast,
    relays: relaysOf(own, packets, network),
    lookups,
    registrations: registrationsOf(own, packets),
  };
  const stayed = mostTelling(own.filter((flow) => flow.stayed));
  const [main] = stayed;
  return {
    ...unknownPath(null, network),
    evidence: main === undefined ? 'unknown' : 'observed',
    legs: legsOf(stayed, client, network),
    lync: main === undefined ? null : lyncOrder(main, own),
    flows,
    names: lookups.map(({ name, cname, addresses, role }) => ({ name, cname, addresses, role })),
    client,
  };
}

function adaptersOf(
  { conversations }: Trace,
  packets: ReadonlyMap<string, ConversationPackets>,
  network: Network,
): readonly Adapter[] {
  const reflexive = new Map<string, string>();
  for (const each of packets.values())
    for (const [end, seen] of each.reflexive) {
      const [address = ''] = end.split(' ', 1);
      if (seen !== address && !reflexive.has(address)) reflexive.set(address, seen);
    }
  return hostAddresses(conversations.rows, network).map((host) => ({
    ...host,
    reflexive: reflexive.get(host.address) ?? null,
  }));
}

/** The class that an address of the client counts as: behind the customer's NAT it is inside, whatever its number. */
function placeOf({ class: own, reflexive }: Adapter, network: Network): NetworkClass {
  const isOpen = own === 'special' || own === 'unknown';
  return isOpen && reflexive !== null && networkClass(reflexive, network) === 'customerPublic'
    ? 'customer'
    : own;
}

/** TURN servers that the client asked, in order. */
function relaysOf(
  flows: readonly ClientFlow[],
  packets: ReadonlyMap<string, ConversationPackets>,
  network: Network,
): readonly ClientRelay[] {
  return flows.flatMap((flow): readonly ClientRelay[] => {
    const own = packets.get(conversationKey(flow.transport, flow.source, flow.destination));
    if (own === undefined || own.turnServer === null) return [];
    const { software, allocated, peers, first } = own;
    return [
      {
        end: flow.remote,
        transport: flow.transport,
        software,
        allocated,
        media: flow.media,
        peers: peers.map((peer): PathEnd => ({ ...peer, class: networkClass(peer.address, network) })),
        in: first,
      },
    ];
  });
}

/** Ports of SIP (RFC 3261 §19.1.2). */
const sipPorts = [5060, 5061];

function registrationsOf(
  flows: readonly ClientFlow[],
  packets: ReadonlyMap<string, ConversationPackets>,
): readonly ClientRegistration[] {
  return flows.flatMap((flow): readonly ClientRegistration[] => {
    const own = packets.get(conversationKey(flow.transport, flow.source, flow.destination));
    const { local, remote: registrar } = flow;
    if (own?.isRegistration === true) return [{ local, registrar, evidence: 'observed', in: own.first }];
    return flow.transport === 'tcp' && sipPorts.includes(registrar.port)
      ? [{ local, registrar, evidence: 'derived', in: flow.in }]
      : [];
  });
}

/** Audio before others, then where most of media went. */
function mostTelling(stayed: readonly ClientFlow[]): readonly ClientFlow[] {
  return stayed.toSorted(
    (one, other) =>
      Number(other.modality === 'audio') - Number(one.modality === 'audio') || other.media - one.media,
  );
}

/** A leg for each way that media took: those of several modalities mostly go the same one. */
function legsOf(stayed: readonly ClientFlow[], client: ClientFacts, network: Network): readonly Leg[] {
  const legs: Leg[] = [];
  for (const flow of stayed) {
    const leg = legOf(flow, client, network);
    if (!legs.some((known) => known.flow === leg.flow && known.to?.class === leg.to?.class)) legs.push(leg);
  }
  return legs;
}

function legOf(flow: ClientFlow, client: ClientFacts, network: Network): Leg {
  const { local, remote } = flow;
  const where = whereabouts(local.class);
  const numbered = flowBetween(where, remote.class);
  const underlying = where === 'tunnel' ? flowBesideTunnel(remote.class) : null;
  const relay = client.relays.find(
    ({ end, transport }) =>
      end.address === remote.address && end.port === remote.port && transport === flow.transport,
  );
  return {
    leg: flow.class === 'peer' ? 'peer' : 'client',
    ...numbered,
    why: `${numbered.why} (${endWords(local)} to ${endWords(remote)})`,
    ...(underlying === null ? {} : { underlying }),
    figures: figuresOf({
      local: where,
      remote: remote.class,
      isTurn: relay !== undefined || flow.lync === 'tcp-relay',
      isFederated: isFederatedEdge(remote.address, network),
      hasVpn: client.adapters.some((adapter) => adapter.class === 'vpn'),
      peers: relay?.peers.map((peer) => peer.class) ?? [],
      hasExpressRoute: network.expressRoute.length > 0,
    }),
    from: local,
    to: remote,
    evidence: 'observed',
    in: flow.in,
  };
}

/** Classes of addresses in words. */
const classWords: Readonly<Record<NetworkClass, string>> = {
  sbc: 'the SBC',
  vpn: 'the VPN',
  edge: 'the own Edge',
  expressRoute: 'Microsoft over Express Route',
  microsoft: 'Microsoft',
  microsoftLegacy: "an older range of Microsoft's",
  customer: 'the customer network',
  customerPublic: "the customer's NAT",
  special: 'a private network elsewhere',
  public: 'the Internet',
  unknown: 'in no network that was told',
};

function endWords({ address, class: of }: PathEnd): string {
  return `${address}: ${classWords[of]}`;
}

const whyLost = {
  answered: 'answered, not nominated',
  failed: 'failed',
  unanswered: 'no response',
} as const;

function lyncOrder({ lync, remote }: ClientFlow, flows: readonly ClientFlow[]): LyncOrder | null {
  if (lync === null) return null;
  const rank = lyncRanks[lync];
  const better = new Map<string, LyncOrder['better'][number]>();
  for (const flow of flows) {
    const own = flow.lync === null ? null : lyncRanks[flow.lync];
    if (flow.stayed || flow.lync === null || flow.checks === null || own === null || rank === null) continue;
    const { address } = flow.remote;
    if (own >= rank || address === remote.address || better.has(address)) continue;
    better.set(address, { class: flow.lync, address, why: whyLost[flow.checks] });
  }
  return { class: lync, rank, better: [...better.values()] };
}
