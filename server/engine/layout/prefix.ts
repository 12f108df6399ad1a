/** A prefix that a log puts before every line: the same everywhere but for its digits, which count or tell the time. */
import type { Span } from '../basics/span';
import { isBlank, isDigit } from './lines';

/** Where the content of a line begins behind its prefix; -1 where the line does not carry it. */
export function behindPrefix(text: string, prefix: Span, lineStart: number, lineEnd: number): number {
  const shared = sharedPrefix(text, prefix, lineStart, lineEnd);
  if (shared.reference === prefix.end) return shared.line;
  if (shared.line < lineEnd) return -1;
  // A line without content may have lost the blanks that end its prefix.
  for (let at = shared.reference; at < prefix.end; at++) if (!isBlank(text.charCodeAt(at))) return -1;
  return lineEnd;
}

/** How far a line agrees with a prefix; a run of digits stands for any other. */
export function sharedPrefix(
  text: string,
  prefix: Span,
  lineStart: number,
  lineEnd: number,
): { readonly reference: number; readonly line: number } {
  let reference = prefix.start;
  let line = lineStart;
  while (reference < prefix.end && line < lineEnd) {
    const wanted = text.charCodeAt(reference);
    const seen = text.charCodeAt(line);
    if (isDigit(wanted) && isDigit(seen)) {
      while (reference < prefix.end && isDigit(text.charCodeAt(reference))) reference++;
      while (line < lineEnd && isDigit(text.charCodeAt(line))) line++;
    } else if (wanted === seen) {
      reference++;
      line++;
    } else {
      break;
    }
  }
  return { reference, line };
}
