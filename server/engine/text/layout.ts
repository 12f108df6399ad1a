/**
 * How a log prints the lines of a message: with a prefix before each, with a dot for each CR, or as they are.
 * Learnt from the start line and the line behind it, so no format needs to know.
 */
import type { Span } from '../basics/span';
import type { Scanner } from './scanner';
import { isBlank, type StartLine } from './start-line';

export interface Layout {
  /** The prefix of the start line that every line carries, digits apart; null where lines stand as they are. */
  readonly prefix: Span | null;
  /** Lines end in a dot where the CR was, as ngrep prints it. */
  readonly dotted: boolean;
  /** A blank line stands behind every line, as where CR and LF were both taken for a line's end. */
  readonly doubled: boolean;
}

export const plainLayout: Layout = { prefix: null, dotted: false, doubled: false };
const doubledLayout: Layout = { ...plainLayout, doubled: true };

const MAX_PREFIX = 512;
const MAX_NAME = 64;

const wellKnown = new Set(
  (
    'via from to call-id cseq contact max-forwards record-route route content-length content-type user-agent ' +
    'server allow supported require proxy-require date event expires authorization proxy-authorization ' +
    'www-authenticate proxy-authenticate accept subject organization timestamp reason session-expires min-se ' +
    'allow-events diversion p-asserted-identity privacy v f t i m l c k s u o r b x'
  ).split(' '),
);

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
      if (!startLine.certain && !isWellKnownHeader(text, next.start, name)) return null;
      return { ...plainLayout, dotted: isDotted(text, startLine, next.start, nextEnd) };
    }
    if (!startLine.certain || !headerFollows(scanner, next)) return null;
    return isDoubled(scanner, next) ? doubledLayout : plainLayout;
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
    doubled: false,
    dotted: isDotted(text, startLine, shared.line, nextEnd),
  };
}

/** Where the content of a line begins behind its prefix; -1 where the line does not carry it. */
export function behindPrefix(text: string, prefix: Span, lineStart: number, lineEnd: number): number {
  const shared = sharedPrefix(text, prefix, lineStart, lineEnd);
  if (shared.reference === prefix.end) return shared.line;
  if (shared.line < lineEnd) return -1;
  // A line without content may have lost the blanks that end its prefix.
  for (let at = shared.reference; at < prefix.end; at++) if (!isBlank(text.charCodeAt(at))) return -1;
  return lineEnd;
}

/** Behind the name of a header that begins at an offset (its blanks included), or -1 where none does. */
export function endOfHeaderName(text: string, start: number, end: number): number {
  if (!isLetter(text.charCodeAt(start))) return -1;
  let at = start + 1;
  const limit = Math.min(end, start + MAX_NAME);
  while (at < limit && isNameCode(text.charCodeAt(at))) at++;
  const name = at;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  return at < limit && text.charCodeAt(at) === 58 ? name : -1;
}

function startsWellKnown(text: string, start: number, end: number): boolean {
  const name = endOfHeaderName(text, start, end);
  return name > 0 && isWellKnownHeader(text, start, name);
}

/** Whether a name at a place is that of a header which most messages have. */
export function isWellKnownHeader(text: string, start: number, end: number): boolean {
  return wellKnown.has(text.slice(start, end).toLowerCase());
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

/** Whether a blank line stands before each of the first two headers, and behind the second. */
function isDoubled(scanner: Scanner, next: Span): boolean {
  let { start, end } = next;
  for (let count = 0; count < 5; count++) {
    const trimmed = scanner.withoutCr(start, end);
    const isBlankLine = trimmed === start && start < scanner.text.length;
    if (isBlankLine !== (count % 2 === 0)) return false;
    if (!isBlankLine && endOfHeaderName(scanner.text, start, trimmed) < 0) return false;
    start = end + 1;
    end = scanner.endOfLine(start);
  }
  return true;
}

function isDotted(text: string, startLine: StartLine, next: number, nextEnd: number): boolean {
  return endsInDot(text, startLine.start, startLine.end) && endsInDot(text, next, nextEnd);
}

/** Whether a line ends in a dot, apart from colours behind it. */
function endsInDot(text: string, start: number, end: number): boolean {
  return text.charCodeAt(withoutColours(text, start, end) - 1) === 46;
}

/** The end of a line without colours at its end. */
export function withoutColours(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === 109) {
    let sequence = at - 2;
    while (sequence > start && isColourCode(text.charCodeAt(sequence))) sequence--;
    if (text.charCodeAt(sequence) !== 91 || text.charCodeAt(sequence - 1) !== 27) return at;
    at = sequence - 1;
  }
  return at;
}

function isDot(text: string, start: number, end: number): boolean {
  return end === start + 1 && text.charCodeAt(start) === 46;
}

/** How far a line agrees with a prefix; a run of digits stands for any other. */
function sharedPrefix(
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

function isColourCode(code: number): boolean {
  return isDigit(code) || code === 59;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Token characters of RFC 3261 §25.1. */
function isNameCode(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === 45 ||
    code === 95 ||
    code === 46 ||
    code === 33 ||
    code === 126
  );
}
