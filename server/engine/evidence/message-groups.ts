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

/** How many of some messages stand before an index: the place of the first one that does not. */
export function countBefore(messages: readonly SipTraceMessage[], index: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.index ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of some messages that stands behind another one; null for none. */
export function firstAfter(
  messages: readonly SipTraceMessage[],
  { index }: SipTraceMessage,
): SipTraceMessage | null {
  return messages[countBefore(messages, index + 1)] ?? null;
}

/** The last of some messages that stands before another one; null for none. */
export function lastBefore(
  messages: readonly SipTraceMessage[],
  { index }: SipTraceMessage,
): SipTraceMessage | null {
  return messages[countBefore(messages, index) - 1] ?? null;
}
