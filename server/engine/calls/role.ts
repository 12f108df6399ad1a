/** What is known of a description that takes part in a call. */
import type { Described } from './call';

/**
 * Whether nobody can tell if a description of a call offers or answers: the message that tells is not in the trace. What
 * holds for offers alone, or for answers alone, is not asked of it.
 */
export function isOfUntoldRole({ role, standsAlone }: Described): boolean {
  return role === 'unknown' && !standsAlone;
}
