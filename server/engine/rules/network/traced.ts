/** What the rules of traces of hops share. */
import type { Network } from '../../network/network';
import { isListed } from '../../network/prefix';
import type { FoundHop, RoutesJudgement, TraceJudgement } from '../../routes/judgement';

/** A trace towards Microsoft's media; null for other exports, and for other targets, which tell nothing of media. */
export function mediaTrace(routes: RoutesJudgement | null, network: Network): TraceJudgement | null {
  if (routes?.of?.kind !== 'trace' || routes.of.target === null) return null;
  return isListed(routes.of.target, network.microsoftMedia) ? routes.of : null;
}

/** A hop in words: its name and address, as far as they are known. */
export function hopText({ hop, name, address }: FoundHop): string {
  const who = name === null ? address : address === null ? name : `${name}, ${address}`;
  return `hop ${hop} (${who ?? 'unknown'})`;
}

/** Where a trace enters Microsoft's network, as a sentence. */
export function entryText({ microsoftFrom }: TraceJudgement): string {
  return microsoftFrom === null
    ? "Where it enters Microsoft's network, the trace does not show."
    : `It enters Microsoft's network at ${hopText(microsoftFrom)}.`;
}
