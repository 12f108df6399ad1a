/**
 * Blank lines within headers, as forums put them between what they take for paragraphs; and blanks on the line that parts
 * headers and body, which then is no empty one.
 */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import {
  endOfHeaderName,
  endOfLine,
  isBlankLine,
  isSdpLine,
  isWellKnown,
  startsMessage,
  withoutCr,
} from '../lines';
import { messagesIn } from '../margin';
import type { Mender } from '../mender';

/** No message has longer headers, in characters, or is torn into more pieces. */
const MAX_HEADERS = 65_536;
const MAX_STRAYS = 64;

/** Blanks on a line that has nothing else. */
const filled = /\n\r*[ \t][ \t\r]*(?:\n|$)/;

export const strays: Mender = {
  what: 'stray blank lines within headers removed',
  keepsOctets: false,
  mend: (text) => cut(text, (start, blank) => straysOf(text, start, blank)),
};

export const filledBlankLines: Mender = {
  what: 'blanks on empty lines removed',
  keepsOctets: false,
  mend: (text) => (filled.test(text) ? cut(text, (_, blank) => blanksOf(text, blank)) : null),
};

/** Cuts what is found for a message of which the start and the first blank line are given. */
function cut(
  text: string,
  cutsOf: (start: number, blank: Span) => readonly Span[],
): ReturnType<Mender['mend']> {
  const cuts: Span[] = [];
  let floor = 0;
  for (const { lineStart, start } of messagesIn(text)) {
    // Behind a log's own prefix, a blank line may have one, too. Of start lines without a blank line between, the first one speaks for all.
    if (start < floor || start > lineStart) continue;
    const end = endOfHeaders(text, start);
    if (end.isBlank) for (const cut of cutsOf(start, end)) cuts.push(cut);
    floor = Math.max(end.start, cuts.at(-1)?.end ?? 0);
  }
  return without(text, cuts);
}

/** Blanks on the first blank line of a message, where SDP or a header follows. */
function blanksOf(text: string, line: Span): readonly Span[] {
  const end = withoutCr(text, line.start, line.end);
  if (end === line.start) return [];
  const next = { start: line.end + 1, end: endOfLine(text, line.end + 1) };
  const goesOn =
    isSdpLine(text, next.start, next.end) ||
    endOfHeaderName(text, next.start, next.end) > 0 ||
    next.start >= text.length;
  return goesOn ? [{ start: line.start, end }] : [];
}

/** The blank lines behind which the same message's headers go on. */
function straysOf(text: string, start: number, first: Span): readonly Span[] {
  const cuts: Span[] = [];
  let blank = first;
  for (;;) {
    if (blank.start - start > MAX_HEADERS || cuts.length === MAX_STRAYS) return cuts;
    let next = blank.end + 1;
    let end = endOfLine(text, next);
    while (next < text.length && isBlankLine(text, next, end)) {
      next = end + 1;
      end = endOfLine(text, next);
    }
    if (!goesOnAt(text, { start, end: blank.start }, next, end)) return cuts;
    cuts.push({ start: blank.start, end: next });
    const further = endOfHeaders(text, next);
    if (!further.isBlank) return cuts;
    blank = further;
  }
}

/** Whether the header of a line is one that the headers before it wait for: known, not yet there, and before a body was told of. */
function goesOnAt(text: string, headers: Span, line: number, end: number): boolean {
  const name = endOfHeaderName(text, line, end);
  if (name < 0 || !isWellKnown(text, line, name) || startsMessage(text, line)) return false;
  const head = text.slice(headers.start, headers.end).toLowerCase();
  const wanted = text.slice(line, name).toLowerCase();
  // What comes once in a message is that of another one, whose start line is lost (RFC 3261 §8.1.1).
  const isOnce = /^(?:from|to|call-id|cseq|max-forwards|content-length|content-type|[fticl])$/.test(wanted);
  if (isOnce && hasHeader(head, wanted)) return false;
  if (hasHeader(head, 'content-length') || hasHeader(head, 'l')) {
    // A body may hold lines like headers; behind an empty one nothing comes that is not of the headers.
    return /\n(?:content-length|l)[ \t]*:[ \t]*0[ \t\r]*(?:\n|$)/.test(head) && !/^(?:via|v)$/.test(wanted);
  }
  return !/\n(?:content-type|c)[ \t]*:[ \t]*(?!application\/sdp)/.test(head);
}

function hasHeader(head: string, name: string): boolean {
  return head.includes(`\n${name}:`) || head.includes(`\n${name} `);
}

/** The first blank line behind an offset of a message, or the line of SDP or the end of the text that comes before. */
function endOfHeaders(text: string, from: number): Span & { readonly isBlank: boolean } {
  let start = from;
  while (start < text.length) {
    const end = endOfLine(text, start);
    if (isBlankLine(text, start, end)) return { start, end, isBlank: true };
    start = end + 1;
    if (text.charCodeAt(start + 1) === 61 && text.startsWith('v=0', start)) break;
  }
  return { start, end: start, isBlank: false };
}
