/**
 * Where a user's client is, told by its candidates: in the customer's network, outside, or in the VPN's tunnel. A private
 * address alone tells nothing; what decides are the networks that the user told of.
 */
import type { Address } from '../../../shared/ice';
import { addressClass, isIpv4 } from '../network/address-classes';
import type { Network } from '../network/network';
import { isMicrosofts, networkClass, type NetworkClass } from '../network/network-class';
import type { Place } from './figures';
import type { PathCandidate, PathEnd } from './model';

export interface ClientPlace {
  readonly place: Place;
  /** The client's own address where it is known, else the one that its NAT gave it; null where neither is. */
  readonly end: PathEnd | null;
  /** One clause: why. */
  readonly why: string;
  /** Whether nothing speaks against it. */
  readonly isSure: boolean;
  /** Whether a VPN may be in use all the same. */
  readonly maybeVpn: boolean;
  /** Settings that would decide. */
  readonly missing: readonly string[];
}

/** What is known of a client. */
export interface ClientTraces {
  /** Its address as the far end sees it: what a reflexive candidate names, or a relay's `raddr`. */
  readonly mapped: Address | null;
  /** Its own address, where a candidate tells it. */
  readonly host: Address | null;
  /** Whether a candidate names {@link host} as the base, and not only its port fits. */
  readonly isBase: boolean;
  /** The classes of all its host candidates. */
  readonly hostClasses: readonly NetworkClass[];
}

/** The traces of the client behind an address that it is seen as: its base, or what belongs to it by its port. */
export function tracesOf(seenAs: Address | null, candidates: readonly PathCandidate[]): ClientTraces {
  const hosts = candidates.filter(({ type, class: of }) => type === 'host' && !isMicrosofts(of));
  const hostClasses = hosts.map(({ class: of }) => of);
  if (seenAs === null) return { mapped: null, host: null, isBase: false, hostClasses };
  const own = hosts.find((each) => isSeenAs(each, seenAs));
  if (own !== undefined)
    return { mapped: reflexiveOf(own, candidates) ?? seenAs, host: own, isBase: true, hostClasses };
  const related = candidates.find((each) => each.type === 'srflx' && isSeenAs(each, seenAs))?.related ?? null;
  if (related !== null && !isHidden(related))
    return { mapped: seenAs, host: related, isBase: true, hostClasses };
  return { mapped: seenAs, host: likelyHost(seenAs, hosts), isBase: false, hostClasses };
}

/** An address that stands for none: `0.0.0.0` hides a base (RFC 8839 §5.1). */
export function isHidden({ address }: Address): boolean {
  return addressClass(address) === 'unspecified';
}

/** Whether a candidate is an address that another names; port 0 names none. */
function isSeenAs(candidate: Address, { address, port }: Address): boolean {
  return candidate.address === address && (port === 0 || candidate.port === port);
}

function reflexiveOf(host: Address, candidates: readonly PathCandidate[]): Address | null {
  return (
    candidates.find(({ type, related }) => type === 'srflx' && related !== null && isSeenAs(host, related)) ??
    null
  );
}

/** The host that an address belongs to by its port, or because there is no other. */
function likelyHost(seenAs: Address, hosts: readonly PathCandidate[]): Address | null {
  const family = hosts.filter(({ address }) => isIpv4(address) === isIpv4(seenAs.address));
  const ofPort = family.filter(({ port }) => port === seenAs.port);
  const [only, ...others] = ofPort.length > 0 ? ofPort : family;
  return only !== undefined && others.every(({ address }) => address === only.address) ? only : null;
}

/** Where the client is: the first case that fits. */
export function placeOf(traces: ClientTraces, network: Network): ClientPlace {
  const { mapped, hostClasses, isBase } = traces;
  if (mapped === null) return { ...unknownPlace, why: 'the trace names no address of the client' };
  const mappedClass = networkClass(mapped.address, network);
  const isElsewhere = mappedClass === 'public' && network.told.has('customerPublic');
  // A port that fits is no proof against an address that says otherwise.
  const host =
    traces.host !== null && (isBase || !isElsewhere || networkClass(traces.host.address, network) !== 'vpn')
      ? traces.host
      : null;
  const hostClass = host === null ? null : networkClass(host.address, network);
  const known = host ?? mapped;
  const end = { address: known.address, port: known.port, class: networkClass(known.address, network) };
  const own = host?.address ?? mapped.address;
  const withoutVpn = network.told.has('vpnSubnets') ? [] : ['vpnSubnets'];
  const inside = (why: string, more: Partial<ClientPlace> = {}): ClientPlace => ({
    ...unknownPlace,
    place: 'inside',
    end,
    why,
    isSure: true,
    missing: withoutVpn,
    ...more,
  });
  const tunnel = (why: string): ClientPlace => ({ ...unknownPlace, place: 'tunnel', end, why, isSure: true });

  if (hostClass === 'vpn') return tunnel(`${own} is an address of the VPN`);
  if (mappedClass === 'vpn') return tunnel(`${mapped.address} is an address of the VPN`);
  if (mappedClass === 'customerPublic') {
    const seen = `it is seen as ${mapped.address}, an address of the customer's NAT`;
    if (hostClass === 'customer') return inside(`${own} is in the customer's network`);
    if (hostClasses.includes('vpn') && !hostClasses.includes('customer'))
      return tunnel(`${seen}, and it has an address of the VPN`);
    if (hostClass === null) return inside(seen, { maybeVpn: hostClasses.length > 0 });
    return inside(
      `${seen}, though ${own} is in no network that was told: a home network that uses the VPN, or an office that is not listed`,
      { isSure: false, maybeVpn: true },
    );
  }
  if (hostClass === 'customer' || mappedClass === 'customer') {
    const known = `${hostClass === 'customer' ? own : mapped.address} is in the customer's network`;
    return isElsewhere
      ? inside(`${known}, though it is seen as ${mapped.address}, which is no address of its NAT`, {
          isSure: false,
        })
      : inside(known);
  }
  if (!network.told.has('customerSubnets') && !network.told.has('customerPublic'))
    return {
      ...unknownPlace,
      end,
      why: `whether ${own} is an office, a home or the VPN is not told`,
      missing: ['customerSubnets', ...withoutVpn],
    };
  if (mappedClass === 'public' || mappedClass === 'special')
    return {
      ...unknownPlace,
      place: 'outside',
      end,
      why: `${mapped.address} is none of the customer's addresses`,
      isSure: true,
    };
  return {
    ...unknownPlace,
    end,
    why: `${mapped.address} is in no network that was told`,
    missing: network.told.has('customerSubnets') ? [] : ['customerSubnets', ...withoutVpn],
  };
}

const unknownPlace: ClientPlace = {
  place: 'unknown',
  end: null,
  why: '',
  isSure: false,
  maybeVpn: false,
  missing: [],
};
