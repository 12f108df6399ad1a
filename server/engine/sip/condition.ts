/** In what condition a message is: with all its headers or as an excerpt. */
import { perObject } from '../basics/memo';
import { cutHeaderOf } from './cut';
import type { Header, SipMessage } from './message';
import { headerOf } from './values';

/**
 * Whether no header can be missing because the trace lost it: the empty line behind them is there, or the header that
 * nearly all stacks write last. Asked before a header is called missing.
 */
export const hasAllHeaders = perObject((message: SipMessage): boolean => {
  if (cutHeaderOf(message) !== null) return false;
  const { content, bodyStart, isCut } = message;
  // An empty line that a log put among the headers: what looks like the body goes on with them.
  if (
    headerOf(message, 'content-type') === undefined &&
    /^\s*[A-Z][A-Za-z-]*:\s/.test(content.slice(bodyStart, bodyStart + 80))
  )
    return false;
  return (
    content.endsWith('\n\n', bodyStart) ||
    content.endsWith('\n\r\n', bodyStart) ||
    (!isCut && headerOf(message, 'content-length') !== undefined)
  );
});

/**
 * Whether somebody took headers out before showing the message, as in questions on the web: without Via and another of
 * the headers that answers are found by, it could not have been sent.
 */
export const isExcerpt = perObject(
  (message: SipMessage): boolean =>
    headerOf(message, 'via') === undefined &&
    ['from', 'to', 'call-id'].some((id) => headerOf(message, id) === undefined),
);

/**
 * Whether the rest of a header's value stands in a line that is no header: a log or a page lost the blank that continues
 * it (RFC 3261 §7.3.1).
 */
export function isTorn({ problems }: SipMessage, header: Header): boolean {
  return problems.some(({ start }) => start > header.end && start <= header.end + 2);
}
