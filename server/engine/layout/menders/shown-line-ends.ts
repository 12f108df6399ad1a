/**
 * Line ends that are shown in characters before the real ones: `$` and `^M$` by `cat -A`, `^M` and `<0d>` by editors and pagers,
 * `\r\n` by programs that quote what they print, `[CR][LF]` and `¶` by word processors, `\` by who pastes into a shell.
 */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import { endOfLine, withoutCr } from '../lines';
import type { Mender } from '../mender';

/** What one program may print at the end of a line; the longest first. */
const families: readonly (readonly string[])[] = [
  ['^M$', '$', '^M'],
  ['\\r\\n', '\\n', '\\r'],
  ['#015#012', '#012', '#015'],
  ['<CR><LF>', '<LF>', '<CR>'],
  ['[CR][LF]', '[LF]', '[CR]'],
  ['<0d>', '<0D>'],
  ['¶', '\u21b5'],
  ['\\'],
];
const any = /(?:[$\\¶\u21b5]|\^M|\\[rn]|#01[25]|(?:<|\[)(?:CR|LF)(?:>|\])|<0d>)\r?\n/i;

export const shownLineEnds: Mender = {
  what: 'signs of line ends removed',
  keepsOctets: true,
  mend(text) {
    const family = any.test(text) ? familyIn(text) : null;
    if (family === null) return null;
    const cuts: Span[] = [];
    for (let line = 0; line < text.length; line = endOfLine(text, line) + 1) {
      const end = withoutCr(text, line, endOfLine(text, line));
      const sign = signAt(text, line, end, family);
      if (sign !== '') cuts.push({ start: end - sign.length, end });
    }
    return without(text, cuts);
  },
};

/** The signs with which a first line ends, and the line below it; null where there are none. */
function familyIn(text: string): readonly string[] | null {
  for (const found of text.matchAll(/SIP\/2\.0|(?<![\w=])v=0/g)) {
    const end = endOfLine(text, found.index);
    const family = families.find(
      (each) =>
        isShown(text, found.index, withoutCr(text, found.index, end), each) &&
        signAt(text, end + 1, withoutCr(text, end + 1, endOfLine(text, end + 1)), each) !== '',
    );
    if (family !== undefined) return family;
  }
  return null;
}

/** Whether a line ends with a sign, and not a message that stands on it with several. */
function isShown(text: string, line: number, end: number, family: readonly string[]): boolean {
  const sign = signAt(text, line, end, family);
  return sign !== '' && text.indexOf(sign, line) === end - sign.length;
}

function signAt(text: string, line: number, end: number, family: readonly string[]): string {
  return family.find((sign) => end - sign.length >= line && text.startsWith(sign, end - sign.length)) ?? '';
}
