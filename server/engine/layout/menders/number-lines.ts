/** Line numbers on lines of their own, as a page that shows code gives them to who copies from it: `1`, the first line, `2`, the second. */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import { endOfLine } from '../lines';
import type { Mender } from '../mender';

/** So many numbers must follow each other before it is believed. */
const LEAST = 8;
const number = /[ \t]{0,8}(\d{1,7})[ \t]{0,8}\r?(?=\n)/y;
/** A first line below a number; a log may have put its own before it. */
const shows = /^[ \t]{0,8}\d{1,7}[ \t]{0,8}\r?\n[^\n]{0,400}?(?:SIP\/2\.0|v=0)/m;

export const numberLines: Mender = {
  what: 'line numbers removed',
  keepsOctets: true,
  mend(text) {
    if (!shows.test(text)) return null;
    const cuts: Span[] = [];
    for (let line = 0; line < text.length;) {
      const run = runAt(text, line);
      const isNumbered = run.lines.length >= LEAST;
      if (isNumbered) for (const cut of run.lines) cuts.push(cut);
      line = isNumbered ? run.end : endOfLine(text, line) + 1;
    }
    return without(text, cuts);
  },
};

/** The lines with rising numbers, one before each other line, from an offset on. */
function runAt(text: string, from: number): { readonly lines: readonly Span[]; readonly end: number } {
  const lines: Span[] = [];
  let at = from;
  let wanted = numberAt(text, from);
  while (wanted >= 0 && at < text.length && numberAt(text, at) === wanted) {
    const end = endOfLine(text, at) + 1;
    lines.push({ start: at, end });
    at = endOfLine(text, end) + 1;
    wanted++;
  }
  return { lines, end: at };
}

function numberAt(text: string, line: number): number {
  number.lastIndex = line;
  const found = number.exec(text);
  return found === null ? -1 : Number(found[1]);
}
