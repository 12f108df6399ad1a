/** What programs write in place of characters that a string, or one line of a log, can't hold. */
import type { ContentBuilder } from '../../basics/content';

/** As JSON, C, Go and Python do; as rsyslog does (`#012`); in angle brackets. */
const backslashed = /((?:\\x[\da-f]{2}|\\[0-3][0-7]{2})+)|\\(?:([rntbfv0"'`\\/])|u([\da-f]{4}))|<(CR|LF)>/gi;
const octal = /((?:#[0-3][0-7]{2})+)/g;

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
    content.put(charactersOf(found), place);
    at = place + found[0].length;
  }
  content.add(at, end);
}

function charactersOf([, octets, letter, unicode, named]: RegExpMatchArray): string {
  if (letter !== undefined) return simple[letter] ?? letter;
  if (named !== undefined) return simple[named.toUpperCase()] ?? '';
  if (octets === undefined) return ofCode(unicode, 16);
  return ofOctets(
    octets.replace(/\\x(..)|[\\#](...)/gi, (_, hex?: string, digits?: string) =>
      hex === undefined ? ofCode(digits, 8) : ofCode(hex, 16),
    ),
  );
}

function ofCode(digits: string | undefined, base: number): string {
  return String.fromCharCode(Number.parseInt(digits ?? '0', base));
}

/** What octets, given as characters of their numbers, say in UTF-8; what is none stays as it is, as Latin-1. */
export function ofOctets(octets: string): string {
  return octets.replace(/[\xc2-\xf4][\x80-\xbf]{1,3}/g, (piece) => {
    try {
      return decodeURIComponent(piece.replace(/[^]/g, (octet) => `%${octet.charCodeAt(0).toString(16)}`));
    } catch {
      return piece;
    }
  });
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
