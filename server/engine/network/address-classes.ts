/** What an address is good for: whether the Internet routes to it, and if not, what it is set aside for. */
import ipaddr from 'ipaddr.js';

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

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;
/** An address and how many of its bits count. */
export type AddressRange = readonly [Parsed, number];

/** The first range that fits decides. */
const ranges: readonly { readonly name: AddressClass; readonly range: AddressRange }[] = (
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
).map(([name, range]) => ({ name, range: ipaddr.parseCIDR(range) }));

/** The class of a literal address; null for a host name or anything else. */
export function addressClass(address: string): AddressClass | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  return ranges.find(({ range }) => lies(parsed, range))?.name ?? 'public';
}

/** Whether a text is a literal IPv4 or IPv6 address. */
export function isLiteralAddress(address: string): boolean {
  return parseAddress(address) !== null;
}

/** Whether a text is a literal IPv4 address. */
export function isIpv4(address: string): boolean {
  return parseAddress(address)?.kind() === 'ipv4';
}

/** Whether two texts name one address: `2001:DB8::1` and `2001:db8:0::1` do. Host names: without regard to case. */
export function sameAddress(one: string, other: string): boolean {
  if (one === other) return true;
  const first = parseAddress(one);
  const second = parseAddress(other);
  if (first === null || second === null) return one.toLowerCase() === other.toLowerCase();
  return first.kind() === second.kind() && first.toNormalizedString() === second.toNormalizedString();
}

/**
 * Whether a literal address is one of some addresses or lies in one of their ranges.
 *
 * @param list literal addresses and CIDR ranges; what is neither is passed over
 */
export function isListed(address: string, list: readonly string[]): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) return false;
  return list.some((entry) => {
    const range = parseRange(entry);
    return range !== null && lies(parsed, range);
  });
}

/** Whether a literal address lies in one of some ranges. */
export function liesIn(address: string, list: readonly AddressRange[]): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && list.some((range) => lies(parsed, range));
}

/** A range that is known to be well written. */
export function addressRange(cidr: string): AddressRange {
  return ipaddr.parseCIDR(cidr);
}

/** The address of a list that holds exactly one address, be it as `203.0.113.10/32`; null for any other list. */
export function onlyAddress(list: readonly string[]): string | null {
  const [first, ...rest] = list;
  if (first === undefined || rest.length > 0) return null;
  const range = parseRange(first);
  if (range === null) return null;
  const [address, bits] = range;
  return bits === (address.kind() === 'ipv4' ? 32 : 128) ? address.toString() : null;
}

/** No written address is longer; what is longer is not worth a look. */
const maxLength = 64;

/** A trace names few addresses, each of them many times, and ipaddr.js is slow. */
const known = new Map<string, Parsed | null>();
const maxKnown = 4096;

function parseAddress(text: string): Parsed | null {
  if (text.length > maxLength) return null;
  let parsed = known.get(text);
  if (parsed === undefined) {
    parsed = readAddress(text);
    if (known.size >= maxKnown) known.clear();
    known.set(text, parsed);
  }
  return parsed;
}

function readAddress(text: string): Parsed | null {
  // ipaddr.js reads 10.1 and 0x0a000001 as addresses, too; a description never means them.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : null;
}

function parseRange(text: string): AddressRange | null {
  const trimmed = text.trim();
  const address = parseAddress(trimmed);
  if (address !== null) return [address, address.kind() === 'ipv4' ? 32 : 128];
  if (trimmed.length > maxLength || !ipaddr.isValidCIDR(trimmed)) return null;
  return ipaddr.parseCIDR(trimmed);
}

function lies(address: Parsed, [base, bits]: AddressRange): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
