/**
 * What a terminal's pager and a document's pages put between lines: `--More--` with the blanks that wipe it out, a form feed,
 * `Page 3 of 9`.
 */
import { replaceAll, without } from '../cut';
import type { Span } from '../../basics/span';
import { endOfHeaderName, endOfLine, isBlankLine, isSdpLine, startOfLineAbove } from '../lines';
import type { Mender } from '../mender';

const prompts = /-- ?more ?--|<-+ ?more ?-+>/i;
/** A prompt, and how it is wiped out: a way back, blanks, a way back; alone on its line, with the line. */
const prompt =
  // eslint-disable-next-line no-control-regex -- the way back is what is meant
  /(?<=\n)[ \t]{0,4}(?:-{2,4} ?more ?-{2,4}|<-{1,4} ?more ?-{1,4}>)[ \t]{0,4}\r?\n|[ \t]?(?:-{2,4} ?more ?-{2,4}|<-{1,4} ?more ?-{1,4}>) ?(?:(?:\r(?!\n)|\u0008)(?:[ \u0008]|\r(?!\n)){0,200})?/gi;

export const pagers: Mender = {
  what: 'prompts of a pager removed',
  keepsOctets: true,
  mend: (text) => (prompts.test(text) ? replaceAll(text, prompt) : null),
};

const numbered =
  /^[^\S\n]{0,80}(?:page|seite|página|pagina) \d{1,5}(?: ?(?:of|von|sur|de|di|\/) ?\d{1,5})?[^\S\n]{0,80}$/im;

export const pages: Mender = {
  what: 'page breaks removed',
  keepsOctets: true,
  mend(text) {
    if (!text.includes('\f') && !numbered.test(text)) return null;
    const cuts: Span[] = [];
    let floor = 0;
    for (let line = 0; line < text.length; line = endOfLine(text, line) + 1) {
      if (line < floor || !isBreak(text, line)) continue;
      const whole = breakAround(text, line, floor);
      for (const cut of cutsOf(text, whole)) cuts.push(cut);
      floor = whole.end;
    }
    return without(text, cuts);
  },
};

function isBreak(text: string, line: number): boolean {
  return (
    text.charCodeAt(line) === 12 ||
    numbered.test(text.slice(line, Math.min(endOfLine(text, line), line + 200)))
  );
}

/** The lines of a page break, and empty ones around. */
function breakAround(text: string, line: number, floor: number): Span {
  let start = line;
  while (start > floor) {
    const above = startOfLineAbove(text, start);
    if (!isBlankLine(text, above, start - 1)) break;
    start = above;
  }
  let end = line;
  for (;;) {
    if (text.charCodeAt(end) === 12) end++;
    else if (end < text.length && (isBreak(text, end) || isBlankLine(text, end, endOfLine(text, end))))
      end = endOfLine(text, end) + 1;
    else return { start, end: Math.min(end, text.length) };
  }
}

/** All of a break between two headers, or two lines of SDP; elsewhere, an empty line may have been one of the log's. */
function cutsOf(text: string, whole: Span): readonly Span[] {
  const above = startOfLineAbove(text, whole.start);
  if (isAmong(text, above, whole.end, endOfHeaderName) || isAmong(text, above, whole.end, isSdp))
    return [whole];
  const cuts: Span[] = [];
  for (let line = whole.start; line < whole.end; line = endOfLine(text, line) + 1) {
    const end = Math.min(endOfLine(text, line) + 1, whole.end);
    if (text.charCodeAt(line) === 12) cuts.push({ start: line, end: line + 1 });
    else if (isBreak(text, line)) cuts.push({ start: line, end });
  }
  return cuts;
}

function isAmong(
  text: string,
  above: number,
  below: number,
  behindName: (text: string, start: number, end: number) => number,
): boolean {
  return [above, below].every((line) => behindName(text, line, endOfLine(text, line)) > 0);
}

function isSdp(text: string, start: number, end: number): number {
  return isSdpLine(text, start, end) ? start + 1 : -1;
}
