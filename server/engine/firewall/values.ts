/** Values of firewall rules: lists of addresses and ports, as `netsh` and PowerShell print them. */
import { parseAddressNumber, rangePrefixes, readPrefix, type Prefix } from '../network/prefix';
import type { Addresses, InterfaceType, Limit, NetworkProfile, Ports } from './firewall-rule';

/** Takes what cannot be read of a value, as a sentence. */
export type Complain = (message: string) => void;

/** Tells words that mean the same in any language. */
export interface Words {
  isAny(value: string): boolean;
}

/** Reads `10.0.0.0/8,192.0.2.1-192.0.2.9,LocalSubnet`; what cannot be read is complained of, and the rest is used. */
export function readAddresses(value: string, words: Words, complain: Complain): Limit<Addresses> {
  const prefixes: Prefix[] = [];
  let more = false;
  for (const entry of entriesOf(value)) {
    if (words.isAny(entry)) return 'any';
    // What is no address at all is a word for some: LocalSubnet, DNS, DefaultGateway.
    if (!/\d|:/.test(entry)) more = true;
    else {
      const read = readEntry(entry);
      if (typeof read === 'string') {
        complain(`"${entry}" ${read}.`);
        more = true;
      } else for (const each of read) prefixes.push(each);
    }
  }
  return prefixes.length === 0 && !more ? 'unknown' : { prefixes, more };
}

/** Prefixes of an entry, or what is wrong with it. */
function readEntry(entry: string): readonly Prefix[] | string {
  const [from = '', to, ...rest] = entry.split('-');
  if (to === undefined) {
    const reading = readPrefix(entry);
    return reading.kind === 'prefix' ? [reading.prefix] : reading.fault;
  }
  const first = parseAddressNumber(from.trim());
  const last = parseAddressNumber(to.trim());
  if (first === null || last === null || rest.length > 0) return 'is no range of addresses';
  if (first.family !== last.family || first.value > last.value)
    return 'is a range that ends before it begins';
  return rangePrefixes(first, last);
}

/** Reads `3478-3481,5061`; words such as RPC are ports that are not numbered. */
export function readPorts(value: string, words: Words, complain: Complain): Limit<Ports> {
  const ranges: (readonly [number, number])[] = [];
  const entries = entriesOf(value);
  for (const entry of entries) {
    if (words.isAny(entry)) return 'any';
    if (!/\d/.test(entry) || /[a-z]/i.test(entry)) continue;
    const [, from, to] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(entry) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (first <= last && last < 65536) ranges.push([first, last]);
    else complain(`"${entry}" is no port and no range of ports.`);
  }
  return entries.length === 0 ? 'unknown' : { ranges };
}

/** Entries of a list, between commas or semicolons. */
export function entriesOf(value: string): readonly string[] {
  return value
    .split(/[,;]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const protocolNames: ReadonlyMap<string, string> = new Map([
  ['1', 'ICMPV4'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['58', 'ICMPV6'],
]);

/** Reads `UDP`, `17`, `Any`. */
export function readProtocol(value: string, words: Words): Limit<string> {
  if (value === '') return 'unknown';
  if (words.isAny(value)) return 'any';
  const name = value.toUpperCase();
  return protocolNames.get(name) ?? name;
}

/** A path or a name, as it stands. */
export function readName(value: string, words: Words): Limit<string> {
  if (value === '') return 'unknown';
  return words.isAny(value) ? 'any' : value;
}

const allProfiles = 3;

/** Profiles of a list of them, as words tell; `any` for all three. */
export function profilesOf(list: readonly (NetworkProfile | null)[]): Limit<readonly NetworkProfile[]> {
  const profiles = [...new Set(list.filter((profile) => profile !== null))];
  // Each is named once, so three names are all of them in any language.
  if (list.length === allProfiles) return 'any';
  return profiles.length === list.length && profiles.length > 0 ? profiles : 'unknown';
}

/** Interface types of a list of them, as words tell. */
export function interfaceTypesOf(list: readonly (InterfaceType | null)[]): Limit<readonly InterfaceType[]> {
  const types = [...new Set(list.filter((type) => type !== null))];
  return types.length === list.length && types.length > 0 ? types : 'unknown';
}
