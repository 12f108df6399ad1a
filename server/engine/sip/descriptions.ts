/** Whether messages carry session descriptions. */
import { stopsInHeaders } from './cut';
import type { SipMessage } from './message';
import { contentLengthOf, headerOf } from './values';

/** Whether a message carries a description that was read. */
export function hasDescription({ parts }: SipMessage): boolean {
  return parts.some(({ sdp }) => sdp !== null);
}

/** Whether a message is known to have been sent without a description, not only logged or cut without one. */
export function lacksDescription(message: SipMessage): boolean {
  if (hasDescription(message) || message.isCut || stopsInHeaders(message)) return false;
  const { body, content } = message;
  // A description that stray text kept from being read is none that is missing.
  if (body !== null) return !/^v=0/m.test(content.slice(body.start, body.end));
  const said = contentLengthOf(message);
  if (said !== null) return said.length === 0;
  return headerOf(message, 'content-type') === undefined && /\r?\n\r?\n$/.test(content);
}
