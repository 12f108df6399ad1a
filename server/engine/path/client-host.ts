/** Which of the ends of a capture's conversations is the client that it was captured at. */
import type { Conversation, ConversationEnd } from '../basics/conversation';
import { interfaceText } from '../basics/conversation';
import type { Network } from '../network/network';
import { networkClass, type NetworkClass } from '../network/network-class';

/** An address of the host that a capture was made at. */
export interface HostAddress {
  readonly address: string;
  readonly class: NetworkClass;
  readonly interface: string | null;
}

/** How likely an address of a class is a client's: the lower, the likelier. */
const ranks: Readonly<Record<NetworkClass, number>> = {
  vpn: 0,
  special: 0,
  customer: 0,
  unknown: 0,
  public: 1,
  customerPublic: 2,
  edge: 3,
  sbc: 3,
  expressRoute: 4,
  microsoftLegacy: 4,
  microsoft: 4,
};

/**
 * The addresses of the host: on each interface the one that most others talk with. An interface may have one of IPv4
 * and one of IPv6; where a capture names no interface, one of the VPN beside the other.
 */
export function hostAddresses(rows: readonly Conversation[], network: Network): readonly HostAddress[] {
  const byInterface = new Map<string | null, Conversation[]>();
  for (const row of rows) {
    if (isGroup(row.destination.address) || isGroup(row.source.address)) continue;
    const name = interfaceText(row.interface);
    const known = byInterface.get(name);
    if (known === undefined) byInterface.set(name, [row]);
    else known.push(row);
  }
  return [...byInterface].flatMap(([name, own]) =>
    addressesOn(own, network).map((each) => ({ ...each, interface: name })),
  );
}

type Found = Omit<HostAddress, 'interface'>;

function addressesOn(rows: readonly Conversation[], network: Network): readonly Found[] {
  const found: Found[] = [];
  let left = rows;
  for (;;) {
    const next = busiest(left, network);
    if (next === null || !mayBeside(next, found)) return found;
    found.push(next);
    left = left.filter(
      ({ source, destination }) => source.address !== next.address && destination.address !== next.address,
    );
  }
}

/** Whether an address may belong to a host that has others on the same interface. */
function mayBeside(next: Found, found: readonly Found[]): boolean {
  const [first] = found;
  if (first === undefined) return true;
  if (ranks[next.class] > 1 || found.length > 3) return false;
  return found.every(
    (each) =>
      isIpv6(each.address) !== isIpv6(next.address) || (each.class === 'vpn') !== (next.class === 'vpn'),
  );
}

interface Score extends Found {
  readonly peers: Set<string>;
  rows: number;
  /** How often its port was one of a server. */
  served: number;
  opened: number;
}

function busiest(rows: readonly Conversation[], network: Network): Found | null {
  const scores = new Map<string, Score>();
  const count = (end: ConversationEnd, peer: ConversationEnd, opened: boolean): void => {
    let score = scores.get(end.address);
    if (score === undefined) {
      const { address } = end;
      const of = networkClass(address, network);
      score = { address, class: of, peers: new Set(), rows: 0, served: 0, opened: 0 };
      scores.set(address, score);
    }
    score.peers.add(peer.address);
    score.rows++;
    if (end.port < 1024 || network.mediaPorts.includes(end.port)) score.served++;
    if (opened) score.opened++;
  };
  for (const { source, destination } of rows) {
    count(source, destination, true);
    count(destination, source, false);
  }
  let best: Score | null = null;
  for (const score of scores.values()) if (best === null || compare(score, best) < 0) best = score;
  return best === null ? null : { address: best.address, class: best.class };
}

/** Negative where the first one is the likelier host. */
function compare(one: Score, other: Score): number {
  return (
    Number(ranks[one.class] > 1) - Number(ranks[other.class] > 1) ||
    other.peers.size - one.peers.size ||
    ranks[one.class] - ranks[other.class] ||
    one.served - other.served ||
    other.rows - one.rows ||
    other.opened - one.opened
  );
}

function isIpv6(address: string): boolean {
  return address.includes(':');
}

/** Multicast and broadcast are nobody's address. */
function isGroup(address: string): boolean {
  if (isIpv6(address)) return address.toLowerCase().startsWith('ff');
  const first = Number(address.split('.', 1)[0]);
  return first >= 224;
}
