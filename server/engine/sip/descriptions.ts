/** Whether messages carry session descriptions. */
import { cutHeaderOf } from './cut';
import type { SipMessage } from './message';
import { contentLengthOf, headerOf } from './values';

/** Whether a message carries a description that was read. */
export function hasDescription({ parts }: SipMessage): boolean {
  return parts.some(({ sdp }) => sdp !== null);
}

/** Whether a message is known to have been sent without a description, not only logged or cut without one. */
export function lacksDescription(message: SipMessage): boolean {
  if (hasDescription(message) || cutHeaderOf(message) !== null) return false;
  if (message.body !== null) return true;
  const said = contentLengthOf(message);
  return said === null ? headerOf(message, 'content-type') === undefined : said.length === 0;
}
