/**
 * Prefixes of a VPN's split tunnel: one a line or many, with masks or wildcards, as access list, as `route` lines, with
 * names between them and comments. Whether the list includes or excludes is not in it.
 */
import type { ExportFault } from '../../network/export-fault';
import {
  addressText,
  parseAddressNumber,
  parsePrefix,
  rangePrefixes,
  readPrefix,
  subtract,
  type Prefix,
} from '../../network/prefix';
import { everything } from '../destination';
import type { ListEntry, PrefixList } from '../model';
import { countOf, wordsOf, type RouteFormat } from './format';

export const prefixList: RouteFormat = {
  name: 'CIDR list',
  weigh: (lines) => countOf(lines, isOfList),
  read,
};

/** Words of access lists, object groups and VPN programs that stand beside prefixes and say nothing of them. */
const keywords: ReadonlySet<string> = new Set(
  (
    'access-list standard extended permit ip ipv4 ipv6 network network-object object object-group subnet prefix push ' +
    'route route-ipv6 net_gateway vpn_gateway exclude include split-exclude split-include add set log line'
  ).split(' '),
);

/** How much of a line is looked at to tell the form. */
const LOOKED_AT = 1000;

function isOfList(line: string): boolean {
  if (line.trim() === '') return false;
  const items = itemsOf(line.slice(0, LOOKED_AT));
  return items === null || (items.length > 0 && items.every(({ kind }) => kind !== 'unknown'));
}

function read(lines: readonly string[]): PrefixList {
  const entries: ListEntry[] = [];
  const names: { name: string; line: number }[] = [];
  const faults: ExportFault[] = [];
  const denied: Prefix[] = [];
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const isDenied = /\bdeny\b/i.test(text);
    for (const item of itemsOf(text) ?? []) {
      if (item.kind === 'name') names.push({ name: item.text, line });
      else if (item.kind === 'unknown') {
        // Words above the first range are a title, or the heads of columns.
        const isTitle = entries.length === 0 && !/\d/.test(text);
        if (!isTitle) faults.push({ line, message: `"${item.text}" ${item.fault}.` });
      }
      // The first line that fits an address decides (access lists).
      else if (isDenied && denied.length >= MOST_DENIED) faults.push({ line, message: tooManyDenied });
      else if (isDenied) for (const each of item.prefixes) denied.push(each);
      else
        for (const prefix of denied.length === 0 ? item.prefixes : subtract(item.prefixes, denied))
          entries.push({ prefix, line });
    }
  }
  return { kind: 'list', format: prefixList.name, entries, names, faults };
}

/** How many ranges that are denied are taken out of each that is permitted. */
const MOST_DENIED = 1000;
const tooManyDenied = `More than ${MOST_DENIED} ranges are denied: this one was passed over.`;

type Item =
  | { readonly kind: 'prefixes'; readonly prefixes: readonly Prefix[] }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string; readonly fault: string };

/** What a line lists; null for a comment, a title and an empty line. */
function itemsOf(line: string): readonly Item[] | null {
  const bare = withoutComment(line);
  if (bare === '') return null;
  const words = wordsOf(bare.replace(/[,;"'[\]{}()]/g, ' ')).flatMap((word, place, all) =>
    isBesides(word, all[place - 1]) ? [] : [word],
  );
  const items: Item[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const mask = words[at + 1] ?? '';
    const range = /^[-\u2013]$/.test(mask) ? rangeOf(`${word}-${words[at + 2] ?? ''}`) : null;
    if (range !== null) {
      items.push({ kind: 'prefixes', prefixes: range });
      at += 2;
      continue;
    }
    const isMasked = parseAddressNumber(word)?.family === 4 && /^(?:255|0)(?:\.\d+){3}$/.test(mask);
    if (isMasked) at++;
    items.push(isMasked ? maskedItem(word, mask) : itemOf(word));
  }
  return items.length === 0 && /\bpermit\b/i.test(bare) && /\bany[46]?\b/i.test(bare) ? [all] : items;
}

const all: Item = { kind: 'prefixes', prefixes: [everything(4), everything(6)] };

/**
 * Comments begin with `#`, `!`, `;` or `//`; `remark` is an access list's, and a title ends with a colon. A mark of a
 * list before an item says nothing either.
 */
function withoutComment(line: string): string {
  const trimmed = line.trim();
  if (/^(?:[#!;]|\/\/|--)/.test(trimmed) || /(?:^|\s)remark\s/i.test(trimmed)) return '';
  const [text = ''] = trimmed.replace(/^[-*+\u2022]\s+/, '').split(/\s(?:#|\/\/|!)/, 1);
  if (/[^:]:$/.test(text) && parseAddressNumber(text) === null) return '';
  return withoutRemarks(text.replace(/^[\w -]+=\s*/, '')).trim();
}

/** A column of remarks behind the first one: it has no address, range or name in it. */
function withoutRemarks(text: string): string {
  const end = text.search(/[,;\t]/);
  return end === -1 || /[./:]/.test(text.slice(end)) || !/\d/.test(text.slice(0, end))
    ? text
    : text.slice(0, end);
}

/** Words that are no part of the list: keywords, the name of an access list, numbers of lines, `any` behind a range. */
function isBesides(word: string, before: string | undefined): boolean {
  const small = word.toLowerCase();
  if (keywords.has(small) || small === 'deny' || small === 'host') return true;
  if (before !== undefined && /^(?:access-list|standard|extended|object-group|object|network)$/i.test(before))
    return !/[./:]/.test(word);
  // `show access-list` counts hits, and names each line by a number in base 16.
  if (/^(?:hitcnt=\d+|0x[\da-f]{1,8})$/i.test(word)) return true;
  return /^\d{1,6}:?$/.test(word) || /^(?:any[46]?|bypass|tunnel)$/.test(small);
}

/** `52.112.0.0 255.252.0.0`, and with the wildcard of access lists: `52.112.0.0 0.3.255.255`. */
function maskedItem(address: string, mask: string): Item {
  const value = parseAddressNumber(mask)?.value ?? 0n;
  const inverted = addressText({ family: 4, value: 0xffffffffn ^ value });
  const reading = readPrefix(`${address}/${mask}`);
  const prefix = reading.kind === 'prefix' ? reading.prefix : parsePrefix(`${address}/${inverted}`);
  if (prefix !== null) return { kind: 'prefixes', prefixes: [prefix] };
  return {
    kind: 'unknown',
    text: `${address} ${mask}`,
    fault: reading.kind === 'fault' ? reading.fault : '',
  };
}

function itemOf(word: string): Item {
  const range = rangeOf(word);
  if (range !== null) return { kind: 'prefixes', prefixes: range };
  if (word === 'default') return all;
  const name = nameOf(word);
  if (name !== null) return { kind: 'name', text: name };
  if (!/[\d:]/.test(word))
    return { kind: 'unknown', text: word, fault: 'is no address, no CIDR range and no name' };
  const reading = readPrefix(word);
  if (reading.kind === 'prefix') return { kind: 'prefixes', prefixes: [reading.prefix] };
  return { kind: 'unknown', text: word, fault: `${reading.fault}, and no name` };
}

/** `52.112.0.0-52.115.255.255`. */
function rangeOf(word: string): readonly Prefix[] | null {
  const dash = word.indexOf('-');
  if (dash === -1) return null;
  const first = parseAddressNumber(word.slice(0, dash));
  const last = parseAddressNumber(word.slice(dash + 1));
  if (first === null || last === null || first.family !== last.family || last.value < first.value)
    return null;
  return rangePrefixes(first, last);
}

/** The host name of a name or URL, maybe with a wildcard; null for what is none. */
function nameOf(word: string): string | null {
  const [host = ''] = word.replace(/^[a-z]+:\/\//i, '').split(/[/?:]/, 1);
  const isName = host.includes('.') && /[a-z]/i.test(host) && /^[\w*.-]+$/.test(host);
  return isName && parseAddressNumber(host) === null ? host : null;
}
