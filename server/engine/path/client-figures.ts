/**
 * Figures of "Microsoft Teams call flows" that show what a client saw: all that fit, as many look alike from one end.
 * Figures 1, 13, 17 and 25 show topologies; they are named only where no other one fits.
 */
import type { NetworkClass } from '../network/network-class';
import type { Whereabouts } from './client-flow-number';

/** What of the path of media tells figures apart. */
export interface Sight {
  readonly local: Whereabouts;
  readonly remote: NetworkClass;
  /** The other end is a relay that the client asked with TURN. */
  readonly isTurn: boolean;
  /** The other end is the media relay of a federated tenant. */
  readonly isFederated: boolean;
  /** The client has an address in the VPN as well, and media went beside it. */
  readonly hasVpn: boolean;
  /** Classes of those whom the client reached through the relay. */
  readonly peers: readonly NetworkClass[];
  /** Prefixes are routed over Express Route. */
  readonly hasExpressRoute: boolean;
}

/** Numbers of the figures that fit, in order. */
export function figuresOf(sight: Sight): readonly string[] {
  // Media in the tunnel is what the document does not want: no figure shows it.
  if (sight.local !== 'inside' && sight.local !== 'outside') return [];
  if (sight.remote === 'vpn') return [];
  const figures = sight.local === 'inside' ? inside(sight) : outside(sight);
  return figures.map(String);
}

function inside({ remote, isTurn, isFederated, peers }: Sight): readonly number[] {
  switch (remote) {
    case 'expressRoute':
      return isTurn ? [26] : [25];
    case 'microsoft':
    case 'microsoftLegacy':
      if (!isTurn) return [8, 9, 19];
      return peers.includes('sbc') ? [18] : [3, 10, 15];
    case 'sbc':
      return [20];
    case 'edge':
      return [16];
    case 'customer':
    case 'customerPublic':
      return [2, 14];
    case 'public':
      if (isTurn) return [];
      return isFederated ? [11] : [4, 12];
    default:
      return [];
  }
}

function outside({ remote, isTurn, hasVpn, peers, hasExpressRoute }: Sight): readonly number[] {
  switch (remote) {
    case 'expressRoute':
    case 'microsoft':
    case 'microsoftLegacy':
      if (!isTurn) return [9, 19];
      if (peers.includes('sbc')) return [21];
      if (hasVpn) return [5];
      return hasExpressRoute ? [3, 5, 26] : [3, 5];
    case 'sbc':
      return [22];
    case 'customer':
    case 'customerPublic':
      return hasVpn ? [6] : [4];
    case 'public':
    case 'special':
      if (isTurn) return [];
      return hasVpn ? [7] : [1];
    default:
      return [];
  }
}
