/** Transactions and retransmissions of a leg (RFC 3261 §17). */
import type { SipTraceMessage } from '../traces/message';
import type { Transaction } from './call';
import { factsOf } from '../sip/facts';

/**
 * For each message the place of the first one that it repeats, or null. A retransmission is the same message
 * again (RFC 3261 §17.1.1.2): same start line, transaction, tags and body, whatever the capture calls it.
 */
export function findRetransmissions(messages: readonly SipTraceMessage[]): readonly (number | null)[] {
  const keys = messages.map(({ parsed }) => {
    const { status, method, cseq, branch, fromTag, toTag } = factsOf(parsed);
    return `${status}\n${method}\n${cseq}\n${branch}\n${fromTag}\n${toTag}`;
  });
  // In most calls no two are alike as far as this, and bodies are long.
  if (new Set(keys).size === keys.length) return keys.map(() => null);
  const first = new Map<string, number>();
  return messages.map(({ parsed }, place) => {
    const body =
      parsed.body === null ? '' : parsed.content.slice(parsed.body.start, parsed.body.end).trimEnd();
    const key = `${keys[place]}\n${body}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, place);
    return earlier ?? null;
  });
}

/** The transactions of a leg, in order of their first message. */
export function findTransactions(
  messages: readonly SipTraceMessage[],
  retransmissionOf: readonly (number | null)[],
): readonly Transaction[] {
  const open = new Map<
    string,
    { method: string; branch: string; request: number | null; responses: number[] }
  >();
  messages.forEach(({ parsed }, place) => {
    if (typeof retransmissionOf[place] === 'number') return;
    const { branch, method, cseq, status } = factsOf(parsed);
    const key = `${branch} ${method} ${cseq}`;
    let transaction = open.get(key);
    if (transaction === undefined) {
      transaction = { method, branch, request: null, responses: [] };
      open.set(key, transaction);
    }
    if (status === null) transaction.request ??= place;
    else transaction.responses.push(place);
  });
  return [...open.values()];
}
