/** Why rules were not evaluated, told once for all rules that lack the same thing. */
import type { RuleReason } from '../analysis/model';

export interface RulesReason {
  /** At least one, in order of their ids. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/** The reasons in the order in which they are first told. */
export function reasonsOf(notEvaluated: readonly RuleReason[]): readonly RulesReason[] {
  const reasons = new Map<string, string[]>();
  for (const { rule, reason } of notEvaluated) {
    const rules = reasons.get(reason);
    if (rules === undefined) reasons.set(reason, [rule]);
    else rules.push(rule);
  }
  return [...reasons].map(([reason, rules]) => ({ rules, reason }));
}
