import { defineRule, teamsProfiles } from '../rule';
import type { PathFlow } from '../../path/model';
import { nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-expressroute-asymmetric',
  title: 'Media goes one way over Express Route and the other way over the Internet',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Teams with Express Route optimization"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const far = path.pair?.teams;
    const leg = nearLeg(path);
    if (far === undefined || leg === null || ![leg.from?.class, leg.to?.class].includes('expressRoute'))
      return;
    const flows = path.flows.filter(({ source, destination }) =>
      [source, destination].some(({ address, port }) => address === far.address && port === far.port),
    );
    const how =
      byInterface(flows, path.flows) ??
      byAddress(flows, far.address) ??
      (path.signalled?.hasCopies === true ? null : byVlan(flows));
    if (how === null) return;
    report({
      evidence: 'derived',
      in: shownIn(path, leg),
      message:
        `Media with ${far.address}, which network.expressRoute routes over Express Route, takes different ways: ${how}. An ` +
        'address must be reached over Express Route or the Internet in both directions, or firewalls drop one of them.',
    });
  },
});

/**
 * Each direction is seen on an interface of its own. A tap may have an interface for each direction whatever way packets
 * take: only where another conversation of the call is seen both ways on one interface, interfaces are ways.
 */
function byInterface(flows: readonly PathFlow[], all: readonly PathFlow[]): string | null {
  if (all.every(isOneWay)) return null;
  const [one, other] = oneWayPair(flows, (a, b) => a.interface !== b.interface);
  if (one === undefined || other === undefined) return null;
  return `one direction was seen on ${one.interface ?? '?'}, the other on ${other.interface ?? '?'}`;
}

/** What the SBC sends leaves from another address than what it gets comes to. */
function byAddress(flows: readonly PathFlow[], far: string): string | null {
  const near = ({ source, destination }: PathFlow): string =>
    source.address === far ? destination.address : source.address;
  const [one, other] = oneWayPair(flows, (a, b) => near(a) !== near(b));
  if (one === undefined || other === undefined) return null;
  return `one direction uses the SBC's address ${near(one)}, the other ${near(other)}`;
}

/** Two flows, each of one direction, opposite to one another. */
function oneWayPair(
  flows: readonly PathFlow[],
  differ: (one: PathFlow, other: PathFlow) => boolean,
): readonly PathFlow[] {
  for (const one of flows) {
    if (!isOneWay(one)) continue;
    const other = flows.find((each) => isOneWay(each) && differ(one, each) && isOpposite(one, each));
    if (other !== undefined) return [one, other];
  }
  return [];
}

/** Media goes one way; a few answers to checks may go the other. */
function isOneWay({ ways: [out, back] }: PathFlow): boolean {
  return Math.min(out, back) * 5 < Math.max(out, back);
}

function isOpposite(one: PathFlow, other: PathFlow): boolean {
  return senderOf(one) === receiverOf(other) || senderOf(other) === receiverOf(one);
}

function senderOf({ source, destination, ways: [out, back] }: PathFlow): string {
  return (out > back ? source : destination).address;
}

function receiverOf({ source, destination, ways: [out, back] }: PathFlow): string {
  return (out > back ? destination : source).address;
}

/** One conversation whose packets are tagged for two VLANs, none of them seen twice. */
function byVlan(flows: readonly PathFlow[]): string | null {
  const split = flows.find(({ vlans, ways: [out, back] }) => vlans.length === 2 && out > 0 && back > 0);
  return split === undefined ? null : `its packets are in two VLANs, ${split.vlans.join(' and ')}`;
}
