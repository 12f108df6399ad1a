/** Finds SIP start lines (RFC 3261 §7.1, §7.2) in any text. */
import { isBlank, isDigit } from '../layout/lines';
import type { Scanner } from './scanner';

export interface StartLine {
  /** Where its line begins; what stands from there to `start` is the logger's. */
  readonly lineStart: number;
  readonly start: number;
  /** Without the line's end mark. */
  readonly end: number;
  /** Code that ends a line in this text. */
  readonly eol: number;
  /** The line alone tells: a method that is known or a URI with a scheme, or a response at the line's start. */
  readonly certain: boolean;
}

const knownMethods =
  /(?:INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE|SERVICE|BENOTIFY)$/;

/** METHOD, URI without spaces, then the version: the whole of a line before it. */
const plainRequest = /^([\w!%'*+.`~-]+)[ \t]+(\S+)[ \t]+$/;

/** A longer URI is none. */
const MAX_REQUEST_LINE = 16_384;
/** What may stand behind the version of a request: blanks, a dot for a CR. */
const MAX_TAIL = 16;

/** The start line whose `SIP` stands at `marker`, or null where it is something else, such as a Via. */
export function startLineAt(scanner: Scanner, marker: number): StartLine | null {
  const { text } = scanner;
  const version = endOfVersion(text, marker);
  if (version < 0) return null;
  const tail = text.charCodeAt(version);
  if (isBlank(tail) && isStatusCode(text, version + 1)) {
    const line = scanner.lineAt(marker);
    return {
      lineStart: line.start,
      start: marker,
      end: scanner.withoutCr(marker, line.end),
      eol: scanner.eol,
      certain: marker === line.start,
    };
  }
  if (!isBlank(text.charCodeAt(marker - 1)) || !isTail(text, version)) return null;
  const line = scanner.lineAt(marker);
  if (marker - line.start > MAX_REQUEST_LINE) return null;
  const request = requestStart(text.slice(line.start, marker));
  if (request === null) return null;
  return {
    lineStart: line.start,
    start: line.start + request.start,
    end: scanner.withoutCr(marker, line.end),
    eol: scanner.eol,
    certain: request.certain,
  };
}

/**
 * The first line of a text, where it is a request line that lacks its version and a header follows: RFC 4475's archive
 * has one. Looked for only where a text shows no message.
 */
export function unversionedStartLine(scanner: Scanner): StartLine | null {
  const { text } = scanner;
  const start = scanner.behindBlanks(0);
  const end = scanner.withoutCr(start, scanner.endOfLine(start));
  const isRequest = /^[A-Z]{3,9} (?:sips?|tel):[^\s<>]+$/.test(
    text.slice(start, Math.min(end, start + MAX_REQUEST_LINE)),
  );
  if (!isRequest || knownMethodBefore(text, text.indexOf(' ', start)) !== start) return null;
  const next = scanner.endOfLine(start) + 1;
  if (!/^[A-Za-z-]{1,40}[ \t]*:/.test(text.slice(next, next + 60))) return null;
  return { lineStart: start, start, end, eol: scanner.eol, certain: true };
}

/** Where the known method begins that ends a run of other characters, such as `.3d...Q.INVITE`; -1 if none. */
export function knownMethodBefore(text: string, end: number): number {
  const word = text.slice(Math.max(0, end - 10), end);
  const found = knownMethods.exec(word);
  return found === null ? -1 : end - found[0].length;
}

/** Whether a start line begins right at an offset, wherever it ends. */
export function beginsStartLine(text: string, at: number): boolean {
  if (text.startsWith('SIP/2.0 ', at)) return isStatusCode(text, at + 8);
  const blank = text.slice(at, at + 12).indexOf(' ');
  return blank > 0 && knownMethodBefore(text, at + blank) === at;
}

/** Where in a line the first start line begins, wherever that ends; -1 where there is none. */
export function startOfMessage(line: string): number {
  for (const found of line.matchAll(
    /(?<![\w/])(?:SIP\/2\.0 [1-6]\d\d(?!\d)|[A-Z]{3,9} (?=(?:sips?|tel|urn):))/g,
  )) {
    if (beginsStartLine(line, found.index)) return found.index;
  }
  return -1;
}

/** Behind `SIP/2.0`, `SIP/7.0` or a damaged `SIP /2.0`; -1 where no version stands. */
function endOfVersion(text: string, marker: number): number {
  let at = marker + 3;
  while (at < marker + 6 && text.charCodeAt(at) === 32) at++;
  if (text.charCodeAt(at) !== 47 || !isDigit(text.charCodeAt(at + 1))) return -1;
  if (text.charCodeAt(at + 2) !== 46 || !isDigit(text.charCodeAt(at + 3))) return -1;
  return at + 4;
}

/** A number and no more: of three digits, but RFC 4475 §3.1.2.19 has a longer one. */
function isStatusCode(text: string, at: number): boolean {
  let end = at;
  while (end < at + 12 && isDigit(text.charCodeAt(end))) end++;
  return end >= at + 3 && text.charCodeAt(at) !== 48 && !isNameCode(text.charCodeAt(end));
}

function isTail(text: string, from: number): boolean {
  for (let at = from; at < from + MAX_TAIL; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13 || Number.isNaN(code)) return true;
    if (!isBlank(code) && code !== 46) return false;
  }
  return false;
}

interface RequestStart {
  readonly start: number;
  readonly certain: boolean;
}

function requestStart(head: string): RequestStart | null {
  const plain = plainRequest.exec(head);
  if (plain !== null) {
    return { start: 0, certain: knownMethods.test(plain[1] ?? '') || (plain[2] ?? '').includes(':') };
  }
  // Behind a prefix: the last two words, an upper-case one and one with a scheme.
  const uriEnd = blankBackwards(head, head.length);
  const uriStart = wordBackwards(head, uriEnd);
  const methodEnd = blankBackwards(head, uriStart);
  let start = methodEnd;
  while (start > 0 && isUpper(head.charCodeAt(start - 1))) start--;
  if (methodEnd - start >= 3 && methodEnd < uriStart && head.slice(uriStart, uriEnd).includes(':')) {
    return { start, certain: start === 0 };
  }
  // A URI with blanks, which RFC 4475 §3.1.2.3 shows.
  const first = head.search(/[ \t]/);
  return first > 0 && knownMethodBefore(head, first) === 0 ? { start: 0, certain: true } : null;
}

function blankBackwards(text: string, from: number): number {
  let at = from;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function wordBackwards(text: string, from: number): number {
  let at = from;
  while (at > 0 && !isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function isNameCode(code: number): boolean {
  return isDigit(code) || isUpper(code) || (code >= 97 && code <= 122) || code === 47 || code === 58;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}
