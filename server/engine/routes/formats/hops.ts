/** What traces of hops share. */
import { isAddress } from '../destination';
import type { Cut, Hop, HopTrace, Router } from '../model';
import { lastLineOf } from './format';

/** A router that is written as `name (address)`, `name [address]` or one of them alone. */
export function routerOf(name: string | null, address: string | null, system: string | null = null): Router {
  return { address, name: name === address ? null : name, system };
}

/** Routers among the words of a hop: addresses alone, and names with their addresses in brackets. */
export function routersIn(words: readonly string[]): readonly Router[] {
  const routers: Router[] = [];
  let system: string | null = null;
  for (const [place, word] of words.entries()) {
    const number = /^\[?(AS\d+)/.exec(word)?.[1];
    const inner = /^[[(](.*)[\])]$/.exec(word)?.[1];
    if (number !== undefined) system = number;
    else if (inner !== undefined && isAddress(inner))
      routers.push(routerOf(words[place - 1] ?? null, inner, system));
    else if (isAddress(word) && !isInBrackets(words[place + 1])) routers.push(routerOf(null, word, system));
  }
  return routers;
}

function isInBrackets(word: string | undefined): boolean {
  return word !== undefined && isAddress(/^[[(](.*)[\])]$/.exec(word)?.[1] ?? '');
}

/** A trace of hops; cut where it neither came to its target nor to its last allowed hop. */
export function hopTrace(
  format: string,
  target: string | null,
  hops: readonly Hop[],
  most: number | null,
  lines: readonly string[],
): HopTrace {
  return { kind: 'trace', format, target, hops, faults: [], cut: cutOf(target, hops, most, lines) };
}

function cutOf(
  target: string | null,
  hops: readonly Hop[],
  most: number | null,
  lines: readonly string[],
): Cut | null {
  const last = hops.at(-1);
  const isThere = last?.routers.some(({ address, name }) => address === target || name === target) ?? false;
  if (target === null || isThere || (last?.hop ?? 0) >= (most ?? Number.POSITIVE_INFINITY)) return null;
  const line = lastLineOf(lines);
  const message =
    last === undefined
      ? 'The trace shows no hop.'
      : `The trace ends at hop ${last.hop}, before ${target} answered.`;
  return { line, message, families: [] };
}
