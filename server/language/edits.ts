/** Edits of a message's content, made safe to apply: in order, without overlap, with Content-Length put right. */
import type { Edit } from '../engine/rules/rule';
import { octetLength } from '../engine/basics/octet-length';
import { applyEdits, compatibleEdits } from '../engine/sdp/write';
import { contentLengthOf } from '../engine/sip/values';
import type { TraceMessage } from '../engine/traces/message';

/**
 * The edits, and one more of Content-Length where they change the length of a SIP message's body
 * (RFC 3261 §20.14). An edit of the header itself among them wins.
 */
export function editsWithContentLength(message: TraceMessage, edits: readonly Edit[]): readonly Edit[] {
  const { parsed } = message;
  const compatible = compatibleEdits(edits);
  if (parsed.kind !== 'sip' || !compatible.some((edit) => edit.end >= parsed.bodyStart)) return compatible;
  const value = contentLengthOf(parsed)?.header.value;
  if (value === undefined) return compatible;
  if (compatible.some((edit) => edit.start < value.end && edit.end > value.start)) return compatible;
  const { content, bodyStart } = parsed;
  const body = applyEdits(content, { start: bodyStart, end: content.length }, compatible);
  const newText = String(octetLength(body, 'crlf'));
  if (newText === value.text) return compatible;
  return compatibleEdits([...compatible, { start: value.start, end: value.end, newText }]);
}
