/** What an address is in the network that the user told of (settings' object `network`). */
import { BoundedMemo, perObject } from '../basics/memo';
import { addressClass } from './address-classes';
import { liesIn, parseAddressNumber, type Address, type Prefix } from './prefix';
import type { Network } from './network';

/**
 * Classes of an address. `special`: set aside by RFC 6890 and in none of the user's lists; `public`: anything else
 * that the Internet routes; `unknown`: a name, or a private address while nothing was told of private networks.
 */
export type NetworkClass =
  | 'sbc'
  | 'vpn'
  | 'edge'
  | 'expressRoute'
  | 'microsoft'
  | 'microsoftLegacy'
  | 'customer'
  | 'customerPublic'
  | 'special'
  | 'public'
  | 'unknown';

/** What the address is used for: Microsoft's older range is current for signalling. */
export type Use = 'media' | 'signalling';

/** The class of a literal address: the first list that it lies in. */
export function networkClass(address: string, network: Network, use: Use = 'media'): NetworkClass {
  return classesIn(network).of(`${use} ${address}`, () => classOf(address, network, use));
}

/** A trace names few addresses, each of them many times. */
const classesIn = perObject<Network, BoundedMemo<NetworkClass>>(() => new BoundedMemo<NetworkClass>(4096));

function classOf(address: string, network: Network, use: Use): NetworkClass {
  const number = parseAddressNumber(address);
  if (number === null) return 'unknown';
  const lies = (list: readonly Prefix[]): boolean => liesIn(number, list);
  if (lies(network.sbc)) return 'sbc';
  if (lies(network.vpnSubnets)) return 'vpn';
  if (lies(network.onPremEdge)) return 'edge';
  const microsoft = microsoftClass(number, network, use);
  if (microsoft !== null) return lies(network.expressRoute) ? 'expressRoute' : microsoft;
  if (lies(network.customerSubnets)) return 'customer';
  if (lies(network.customerPublic)) return 'customerPublic';
  if (addressClass(address) === 'public') return 'public';
  // Home, office or VPN: a private address alone does not tell.
  return network.customerSubnets.length === 0 ? 'unknown' : 'special';
}

/** Whether a class is one of Microsoft's addresses, over Express Route or not. */
export function isMicrosofts(of: NetworkClass): boolean {
  return of === 'microsoft' || of === 'microsoftLegacy' || of === 'expressRoute';
}

function microsoftClass(
  address: Address,
  { microsoftMedia, microsoftMediaLegacy, microsoftSignaling, clouds }: Network,
  use: Use,
): 'microsoft' | 'microsoftLegacy' | null {
  if (liesIn(address, microsoftMedia)) return 'microsoft';
  if (Object.values(clouds).some((list) => liesIn(address, list))) return 'microsoft';
  if (use === 'signalling' && liesIn(address, microsoftSignaling)) return 'microsoft';
  return liesIn(address, microsoftMediaLegacy) ? 'microsoftLegacy' : null;
}
