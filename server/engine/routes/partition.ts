/** Who wins for each address of a range: the longest prefix, then the lowest metric, then the first. */
import type { Prefix } from '../network/prefix';

/** What can win: a route, or an entry of a list. */
export interface Contender {
  readonly prefix: Prefix;
  readonly metric: number;
}

/** Addresses from one to another for which the same one wins; null: nothing has a prefix that they lie in. */
export interface Part<C extends Contender> {
  readonly first: bigint;
  readonly last: bigint;
  readonly winner: C | null;
}

/** Cuts a range into parts, in order of their addresses; together they are the range. */
export function partition<C extends Contender>(range: Prefix, contenders: readonly C[]): readonly Part<C>[] {
  const parts: Part<C>[] = [];
  const inside: C[] = [];
  let around: C | null = null;
  for (const contender of contenders) {
    const { prefix } = contender;
    if (prefix.family !== range.family || prefix.last < range.first || prefix.first > range.last) continue;
    if (prefix.bits > range.bits) inside.push(contender);
    else if (around === null || beats(contender, around)) around = contender;
  }
  // Prefixes lie in each other or apart: a stack holds those that the next address lies in.
  const open: Part<C>[] = [{ first: range.first, last: range.last, winner: around }];
  let from = range.first;
  const closeBefore = (address: bigint): void => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const end = top.last < address ? top.last : address - 1n;
      if (from <= end) parts.push({ first: from, last: end, winner: top.winner });
      if (from <= end) from = end + 1n;
      if (top.last >= address) return;
      open.pop();
    }
  };
  let before: Prefix | null = null;
  for (const winner of inOrder(inside)) {
    const { first, last, bits } = winner.prefix;
    if (before?.first === first && before.bits === bits) continue;
    before = winner.prefix;
    closeBefore(first);
    open.push({ first, last, winner });
  }
  closeBefore(range.last + 1n);
  return parts;
}

/** By first address, outer ones before inner ones, better ones before worse ones of the same prefix. */
function inOrder<C extends Contender>(contenders: readonly C[]): readonly C[] {
  return contenders.toSorted((a, b) => {
    if (a.prefix.first !== b.prefix.first) return a.prefix.first < b.prefix.first ? -1 : 1;
    return a.prefix.bits - b.prefix.bits || a.metric - b.metric;
  });
}

function beats(one: Contender, other: Contender): boolean {
  const bits = one.prefix.bits - other.prefix.bits;
  return bits > 0 || (bits === 0 && one.metric < other.metric);
}
