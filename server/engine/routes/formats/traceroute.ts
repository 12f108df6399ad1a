/** `traceroute` of Linux, macOS and the BSDs: who answered, then the times; others of the same hop behind them. */
import type { Hop, HopTrace } from '../model';
import { countOf, wordsOf, type RouteFormat } from './format';
import { hopTrace, routersIn } from './hops';

export const traceroute: RouteFormat = {
  name: 'traceroute',
  weigh: (lines) => countOf(lines, (line) => headOf(line) !== null || hopNumberOf(line) !== null),
  read,
};

function read(lines: readonly string[]): HopTrace {
  const hops: Hop[] = [];
  let head: Head | null = null;
  for (const [index, text] of lines.entries()) {
    head ??= headOf(text);
    const hop = hopNumberOf(text);
    const last = hops.at(-1);
    if (hop !== null) hops.push({ hop, routers: routersIn(wordsOf(text).slice(1)), line: index + 1 });
    // The BSDs begin a line for each further router.
    else if (last !== undefined && /^\s{3}/.test(text))
      hops[hops.length - 1] = { ...last, routers: [...last.routers, ...routersIn(wordsOf(text))] };
  }
  return hopTrace(traceroute.name, head?.target ?? null, hops, head?.most ?? null, lines);
}

interface Head {
  readonly target: string;
  readonly most: number | null;
}

/** `traceroute to 52.112.0.1 (52.112.0.1), 30 hops max, 60 byte packets`. */
function headOf(line: string): Head | null {
  const found = /^\s*traceroute6? to \S+ \(([^)\s]+)\)/.exec(line);
  if (found?.[1] === undefined) return null;
  const most = /\b(\d{1,3}) hops/.exec(line)?.[1];
  return { target: found[1], most: most === undefined ? null : Number(most) };
}

/** ` 2  name (address)  8.911 ms`, ` 3  * * *`. */
function hopNumberOf(line: string): number | null {
  const found = /^\s*(\d{1,3})\s+(?:\*(?:\s|$)|(?:\[AS\d+\]\s+)?[^\s*<|]+\s+(?:\(|\[AS|\d+\.\d+ ms))/.exec(
    line,
  );
  return found === null ? null : Number(found[1]);
}
