/** Whether the trace lost the end of a message. */
import { perObject } from '../basics/memo';
import { octetLength } from '../basics/octet-length';
import type { Header, SipMessage } from './message';
import { contentLengthOf } from './values';

/** The header that a message stops within; null where its headers are whole. */
export function cutHeaderOf({ content, headers }: SipMessage): Header | null {
  const last = headers.at(-1);
  return last?.end === content.length ? last : null;
}

/** Whether a message stops within its headers, so that others may have followed. */
export const stopsInHeaders = perObject((message: SipMessage): boolean => {
  const { content, bodyStart, headers, startLine } = message;
  if (cutHeaderOf(message) !== null) return true;
  // A line that is no header yet, as far as it came.
  return bodyStart === content.length && content.slice((headers.at(-1) ?? startLine).end).trim() !== '';
});

/** Whether a message is shorter than its Content-Length and stops within a line. */
export function stopsWithinLine(message: SipMessage): boolean {
  const { content, bodyStart } = message;
  // Between CR and LF it is cut, too, unless CR alone ends its lines.
  if (content.endsWith('\n') || (content.endsWith('\r') && !content.includes('\n'))) return false;
  const said = contentLengthOf(message);
  return said !== null && octetLength(content.slice(bodyStart), 'crlf') + lineEndOctets < said.length;
}

/** A logger may drop the last line end of a body. */
const lineEndOctets = 2;

/** Whether the end of a message is cut: the trace says so, or its body stops within a line, or lacks more than half. */
export const isCutMessage = perObject(
  (message: SipMessage) => message.isCut || stopsWithinLine(message) || isHalfMissing(message),
);

/** Who takes out some lines leaves more than half of a body. */
function isHalfMissing(message: SipMessage): boolean {
  const { content, bodyStart } = message;
  const said = contentLengthOf(message)?.length ?? 0;
  // Counting octets takes long, and there are no fewer of them than characters.
  if ((content.length - bodyStart) * 2 >= said) return false;
  return octetLength(content.slice(bodyStart), 'crlf') * 2 < said;
}
