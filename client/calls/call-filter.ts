import { filterParts } from '../../shared/filter';
import type { CallSummary } from '../../shared/protocol';

/** The words of a filter in lower case; what stands in quotation marks is one. */
export function filterWords(filter: string): string[] {
  return filterParts(filter.toLowerCase())
    .map((word) => word.replaceAll('"', ''))
    .filter(Boolean);
}

/**
 * Whether a call holds every word of a filter, in whatever case: in its Call-ID, numbers and hosts, method, outcome,
 * status or profile.
 * @param shown the outcome and the profile as they are shown
 */
export function matchesFilter(
  call: CallSummary,
  shown: readonly string[],
  words: readonly string[],
): boolean {
  const { callId, from, to, method, status, reason, profile } = call;
  const text = [callId, from, to, method ?? '', status ?? '', reason ?? '', profile, ...shown]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
