/** `tracert` of Windows, in any language: three times, then who answered. */
import { isAddress } from '../destination';
import type { Hop, HopTrace } from '../model';
import { countOf, wordsOf, type RouteFormat } from './format';
import { hopTrace, routersIn } from './hops';

export const tracert: RouteFormat = {
  name: 'tracert',
  weigh: (lines) => countOf(lines, (line) => hopNumberOf(line) !== null),
  read,
};

function read(lines: readonly string[]): HopTrace {
  const hops: Hop[] = [];
  let target: string | null = null;
  let most: number | null = null;
  for (const [index, text] of lines.entries()) {
    const hop = hopNumberOf(text);
    if (hop !== null) hops.push({ hop, routers: routersIn(wordsOf(text).slice(1)), line: index + 1 });
    else if (hops.length === 0) {
      target ??= targetIn(text);
      // In all languages the number of hops is the last one of the head.
      const numbers = text.match(/(?<![\w.:-])\d{1,3}(?![\w.:-])/g);
      if (target !== null && numbers !== null) most = Number(numbers.at(-1));
    }
  }
  return hopTrace(tracert.name, target, hops, most, lines);
}

/** `  1    <1 ms     1 ms     *     …`: a hop and three times, whatever milliseconds are called. */
function hopNumberOf(line: string): number | null {
  const found = /^\s*(\d{1,3})\s+(?:<?\d+ \S+|\*)\s+(?:<?\d+ \S+|\*)/.exec(line);
  return found === null ? null : Number(found[1]);
}

/** The address of the head: in brackets behind its name, or alone. */
function targetIn(text: string): string | null {
  for (const word of wordsOf(text)) {
    const bare = word.replace(/^\[/, '').replace(/[\]:,.]{1,2}$/, '');
    if (isAddress(bare)) return bare;
  }
  return null;
}
