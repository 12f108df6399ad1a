/** Arithmetic of address prefixes (CIDR, RFC 4632 §3.1): what lies in them, what a list of them leaves out. */
import ipaddr from 'ipaddr.js';
import { BoundedMemo } from '../basics/memo';

export type Family = 4 | 6;

/** A prefix: an address of {@link bits} significant bits; a single address has all of them. */
export interface Prefix {
  readonly family: Family;
  /** Its lowest address. */
  readonly first: bigint;
  /** Its highest address. */
  readonly last: bigint;
  readonly bits: number;
}

const width: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** A literal address as a number; null for a host name or anything else. An IPv6 zone (`%12`) is passed over. */
export function parseAddressNumber(text: string): Address | null {
  const ipv4 = ipv4Number(text);
  if (ipv4 !== null) return { family: 4, value: BigInt(ipv4) };
  if (text.length > longestAddress || !text.includes(':')) return null;
  return knownIpv6.of(text, () => parseIpv6(text));
}

/** With a zone; what is longer is not worth a look. */
const longestAddress = 64;

/** A trace names few addresses, each of them many times, and ipaddr.js is slow. */
const knownIpv6 = new BoundedMemo<Address | null>(4096);

function parseIpv6(text: string): Address | null {
  const [bare = ''] = text.split('%', 1);
  if (!ipaddr.IPv6.isValid(bare)) return null;
  const parsed = ipaddr.IPv6.parse(bare);
  return parsed.isIPv4MappedAddress()
    ? { family: 4, value: numberOf(parsed.toIPv4Address().octets) }
    : { family: 6, value: numberOf(parsed.toByteArray()) };
}

/** An IPv4 address as a plain number, which is many times faster; null for anything else. */
export function ipv4Number(text: string): number | null {
  if (text.length > 15) return null;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return null;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      // Some read 010 as octal, so nobody writes it.
      if (octet === 0) return null;
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return null;
    } else return null;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : null;
}

function numberOf(octets: readonly number[]): bigint {
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

export type PrefixReading =
  | { readonly kind: 'prefix'; readonly prefix: Prefix }
  /** What is wrong, as it goes on behind the text: `is no address and no CIDR range`. */
  | { readonly kind: 'fault'; readonly fault: string };

/** Reads `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, a single address. Bits behind the mask are a fault. */
export function readPrefix(text: string): PrefixReading {
  const [addressText = '', bitsText, ...rest] = text.trim().split('/');
  const address = parseAddressNumber(addressText.trim());
  if (address === null || rest.length > 0) return fault('is no address and no CIDR range');
  const bits = bitsText === undefined ? width[address.family] : readBits(bitsText, address.family);
  if (bits === null)
    return fault(`has no mask that IPv${address.family} knows: 0 to ${width[address.family]} bits`);
  const prefix = prefixOf(address, bits);
  if (prefix.first !== address.value)
    return fault(`has bits set behind its mask: ${prefixText(prefix)} is the range that it lies in`);
  return { kind: 'prefix', prefix };
}

/** As {@link readPrefix}; null for what is none. */
export function parsePrefix(text: string): Prefix | null {
  const reading = readPrefix(text);
  return reading.kind === 'prefix' ? reading.prefix : null;
}

function fault(text: string): PrefixReading {
  return { kind: 'fault', fault: text };
}

/** Bits of a mask: `14`, or `255.252.0.0`; null for what is none. */
export function readBits(text: string, family: Family): number | null {
  if (/^\d{1,3}$/.test(text)) {
    const bits = Number(text);
    return bits <= width[family] ? bits : null;
  }
  if (family === 6 || !ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  return ipaddr.IPv4.parse(text).prefixLengthFromSubnetMask();
}

/** The prefix of some bits that an address lies in. */
export function prefixOf({ family, value }: Address, bits: number): Prefix {
  const free = BigInt(width[family] - bits);
  const first = (value >> free) << free;
  return { family, first, last: first + (1n << free) - 1n, bits };
}

/** As it is written: `52.112.0.0/14`; a single address without its mask. */
export function prefixText(prefix: Prefix): string {
  return prefix.first === prefix.last ? firstText(prefix) : cidrText(prefix);
}

/** As routes are written: a single address has its mask, too. */
export function cidrText(prefix: Prefix): string {
  return `${firstText(prefix)}/${prefix.bits}`;
}

/** Prefixes in a sentence: up to eight, and how many more. */
export function rangesText(prefixes: readonly Prefix[]): string {
  const shown = prefixes.slice(0, MOST_SHOWN).map(prefixText).join(', ');
  return prefixes.length > MOST_SHOWN ? `${shown} and ${prefixes.length - MOST_SHOWN} more` : shown;
}

const MOST_SHOWN = 8;

/** Its lowest address. */
export function firstText({ family, first }: Prefix): string {
  return addressText({ family, value: first });
}

/** A number as an address is written (RFC 5952 for IPv6). */
export function addressText({ family, value }: Address): string {
  const octets = Array.from({ length: width[family] / 8 }, (_, place) =>
    Number((value >> BigInt(width[family] - 8 * (place + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(octets).toString();
}

/** Whether an address lies in a prefix. */
export function contains(prefix: Prefix, { family, value }: Address): boolean {
  return family === prefix.family && prefix.first <= value && value <= prefix.last;
}

/** Whether an address lies in one of some prefixes. */
export function liesIn(address: Address, list: readonly Prefix[]): boolean {
  return list.some((prefix) => contains(prefix, address));
}

/** As {@link liesIn}, of a text; what is no literal address lies in none. */
export function isListed(text: string, list: readonly Prefix[]): boolean {
  if (list.length === 0) return false;
  const address = parseAddressNumber(text);
  return address !== null && liesIn(address, list);
}

/** Whether two prefixes have an address in common; one lies in the other then. */
export function overlap(one: Prefix, other: Prefix): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** What of some prefixes lies in none of others, as few prefixes as can say it, in order. */
export function subtract(from: readonly Prefix[], taken: readonly Prefix[]): readonly Prefix[] {
  return families.flatMap((family) => {
    const gone = merged(taken, family);
    return merged(from, family).flatMap((range) => prefixesOf(without(range, gone), family));
  });
}

/** Prefixes without those that lie in others, neighbours joined, in order. */
export function union(prefixes: readonly Prefix[]): readonly Prefix[] {
  return subtract(prefixes, []);
}

/** The addresses from one to another of its family, both included, as prefixes, as few as can say it. */
export function rangePrefixes(first: Address, last: Address): readonly Prefix[] {
  return prefixesOf([{ first: first.value, last: last.value }], first.family);
}

/** Whether prefixes together hold all addresses of another. */
export function covers(prefixes: readonly Prefix[], whole: Prefix): boolean {
  return subtract([whole], prefixes).length === 0;
}

const families: readonly Family[] = [4, 6];

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of a family as ranges that neither touch nor overlap, in order. */
function merged(prefixes: readonly Prefix[], family: Family): readonly Range[] {
  const ranges = prefixes
    .filter((prefix) => prefix.family === family)
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const out: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of ranges) {
    const before = out.at(-1);
    if (before !== undefined && first <= before.last + 1n) {
      if (last > before.last) before.last = last;
    } else out.push({ first, last });
  }
  return out;
}

function without({ first, last }: Range, gone: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let from = first;
  for (const hole of gone) {
    if (hole.last < from) continue;
    if (hole.first > last) break;
    if (hole.first > from) left.push({ first: from, last: hole.first - 1n });
    from = hole.last + 1n;
  }
  if (from <= last) left.push({ first: from, last });
  return left;
}

/** Ranges as prefixes: each the largest that begins there and does not reach beyond. */
function prefixesOf(ranges: readonly Range[], family: Family): readonly Prefix[] {
  const out: Prefix[] = [];
  for (const { first, last } of ranges) {
    let from = first;
    while (from <= last) {
      let free = 0;
      while (free < width[family] && fits(from, last, free + 1)) free++;
      const size = 1n << BigInt(free);
      out.push({ family, first: from, last: from + size - 1n, bits: width[family] - free });
      from += size;
    }
  }
  return out;
}

/** Whether a prefix that leaves some bits free may begin at an address and end within a range. */
function fits(from: bigint, last: bigint, free: number): boolean {
  const size = 1n << BigInt(free);
  return from % size === 0n && from + size - 1n <= last;
}
