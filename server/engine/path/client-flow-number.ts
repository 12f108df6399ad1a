/** Flows of "Microsoft Teams call flows" by the classes of their two ends, as a client sees them. */
import type { NetworkClass } from '../network/network-class';
import type { Flow } from './model';

/** Where an end is: inside the customer's network, in the tunnel, outside of both; null where that is not known. */
export type Whereabouts = 'inside' | 'tunnel' | 'outside' | null;

/** Where a client is, by the class of its address. */
export function whereabouts(of: NetworkClass): Whereabouts {
  switch (of) {
    case 'vpn':
      return 'tunnel';
    case 'customer':
    case 'customerPublic':
    case 'sbc':
    case 'edge':
      return 'inside';
    case 'special':
    case 'public':
      return 'outside';
    case 'microsoft':
    case 'microsoftLegacy':
    case 'expressRoute':
    case 'unknown':
      return null;
  }
}

/** A flow, others that would fit as well, and why: a sentence without a full stop. */
export interface NumberedFlow {
  readonly flow: Flow | null;
  readonly alternatives: readonly Flow[];
  readonly why: string;
}

/**
 * The flow between a client and another end.
 *
 * @param local where the client is
 * @param remote class of the other end; `microsoft` also for servers that are known by their names
 */
export function flowBetween(local: Whereabouts, remote: NetworkClass): NumberedFlow {
  if (local === 'tunnel') return one("2'", 'the client sends from its address in the VPN');
  if (remote === 'vpn') return one("2'", 'the other end is an address in the VPN');
  if (local === null) return unknownPlace(remote);
  return local === 'inside' ? fromInside(remote) : fromOutside(remote);
}

/** The flow that it would have been beside the tunnel, from the user's own network. */
export function flowBesideTunnel(remote: NetworkClass): Flow | null {
  // Two users of the VPN are both on the Internet (figure 7).
  return remote === 'vpn' ? '6' : fromOutside(remote).flow;
}

function fromInside(remote: NetworkClass): NumberedFlow {
  switch (remote) {
    case 'expressRoute':
      return one('1', 'from the customer network to Office 365 over Express Route');
    case 'microsoft':
    case 'microsoftLegacy':
      return one('4', 'from the customer network to Office 365');
    case 'sbc':
      return one('5B', 'from the customer network to the Direct Routing SBC');
    case 'edge':
      return one('5A', 'from the customer network to the media relay of the own Edge');
    case 'customer':
      return one('5', 'both ends are in the customer network');
    case 'customerPublic':
      return one('5', 'both ends are in the customer network, the other one as its NAT shows it');
    case 'public':
      return one('2', 'from the customer network to the Internet');
    default:
      return none(`the other end is in none of the networks that are known`);
  }
}

function fromOutside(remote: NetworkClass): NumberedFlow {
  switch (remote) {
    case 'expressRoute':
    case 'microsoft':
    case 'microsoftLegacy':
      return one('3', 'from the Internet to Office 365');
    case 'sbc':
      return one('2', 'from the Internet to the Direct Routing SBC, without a relay');
    case 'edge':
      return none(
        'from the Internet to the media relay of the own Edge, for which the document has no number',
      );
    case 'customer':
    case 'customerPublic':
      return one('2', 'between the Internet and the customer network, without a relay');
    case 'public':
    case 'special':
      return one('6', 'both ends are outside the customer network');
    default:
      return none('the other end is in none of the networks that are known');
  }
}

/** Nothing tells whether a client is inside or outside. */
function unknownPlace(remote: NetworkClass): NumberedFlow {
  const [inside, outside] = [fromInside(remote).flow, fromOutside(remote).flow];
  const alternatives = [inside, outside].filter((flow) => flow !== null);
  return {
    flow: inside === outside ? inside : null,
    alternatives: inside === outside ? [] : alternatives,
    why: 'nothing tells whether the client is in the customer network',
  };
}

function one(flow: Flow, why: string): NumberedFlow {
  return { flow, alternatives: [], why };
}

function none(why: string): NumberedFlow {
  return { flow: null, alternatives: [], why };
}
