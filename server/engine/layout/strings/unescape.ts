/** What programs write in place of characters that a string, or one line of a log, can't hold. */
import type { ContentBuilder } from '../../basics/content';

/** As JSON, C, Go and Python do; as rsyslog does (`#012`); in angle brackets. */
const backslashed = /\\(?:([0-3][0-7]{2})|([rntbfv0"'`\\/])|u([\da-f]{4})|x([\da-f]{2}))|<(CR|LF)>/gi;
const octal = /#([0-3][0-7]{2})/g;

const simple: Readonly<Record<string, string>> = {
  r: '\r',
  n: '\n',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  CR: '\r',
  LF: '\n',
};

/** Behind the first line of a message or description: a line end as a string has it, and the next line's begin. */
export const escapedLineEnd =
  /(?:\\{1,8}r|#015|\\{1,8}(?:015|x0d|u000d)|<CR>)?(?:\\{1,8}n|#012|\\{1,8}(?:012|x0a|u000a)|<LF>)/iy;

/** Adds a piece of the text with every escaped character as it was; of what was escaped twice one level is undone. */
export function addUnescaped(content: ContentBuilder, text: string, start: number, end: number): void {
  const piece = text.slice(start, end);
  const isOctal = !/\\n|\\012|\\x0a/i.test(piece) && piece.includes('#012');
  let at = start;
  for (const found of piece.matchAll(isOctal ? octal : backslashed)) {
    const place = start + found.index;
    content.add(at, place);
    content.put(isOctal ? ofCode(found[1], 8) : characterOf(found), place);
    at = place + found[0].length;
  }
  content.add(at, end);
}

function characterOf([, octalDigits, letter, unicode, hex, named]: RegExpMatchArray): string {
  if (letter !== undefined) return simple[letter] ?? letter;
  if (named !== undefined) return simple[named.toUpperCase()] ?? '';
  return unicode !== undefined
    ? ofCode(unicode, 16)
    : hex !== undefined
      ? ofCode(hex, 16)
      : ofCode(octalDigits, 8);
}

function ofCode(digits: string | undefined, base: number): string {
  return String.fromCharCode(Number.parseInt(digits ?? '0', base));
}

/** A text as a string between quotes holds it. */
export function escaped(text: string): string {
  return text.replace(/["\\\r\n\t]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
  '\t': '\\t',
};
