/** In what condition a message is: whole, an excerpt, written by an old peer, or changed by what it was pasted through. */
import { perObject } from '../basics/memo';
import { cutHeaderOf } from './cut';
import type { SipMessage } from './message';
import { headerOf, headersOf, tagOf, topVia } from './values';

/**
 * Whether no header can be missing because the trace lost it: the empty line behind them is there, or the header that
 * nearly all stacks write last. Asked before a header is called missing.
 */
export const hasAllHeaders = perObject((message: SipMessage): boolean => {
  if (cutHeaderOf(message) !== null) return false;
  const { content, bodyStart } = message;
  // An empty line that a log put among the headers: what looks like the body goes on with them.
  if (
    headerOf(message, 'content-type') === undefined &&
    /^\s*[A-Z][A-Za-z-]*:\s/.test(content.slice(bodyStart, bodyStart + 80))
  )
    return false;
  return (
    content.endsWith('\n\n', bodyStart) ||
    content.endsWith('\n\r\n', bodyStart) ||
    headerOf(message, 'content-length') !== undefined
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

/** Whether its sender speaks RFC 2543, which knows neither the cookie of branches nor tags in requests. */
export const speaksRfc2543 = perObject((message: SipMessage): boolean => {
  const branch = topVia(message)?.branch?.text ?? '';
  return !hasBranchCookie(branch) && tagOf(message, 'from') === null;
});

/** Whether a branch begins as RFC 3261 §8.1.1.7 wants it; compared without case, as all parameters. */
export function hasBranchCookie(branch: string): boolean {
  return branch.slice(0, 7).toLowerCase() === 'z9hg4bk';
}

const addressed = ['from', 'to', 'contact'] as const;

/**
 * Whether the text lost all angle brackets, as what was pasted into Markdown or HTML does: then nobody can tell whose a
 * parameter is.
 */
export const hasLostBrackets = perObject((message: SipMessage): boolean => {
  let seen = 0;
  for (const id of addressed)
    for (const { value } of headersOf(message, id)) {
      if (value.text.includes('<')) return false;
      seen++;
    }
  return seen > 0;
});
