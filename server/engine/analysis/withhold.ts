/** Findings counted rule by rule, and those left out of which there are too many. */
import { compare } from '../../../shared/order';
import type { RuleCount } from '../suppression/sieve';
import type { Finding } from './model';

/**
 * @param may the first findings of each call
 * @param totals how many findings there are of each rule
 */
export function withhold<Found extends Pick<Finding, 'rule'>>(
  may: readonly Found[],
  most: number,
  totals: ReadonlyMap<string, number>,
): { readonly findings: readonly Found[]; readonly withheld: readonly RuleCount[] } {
  const findings = firstOfEach(may, most);
  const left = new Map(totals);
  addTotals(left, findings, -1);
  const withheld = [...left]
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => ({ rule, count }))
    .sort((a, b) => compare(a.rule, b.rule));
  return { findings, withheld };
}

/** The first findings of each rule: of a call, no more of them can be told than of the trace. All where `most` is 0. */
export function firstOfEach<Found extends Pick<Finding, 'rule'>>(
  all: readonly Found[],
  most: number,
): readonly Found[] {
  if (most <= 0 || all.length <= most) return all;
  const seen = new Map<string, number>();
  return all.filter(({ rule }) => {
    const count = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, count);
    return count <= most;
  });
}

/** Counts findings by their rules. */
export function addTotals(
  totals: Map<string, number>,
  findings: readonly Pick<Finding, 'rule'>[],
  by: 1 | -1 = 1,
): void {
  for (const { rule } of findings) totals.set(rule.id, (totals.get(rule.id) ?? 0) + by);
}
