/** Content-Length follows what edits make of a body, and of the parts of a multipart one. */
import { octetLength } from '../basics/octet-length';
import type { Span } from '../basics/span';
import type { Edit } from '../rules/rule';
import { applyEdits } from '../sdp/write';
import type { Header, SipMessage } from '../sip/message';
import { parseSip } from '../sip/parse';
import type { ParsedMessage } from '../traces/message';

/**
 * Edits of a message's content, and those of Content-Length that they entail (RFC 3261 §20.14): the body that they
 * change is counted again, and so are its parts. An edit of such a number itself is left out then.
 */
export function withContentLengths(parsed: ParsedMessage, edits: readonly Edit[]): readonly Edit[] {
  if (parsed.kind !== 'sip' || !edits.some(({ end }) => end >= parsed.bodyStart)) return edits;
  const ofParts = parsed.parts.flatMap(({ headers }, place) => lengthOf(headers, place));
  const body = lengthOf(parsed.headers, null);
  const others = edits.filter((edit) => ![...ofParts, ...body].some(({ value }) => meets(edit, value)));
  // The numbers of the parts are octets of the body, so they come first.
  return recounted(parsed, body, recounted(parsed, ofParts, others));
}

interface Length {
  /** Where the number stands. */
  readonly value: Header['value'];
  /** The part that it counts; null for the whole body. */
  readonly part: number | null;
}

function lengthOf(headers: readonly Header[], part: number | null): readonly Length[] {
  const value = headers.find(({ id }) => id === 'content-length')?.value;
  return value === undefined || !/^\d+$/.test(value.text) ? [] : [{ value, part }];
}

function meets(edit: Edit, value: Span): boolean {
  return edit.start <= value.end && edit.end >= value.start;
}

function recounted(
  { content, isCut, parts }: SipMessage,
  lengths: readonly Length[],
  edits: readonly Edit[],
): readonly Edit[] {
  if (lengths.length === 0) return edits;
  const edited = parseSip(applyEdits(content, { start: 0, end: content.length }, edits), isCut);
  if (edited.parts.length !== parts.length) return edits;
  return [
    ...edits,
    ...lengths.flatMap(({ value: { start, end, text }, part }) => {
      const body = { start: edited.bodyStart, end: edited.content.length };
      const counted = part === null ? body : (edited.parts[part]?.content ?? body);
      const newText = String(octetLength(edited.content.slice(counted.start, counted.end), 'crlf'));
      return newText === text ? [] : [{ start, end, newText }];
    }),
  ];
}
