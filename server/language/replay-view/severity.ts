/** How bad things are beside each other. */
import type { VerdictSeverity } from '../../../shared/ice';

/** The worst first. */
export const severityOrder: Readonly<Record<VerdictSeverity, number>> = {
  error: 0,
  warning: 1,
  good: 2,
  info: 3,
};

/** The worse of two; null is none. */
export function worse(one: VerdictSeverity | null, other: VerdictSeverity | null): VerdictSeverity | null {
  if (one === null || other === null) return one ?? other;
  return severityOrder[one] <= severityOrder[other] ? one : other;
}
