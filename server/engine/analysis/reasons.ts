/** Which rules could not look at anything, and why. */
import { compare } from '../../../shared/order';
import type { Linted } from './judge';
import type { RuleReason } from './model';

/** Why rules could not be evaluated on any call. */
export function reasonsOf(linted: Pick<Linted, 'calls' | 'packets'>): readonly RuleReason[] {
  // Few kinds of calls share what could be evaluated on them, so each of these is looked through once.
  const kinds = new Set([...linted.calls, ...linted.packets].map(({ lint }) => lint.evaluation));
  const evaluated = new Set<string>();
  for (const kind of kinds) for (const rule of kind.evaluated) evaluated.add(rule);
  const reasons = new Map<string, string>();
  for (const kind of kinds)
    for (const [id, reason] of kind.notEvaluated)
      if (!evaluated.has(id) && !reasons.has(id)) reasons.set(id, reason);
  return [...reasons].map(([rule, reason]) => ({ rule, reason })).sort((a, b) => compare(a.rule, b.rule));
}
