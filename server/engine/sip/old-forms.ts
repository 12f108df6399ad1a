/** Messages in forms that make some questions idle: pasted texts, and senders of an older standard. */
import { perObject } from '../basics/memo';
import type { SipMessage } from './message';
import { headerOf, tagOf, topVia } from './values';

/**
 * Whether a message has lost its angle brackets on the way to the trace, as text does that is pasted where `<…>` is
 * markup: none is left in From, To and Contact. Nobody knows then what stood inside of them.
 */
export const hasLostBrackets: (message: SipMessage) => boolean = perObject((message) => {
  const [from, to, contact] = ['from', 'to', 'contact'].map((id) => headerOf(message, id)?.value.text);
  return (
    from !== undefined && to !== undefined && ![from, to, contact ?? ''].some((text) => text.includes('<'))
  );
});

/**
 * Whether the sender of a request speaks RFC 2543: no branch with the cookie, and no tag in From. A response mirrors both,
 * so it tells the same of who asked.
 */
export const speaksRfc2543: (message: SipMessage) => boolean = perObject((message) => {
  const via = topVia(message);
  if (via === null || headerOf(message, 'from') === undefined) return false;
  return !hasBranchCookie(via.branch?.text ?? '') && tagOf(message, 'from') === null;
});

/** Whether a branch begins as RFC 3261 §8.1.1.7 wants it; compared without case, as all parameters. */
export function hasBranchCookie(branch: string): boolean {
  return branch.slice(0, 7).toLowerCase() === 'z9hg4bk';
}
