/** Rules that lines of the trace name and that do not exist. */
import { compare } from '../../../shared/order';
import { detached } from '../basics/detached';
import { rules } from '../rules/index';
import type { TraceMessage } from '../traces/message';

/** Names of no rule in `#!ignore` lines, in order. */
export function unknownRulesOf(messages: readonly TraceMessage[]): readonly string[] {
  const unknown = new Set<string>();
  for (const { record } of messages)
    for (const id of record.ignored ?? []) if (!ruleIds.has(id)) unknown.add(detached(id));
  return [...unknown].sort(compare);
}

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id));
