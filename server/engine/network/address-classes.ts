/** What an address is good for: whether the Internet routes to it, and if not, what it is set aside for. */
import { BoundedMemo } from '../basics/memo';
import { contains, ipv4Number, parseAddressNumber, parsePrefix, type Prefix } from './prefix';

export type AddressClass =
  | 'public'
  /** 10/8, 172.16/12, 192.168/16 (RFC 1918); fc00::/7 (RFC 4193). */
  | 'private'
  /** 100.64/10: between a provider's NAT and its customers (RFC 6598). */
  | 'shared'
  /** 169.254/16 (RFC 3927), fe80::/10. */
  | 'link-local'
  /** 127/8, ::1. */
  | 'loopback'
  /** 0.0.0.0 and ::, which stand for "no address". */
  | 'unspecified'
  /** The rest of 0/8 (RFC 791). */
  | 'this-network'
  /** 224/4 (RFC 5771), ff00::/8. */
  | 'multicast'
  /** 240/4 (RFC 1112) without 255.255.255.255, and 192.0.0/24 (RFC 6890). */
  | 'reserved'
  | 'broadcast'
  /** Set aside for documents and laboratories: RFC 5737, RFC 2544, RFC 3849, RFC 9637. */
  | 'documentation';

/** The first range that fits decides. */
const ranges: readonly { readonly name: AddressClass; readonly range: Prefix }[] = (
  [
    ['unspecified', '0.0.0.0/32'],
    ['this-network', '0.0.0.0/8'],
    ['private', '10.0.0.0/8'],
    ['private', '172.16.0.0/12'],
    ['private', '192.168.0.0/16'],
    ['shared', '100.64.0.0/10'],
    ['loopback', '127.0.0.0/8'],
    ['link-local', '169.254.0.0/16'],
    ['reserved', '192.0.0.0/24'],
    ['documentation', '192.0.2.0/24'],
    ['documentation', '198.18.0.0/15'],
    ['documentation', '198.51.100.0/24'],
    ['documentation', '203.0.113.0/24'],
    ['multicast', '224.0.0.0/4'],
    ['broadcast', '255.255.255.255/32'],
    ['reserved', '240.0.0.0/4'],
    ['unspecified', '::/128'],
    ['loopback', '::1/128'],
    ['private', 'fc00::/7'],
    ['link-local', 'fe80::/10'],
    ['multicast', 'ff00::/8'],
    ['documentation', '2001:db8::/32'],
    ['documentation', '3fff::/20'],
  ] satisfies readonly (readonly [AddressClass, string])[]
).flatMap(([name, text]) => {
  const range = parsePrefix(text);
  return range === null ? [] : [{ name, range }];
});

/** The class of a literal address; null for a host name or anything else. */
export function addressClass(address: string): AddressClass | null {
  const ipv4 = ipv4Number(address);
  if (ipv4 !== null)
    return ipv4Ranges.find(({ first, last }) => first <= ipv4 && ipv4 <= last)?.name ?? 'public';
  if (address.length > maxLength) return null;
  return known.of(address, () => classOf(address));
}

/** Those of IPv4 in plain numbers, which are many times faster: a body may name addresses by the thousand. */
const ipv4Ranges = ranges
  .filter(({ range }) => range.family === 4)
  .map(({ name, range }) => ({ name, first: Number(range.first), last: Number(range.last) }));

/** No written address is longer; what is longer is not worth a look. */
const maxLength = 64;

/** A trace names few addresses, each of them many times. */
const known = new BoundedMemo<AddressClass | null>(4096);

function classOf(text: string): AddressClass | null {
  const address = parseAddressNumber(text);
  if (address === null) return null;
  return ranges.find(({ range }) => contains(range, address))?.name ?? 'public';
}

/** Whether a literal address is one that a NAT must stand for on the Internet. */
export function isPrivate(address: string): boolean {
  const of = addressClass(address);
  return of === 'private' || of === 'shared';
}

/** Whether a text is a literal IPv4 or IPv6 address. */
export function isLiteralAddress(address: string): boolean {
  return ipv4Number(address) !== null || parseAddressNumber(address) !== null;
}

/** Whether a text is a literal IPv4 address. */
export function isIpv4(address: string): boolean {
  return ipv4Number(address) !== null || parseAddressNumber(address)?.family === 4;
}

/** Whether two texts name one address: `2001:DB8::1` and `2001:db8:0::1` do. Host names: without regard to case. */
export function sameAddress(one: string, other: string): boolean {
  if (one === other) return true;
  // IPv4 has one spelling.
  if (ipv4Number(one) !== null && ipv4Number(other) !== null) return false;
  const first = parseAddressNumber(one);
  const second = parseAddressNumber(other);
  if (first === null || second === null) return one.toLowerCase() === other.toLowerCase();
  return first.family === second.family && first.value === second.value;
}
