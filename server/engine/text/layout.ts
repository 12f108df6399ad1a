/**
 * How a log prints the lines of a message: with a prefix before each, with a dot for each CR, or as they are. What was done to the text since
 * is undone before (engine/layout).
 * Learnt from the start line and the line behind it, so no format needs to know.
 */
import type { Span } from '../basics/span';
import { endOfHeaderName, isBlank, isWellKnown, startsWellKnown } from '../layout/lines';
import { sharedPrefix } from '../layout/prefix';
import type { Scanner } from './scanner';
import type { StartLine } from './start-line';

export interface Layout {
  /** The prefix of the start line that every line carries, digits apart; null where lines stand as they are. */
  readonly prefix: Span | null;
  /** Lines end in a dot where the CR was, as ngrep prints it. */
  readonly dotted: boolean;
}

export const plainLayout: Layout = { prefix: null, dotted: false };

const MAX_PREFIX = 512;

/** The layout of the message that begins at a start line; null where no header follows, so it is none. */
export function learnLayout(scanner: Scanner, startLine: StartLine): Layout | null {
  const { text } = scanner;
  scanner.lineAt(startLine.start);
  const next = scanner.lineAfterLast();
  const nextEnd = scanner.withoutCr(next.start, next.end);
  const alone = startLine.start === startLine.lineStart;
  if (alone) {
    const name = endOfHeaderName(text, next.start, nextEnd);
    if (name > 0) {
      if (!startLine.certain && !isWellKnown(text, next.start, name)) return null;
      return { ...plainLayout, dotted: isDotted(text, startLine, next.start, nextEnd) };
    }
    return startLine.certain && headerFollows(scanner, next) ? plainLayout : null;
  }
  if (startsWellKnown(text, next.start, nextEnd)) {
    return { ...plainLayout, dotted: isDotted(text, startLine, next.start, nextEnd) };
  }
  if (startLine.start - startLine.lineStart > MAX_PREFIX) return null;
  const whole = { start: startLine.lineStart, end: startLine.start };
  const shared = sharedPrefix(text, whole, next.start, nextEnd);
  if (shared.reference === whole.start || !startsWellKnown(text, shared.line, nextEnd)) return null;
  // Blanks and a letter are too little to tell a header from a line that was broken anywhere.
  const isCompact = text.charCodeAt(shared.line + 1) === 58;
  if (isCompact && text.slice(whole.start, shared.reference).trim() === '') return null;
  return {
    prefix: { start: whole.start, end: shared.reference },
    dotted: isDotted(text, startLine, shared.line, nextEnd),
  };
}

/** Whether a header, or nothing at all, follows behind a few blank lines. */
function headerFollows(scanner: Scanner, next: Span): boolean {
  let { start, end } = next;
  for (let count = 0; count < 4; count++) {
    if (start >= scanner.text.length) return true;
    const trimmed = scanner.withoutCr(start, end);
    if (trimmed > start && !isDot(scanner.text, start, trimmed)) {
      // A first header may stand behind blanks, as RFC 4475 §3.1.1.1 has them everywhere else.
      let name = start;
      while (name < trimmed && isBlank(scanner.text.charCodeAt(name))) name++;
      return endOfHeaderName(scanner.text, name, trimmed) > 0;
    }
    start = end + 1;
    end = scanner.endOfLine(start);
  }
  return false;
}

function isDotted(text: string, startLine: StartLine, next: number, nextEnd: number): boolean {
  return endsInDot(text, startLine.start, startLine.end) && endsInDot(text, next, nextEnd);
}

function endsInDot(text: string, start: number, end: number): boolean {
  return end > start && text.charCodeAt(end - 1) === 46;
}

function isDot(text: string, start: number, end: number): boolean {
  return end === start + 1 && text.charCodeAt(start) === 46;
}
