/** Fields of a line's value, parted by blanks, with their places; what all grammars of attribute values share. */
import type { Problem } from '../basics/problem';
import { tokenAt, type Span, type Token } from '../basics/span';
import type { AttributeLine } from './sdp';

/** More fields than any real line has; the last field takes in the rest. Keeps a hostile line small. */
const maxFields = 4096;

/** What a grammar of an attribute could not read, and in which part of the value. */
export interface FieldProblem<Part extends string> extends Problem {
  readonly part: Part;
}

/** One for all values without a problem: a description may have candidates by the thousand. */
const none: readonly never[] = [];

/** The value of one attribute while its grammar reads it: the fields, and what is wrong with them. */
export class FieldReader<Part extends string> {
  /** Empty behind the attribute's name where the line has no value. */
  readonly value: Token;
  readonly fields: readonly Token[];
  private readonly found: FieldProblem<Part>[] = [];

  constructor(line: AttributeLine) {
    this.value = line.attribute.value ?? emptyAt(line.attribute.name.end);
    this.fields = fieldsOf(this.value);
  }

  report(part: Part, at: Span, message: string): void {
    this.found.push({ start: at.start, end: at.end, message, part });
  }

  /** Reports a field that has not the form of its part. */
  check(part: Part, field: Token, hasForm: (text: string) => boolean, message: string): void {
    if (!hasForm(field.text)) this.report(part, field, message);
  }

  /** Reports a field behind the last one of the grammar, with all that follows it. */
  reportSurplus(part: Part, field: Token | undefined, message: string): void {
    if (field !== undefined) this.report(part, { start: field.start, end: this.value.end }, message);
  }

  /** Reports gaps that are not one blank. */
  reportGaps(part: Part): void {
    for (const gap of oddGaps(this.value, this.fields))
      this.report(part, gap, 'Fields are parted otherwise than by one blank');
  }

  /** All that was reported, in the order of the text. */
  problems(): readonly FieldProblem<Part>[] {
    return this.found.length === 0 ? none : this.found.sort((a, b) => a.start - b.start);
  }
}

/** Whether a UTF-16 code is a blank or a tab (WSP of RFC 5234). */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Whether a text is one or more ASCII digits. */
export function isDigits(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** The number that a text of ASCII digits says; null for any other text and above 2^53 - 1. */
export function numberOf(text: string): number | null {
  if (text.length > 16 || !isDigits(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Whether a text is one to so many ASCII digits. */
export function isDigitsUpTo(text: string, count: number): boolean {
  return text.length <= count && isDigits(text);
}

/** Whether a text is a port number, 0 to 65535, of at most five digits. */
export function isPort(text: string): boolean {
  return isDigitsUpTo(text, 5) && Number(text) <= 65535;
}

/** Whether a text is a `token` of RFC 8866 §9. */
export function isTokenText(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    if (!isTokenCode(text.charCodeAt(i))) return false;
  }
  return true;
}

/** The fields of a token, parted by any number of blanks and tabs. */
export function fieldsOf(token: Token): readonly Token[] {
  const { text, start: base } = token;
  const fields: Token[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const end = fields.length === maxFields - 1 ? trimmedEnd(text) : fieldEnd(text, at);
    fields.push({ start: base + at, end: base + end, text: text.slice(at, end) });
    at = skipBlanks(text, end);
  }
  return fields;
}

/** The gaps between fields that are not exactly one blank: several blanks, or a tab. */
export function oddGaps(token: Token, fields: readonly Token[]): readonly Span[] {
  const gaps: Span[] = [];
  let end = token.start;
  let isFirst = true;
  for (const field of fields) {
    const isSingle = isFirst ? field.start === end : field.start === end + 1 && !isTabAt(token, end);
    if (!isSingle) gaps.push({ start: end, end: field.start });
    end = field.end;
    isFirst = false;
  }
  return gaps;
}

/** A part of a token; offsets count within its text. */
export function partOf(token: Token, from: number, to: number): Token {
  const text = token.text.slice(from, to);
  return { start: token.start + from, end: token.start + from + text.length, text };
}

/** A token without text. */
export function emptyAt(offset: number): Token {
  return tokenAt('', offset, offset);
}

function isTabAt(token: Token, offset: number): boolean {
  return token.text.charCodeAt(offset - token.start) === 0x09;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function fieldEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

function trimmedEnd(text: string): number {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

// token-char of RFC 8866 §9: visible ASCII without "(),/:;<=>?@[\]
function isTokenCode(code: number): boolean {
  return (
    code === 0x21 ||
    (code >= 0x23 && code <= 0x27) ||
    code === 0x2a ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2e ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x5e && code <= 0x7e)
  );
}
