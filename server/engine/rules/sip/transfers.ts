/** What NOTIFYs of a transfer say: an answer to the new INVITE, as a piece of SIP (RFC 3515 §2.4.5, RFC 3420). */
import { headerOf } from '../../sip/values';
import type { SipMessage } from '../../sip/message';
import type { Token } from '../../basics/span';

/** The status line in a body of `message/sipfrag`; null where there is none. */
export function fragmentOf({
  content,
  body,
  headers,
}: SipMessage): { readonly status: number; readonly line: Token } | null {
  if (body === null || !headers.some(({ id, value }) => id === 'content-type' && /sipfrag/i.test(value.text)))
    return null;
  const found = /^\s*(SIP\/2\.0 ([1-6]\d\d)[^\r\n]*)/.exec(content.slice(body.start, body.start + 200));
  const [whole = '', line = '', status = ''] = found ?? [];
  if (found === null) return null;
  const start = body.start + whole.length - line.length;
  return { status: Number(status), line: { start, end: start + line.length, text: line } };
}

/** Whether a NOTIFY belongs to a transfer. */
export function isOfTransfer(notify: SipMessage): boolean {
  return /^refer\b/i.test(headerOf(notify, 'event')?.value.text ?? '');
}
