/** Which addresses are anycast: many relays have them, and the nearest one answers a client, to send it elsewhere. */
import type { Network } from '../network/network';
import { isMicrosofts, type NetworkClass } from '../network/network-class';
import { isListed } from '../network/prefix';
import type { TraceMessage } from '../traces/message';
import type { AnycastAddress, ClientLookup } from './model';
import { isAnycastName } from './name-roles';

/** Addresses of Microsoft's relays that were told to be anycast, with the month in which they were. */
const told: readonly { readonly address: string; readonly asOf: string }[] = [
  { address: '13.107.8.2', asOf: '2018-01' },
  { address: '13.107.8.22', asOf: '2017-09' },
  { address: '52.113.192.2', asOf: '2018-10' },
];

/** A conversation as far as its behaviour matters here. */
export interface Acquaintance {
  readonly address: string;
  readonly class: NetworkClass;
  /** UDP 3478 to 3481. */
  readonly isRelayPort: boolean;
  readonly packets: number;
  readonly media: number;
  /** The client asked with STUN or TURN. */
  readonly asked: boolean;
  readonly redirects: boolean;
  readonly allocated: boolean;
  readonly in: TraceMessage | null;
}

/** Longer ones are more than a first question: 33 packets were seen. */
const shortest = 60;

/**
 * Addresses that are anycast, each with the best reason that there is.
 *
 * @param order conversations of the client, in order of their first packets
 */
export function anycastAddresses(
  order: readonly Acquaintance[],
  lookups: readonly ClientLookup[],
  network: Network,
): readonly AnycastAddress[] {
  const named = lookups.filter(({ name, cname }) => [name, ...cname].some(isAnycastName));
  const found = new Map<string, AnycastAddress>();
  const firstAsked = order.find(({ asked }) => asked)?.address;
  const elsewhere = new Set(order.filter(({ media }) => media > 0).map(({ address }) => address));
  for (const each of order) {
    if (found.has(each.address)) continue;
    const reason =
      listed(each.address, network) ??
      namedReason(each.address, named) ??
      behaved(each, each.address === firstAsked, elsewhere);
    if (reason !== null) found.set(each.address, { address: each.address, in: each.in, ...reason });
  }
  return [...found.values()];
}

type Reason = Pick<AnycastAddress, 'by' | 'why'>;

function listed(address: string, network: Network): Reason | null {
  if (isListed(address, network.anycast))
    return { by: 'settings', why: `${address} stands in network.anycast` };
  const entry = told.find((each) => each.address === address);
  return entry === undefined
    ? null
    : { by: 'list', why: `${address} was an anycast address of Microsoft's relays in ${entry.asOf}` };
}

function namedReason(address: string, named: readonly ClientLookup[]): Reason | null {
  const lookup = named.find(({ addresses }) => addresses.includes(address));
  return lookup === undefined ? null : { by: 'name', why: `DNS gave ${address} for ${lookup.name}` };
}

/** Short, first, and the client went on elsewhere: so a relay with an address of its own does not behave. */
function behaved(each: Acquaintance, isFirst: boolean, elsewhere: ReadonlySet<string>): Reason | null {
  if (!isMicrosofts(each.class) || !each.isRelayPort || !each.asked || each.allocated) return null;
  if (each.media > 0 || each.packets > shortest) return null;
  if (each.redirects)
    return { by: 'behaviour', why: `${each.address} sent the client to another server (ALTERNATE-SERVER)` };
  return isFirst && elsewhere.size > 0 && !elsewhere.has(each.address)
    ? {
        by: 'behaviour',
        why: `${each.address} was asked first, in ${each.packets} packets, and media went elsewhere`,
      }
    : null;
}
