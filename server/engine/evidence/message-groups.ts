/**
 * Messages of a Call-ID by what rules look for. A registration or a long call has thousands of them: whoever went through
 * all for each would take time in proportion to their square.
 */
import { perObject } from '../basics/memo';
import type { SipTraceMessage } from '../traces/message';

interface Messages {
  /** In the order of the trace. */
  readonly messages: readonly SipTraceMessage[];
}

const none: readonly SipTraceMessage[] = [];

/**
 * Looks up messages by a key, in the order of the trace. The key of each is made once.
 *
 * @param keyOf null of messages that are never looked for
 */
export function groupedBy<T extends Messages>(
  keyOf: (message: SipTraceMessage, of: T) => string | null,
): (of: T, key: string) => readonly SipTraceMessage[] {
  const groups = perObject((of: T) => {
    const made = new Map<string, SipTraceMessage[]>();
    for (const message of of.messages) {
      const key = keyOf(message, of);
      if (key === null) continue;
      const group = made.get(key);
      if (group === undefined) made.set(key, [message]);
      else group.push(message);
    }
    return made;
  });
  return (of, key) => groups(of).get(key) ?? none;
}

/** What has a place in a trace: lists of it are in the order of the trace. */
interface Placed {
  readonly index: number;
}

/** How many of a list stand before an index: the place of the first one that does not. */
export function countBefore(placed: readonly Placed[], index: number): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((placed[middle]?.index ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of a list that stands behind something; null for none. */
export function firstAfter<T extends Placed>(placed: readonly T[], { index }: Placed): T | null {
  return placed[countBefore(placed, index + 1)] ?? null;
}

/** The last of a list that stands before something; null for none. */
export function lastBefore<T extends Placed>(placed: readonly T[], { index }: Placed): T | null {
  return placed[countBefore(placed, index) - 1] ?? null;
}
