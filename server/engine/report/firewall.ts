/** Firewall rules and what they do with media, as JSON. */
import type { FirewallJudgement } from '../firewall/judgement';
import type { FirewallValue } from './shapes';

export function firewallJson({ format, rules, lacks, faults }: FirewallJudgement): FirewallValue {
  return {
    format,
    rules: rules.map(({ name, direction, line, enabled, action }) => ({
      name,
      direction,
      line,
      enabled: enabled === 'unknown' ? null : enabled,
      action: action === 'unknown' ? null : action,
    })),
    lacks,
    faults,
  };
}
