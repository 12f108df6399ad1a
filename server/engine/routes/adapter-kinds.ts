/** Which adapters of a table are the VPN's: those with an address or an on-link route in `network.vpnSubnets`. */
import type { Network } from '../network/network';
import { liesIn, parseAddressNumber, type Family, type Prefix } from '../network/prefix';
import type { AdapterKind } from './judgement';
import type { Adapter, Route } from './model';

/** What is known of an adapter's own addresses. */
interface Seen {
  isVpn: boolean;
  readonly families: Set<Family>;
}

/**
 * Kinds of the adapters of some routes. An adapter that shows no address of a family in which the VPN's are known may
 * be either.
 */
export function adapterKinds(
  routes: readonly Route[],
  { vpnSubnets, told }: Network,
): ReadonlyMap<Adapter, AdapterKind> {
  const seen = new Map<Adapter, Seen>();
  const families = new Set<Family>(vpnSubnets.map(({ family }) => family));
  for (const { adapter, prefix, gateway } of routes) {
    if (adapter === null) continue;
    const known = seen.get(adapter) ?? seenOf(adapter, vpnSubnets);
    seen.set(adapter, known);
    if (gateway !== null || prefix.bits === 0) continue;
    known.families.add(prefix.family);
    if (isWithin(prefix, vpnSubnets)) known.isVpn = true;
  }
  const kinds = new Map<Adapter, AdapterKind>();
  for (const [adapter, known] of seen)
    kinds.set(
      adapter,
      isRadio(adapter) && !known.isVpn ? 'physical' : kindOf(known, families, told.has('vpnSubnets')),
    );
  return kinds;
}

/**
 * Whether an adapter is one of Wi-Fi by its name: no VPN calls itself so, while many call themselves Ethernet. So much a
 * name tells with certainty.
 */
function isRadio({ name }: Adapter): boolean {
  return /\b(?:wi-?fi|wlan\d*|wireless|802\.11\w*)\b/i.test(name ?? '');
}

function seenOf({ addresses }: Adapter, vpnSubnets: readonly Prefix[]): Seen {
  const own = addresses.flatMap((text) => parseAddressNumber(text) ?? []);
  return {
    isVpn: own.some((address) => liesIn(address, vpnSubnets)),
    families: new Set(own.map(({ family }) => family)),
  };
}

function kindOf(known: Seen, families: ReadonlySet<Family>, isTold: boolean): AdapterKind {
  if (known.isVpn) return 'vpn';
  if (!isTold) return null;
  // Told that there is no VPN.
  if (families.size === 0) return 'physical';
  return [...families].some((family) => known.families.has(family)) ? 'physical' : null;
}

function isWithin(prefix: Prefix, wider: readonly Prefix[]): boolean {
  return wider.some(
    ({ family, first, last }) => family === prefix.family && first <= prefix.first && prefix.last <= last,
  );
}
