/** `mtr`, as a report and as its screen: hop, who answered, loss and times. */
import { isAddress } from '../destination';
import type { Cut, Hop, HopTrace, Router } from '../model';
import { countOf, wordsOf, type RouteFormat } from './format';
import { routerOf } from './hops';

export const mtr: RouteFormat = {
  name: 'mtr',
  weigh: (lines) =>
    countOf(lines, (line) => rowOf(line) !== null || /^HOST:|My traceroute/.test(line.trim())),
  read,
};

interface Row {
  readonly hop: number;
  readonly router: Router | null;
  /** How many columns of figures stand behind it. */
  readonly figures: number;
}

function read(lines: readonly string[]): HopTrace {
  const hops: Hop[] = [];
  let most = 0;
  let cut: Cut | null = null;
  for (const [index, text] of lines.entries()) {
    const row = rowOf(text);
    if (row === null) continue;
    const line = index + 1;
    most = Math.max(most, row.figures);
    cut = row.router !== null && row.figures < most ? { line, message: endsWithin, families: [] } : null;
    if (cut === null) hops.push({ hop: row.hop, routers: row.router === null ? [] : [row.router], line });
  }
  // A report does not say what it was asked for; the last hop is what answered to it.
  const last = hops.at(-1)?.routers[0];
  const target = cut === null ? (last?.address ?? last?.name ?? null) : null;
  return { kind: 'trace', format: mtr.name, target, hops, faults: [], cut };
}

const endsWithin = 'The report ends within this line: what stood behind it is not known.';

/** `  1.|-- 192.168.178.1   0.0% …`, ` 2. AS3320  name (address)  0.0% …`, ` 3. (waiting for reply)`. */
function rowOf(line: string): Row | null {
  const found = /^\s*(\d{1,3})\.(?:\|--| )\s*(\S.*)$/.exec(line);
  if (found === null) return null;
  const [, hop = '', rest = ''] = found;
  const words = wordsOf(rest);
  const system = /^AS(?:\d+|\?\?\?)$/.test(words[0] ?? '') ? (words[0] ?? null) : null;
  const [name = '', next = ''] = system === null ? words : words.slice(1);
  const figures = countOf(words, (word) => /^\d+(?:\.\d+)?%?$/.test(word));
  if (name === '???' || name.startsWith('(waiting')) return { hop: Number(hop), router: null, figures };
  const inner = /^\((.*)\)$/.exec(next)?.[1];
  const address = inner !== undefined && isAddress(inner) ? inner : isAddress(name) ? name : null;
  if (address === null && !name.includes('.')) return null;
  return { hop: Number(hop), router: routerOf(name, address, system), figures };
}
