/** Edits that fixes are made of. They keep the line ends of the message that they change. */
import { perObject } from '../basics/memo';
import { isRejected } from '../sdp/query';
import type { Sdp, SdpLine, Section } from '../sdp/sdp';
import type { Span } from '../basics/span';
import type { Edit } from './rule';

/** Replaces a span. */
export function replace(span: Span, newText: string): Edit {
  return { start: span.start, end: span.end, newText };
}

/** Takes a line away together with its line end. */
export function deleteLine(content: string, line: Span): Edit {
  const end = behindLineEnd(content, line.end);
  // The last line has no line end of its own: take the one before it.
  if (end === line.end && line.start > 0) {
    return { start: beforeLineEnd(content, line.start), end: line.end, newText: '' };
  }
  return { start: line.start, end, newText: '' };
}

/** Takes several lines away. Neighbours go in one edit, so that the edits never overlap. */
export function deleteLines(content: string, lines: readonly SdpLine[]): readonly Edit[] {
  const edits: Edit[] = [];
  let run: { readonly start: number; end: number; last: number } | null = null;
  for (const line of lines.toSorted((a, b) => a.index - b.index)) {
    if (run !== null && line.index <= run.last + 1) {
      run.end = line.end;
      run.last = line.index;
      continue;
    }
    if (run !== null) edits.push(deleteLine(content, run));
    run = { start: line.start, end: line.end, last: line.index };
  }
  if (run !== null) edits.push(deleteLine(content, run));
  return edits;
}

/** Inserts a line before another one. */
export function insertBefore(content: string, line: Span, text: string): Edit {
  return { start: line.start, end: line.start, newText: text + lineEndOf(content, line) };
}

/** Inserts a line behind another one. */
export function insertAfter(content: string, line: Span, text: string): Edit {
  const end = endOfLine(content, line.end);
  return { start: end, end, newText: lineEndOf(content, line) + text };
}

/** Inserts a session-level line at the end of the session's section, that is before the first m-line. */
export function insertAtSessionEnd(content: string, sdp: Sdp, text: string): Edit | null {
  const first = sdp.media[0];
  if (first !== undefined) return insertBefore(content, first.line, text);
  const last = sdp.lines.at(-1);
  return last === undefined ? null : insertAfter(content, last, text);
}

/** Inserts a line at the end of a section. */
export function insertAtSectionEnd(content: string, section: Section, text: string): Edit | null {
  const last = section.lines.at(-1);
  return last === undefined ? null : insertAfter(content, last, text);
}

/**
 * Puts a line at the end of a stream's section. Where it stands in the section of a refused stream, which has no use for it,
 * it is moved from there: an m-line got between.
 */
export function addOrMoveLine(
  { content, sdp }: { readonly content: string; readonly sdp: Sdp },
  section: Section,
  text: string,
): readonly Edit[] | null {
  const insert = insertAtSectionEnd(content, section, text);
  if (insert === null) return null;
  const stray = refusedLines(sdp, content).get(text)?.[0];
  return stray === undefined ? [insert] : [insert, deleteLine(content, stray)];
}

/** The lines in the sections of refused streams, by their text. */
export const refusedLines = perObject(
  (sdp: Sdp, content: string): ReadonlyMap<string, readonly SdpLine[]> => {
    const found = new Map<string, SdpLine[]>();
    for (const line of sdp.media.filter(isRejected).flatMap(({ lines }) => lines)) {
      const text = content.slice(line.start, line.end);
      const same = found.get(text);
      if (same === undefined) found.set(text, [line]);
      else same.push(line);
    }
    return found;
  },
);

/** Moves a line before another one. */
export function moveBefore(content: string, line: SdpLine, target: Span): readonly Edit[] {
  return [insertBefore(content, target, content.slice(line.start, line.end)), deleteLine(content, line)];
}

/** The line end that follows a line, or the message's usual one. */
export function lineEndOf(content: string, line: Span): string {
  const at = endOfLine(content, line.end);
  const own = content.slice(at, behindLineEnd(content, at));
  if (own !== '') return own;
  return content.includes('\r\n') ? '\r\n' : '\n';
}

/** Blanks may follow a line's last character that counts. */
function endOfLine(content: string, from: number): number {
  let at = from;
  while (at < content.length && content[at] !== '\r' && content[at] !== '\n') at++;
  return at;
}

/** Behind the end of the line that an offset is in. */
export function behindLineEnd(content: string, from: number): number {
  let at = endOfLine(content, from);
  if (content[at] === '\r') at++;
  if (content[at] === '\n') at++;
  return at;
}

function beforeLineEnd(content: string, start: number): number {
  let at = start;
  if (content[at - 1] === '\n') at--;
  if (content[at - 1] === '\r') at--;
  return at;
}
