/** The margins of lines: quoted as in a mail, indented as in notes, numbered as in an editor, named as grep names files. */
import { isBlank, isBlankLine, isDigit, startOfLineAbove, startsFirstLine } from '../lines';
import type { Mender } from '../mender';
import { strip, type MarginKind } from '../strip';

const quoteMarks = /(?:[ \t]{0,8}[>|\u2502\u2503])+[ \t]?|\+/y;
const lineNumber = /[ \t]{0,8}(\d{1,7})(?:[:.,;)|\u2502\u2192-]| [|\u2502\u2192])?/y;

/** Line numbers between two lines that follow. */
const MAX_LEFT_OUT = 4;

const quoted: MarginKind = {
  own: (text, { lineStart, start }) => Math.min(lengthOf(quoteMarks, text, lineStart), start - lineStart),
  near(text, { start, end }) {
    const length = lengthOf(quoteMarks, text, start);
    if (closesBrackets(text, start, end)) return -1;
    return length > 0 ? Math.min(length, end - start) : isBlankLine(text, start, end) ? 0 : -1;
  },
};

const indented: MarginKind = {
  own(text, { lineStart, start }) {
    // Of a tree that tells what was captured, a Via alone is no message's.
    return isBlankLine(text, lineStart, start) && startsFirstLine(text, start) ? start - lineStart : 0;
  },
  near(text, { start, end }, own) {
    const most = own.end - own.start;
    let at = start;
    while (at < end && at < start + most && isBlank(text.charCodeAt(at))) at++;
    if (at - start === most) return most;
    if (isBlankLine(text, start, end)) return at - start;
    // Another width of tabs is the same depth.
    return at > start && text.charCodeAt(start) === 9 ? at - start : -1;
  },
};

const numbered: MarginKind = {
  own(text, { lineStart, start }) {
    const length = lengthOf(lineNumber, text, lineStart);
    let end = lineStart + length;
    // A time is none.
    if (length === 0 || end > start || isDigit(text.charCodeAt(end))) return 0;
    while (end < start && isBlank(text.charCodeAt(end))) end++;
    return end - lineStart;
  },
  near(text, { start, end }, own, latest, step) {
    const length = lengthOf(lineNumber, text, start);
    if (length === 0) return isBlankLine(text, start, end) ? 0 : -1;
    // Each number once and in order; a few lines may be left out. So times at the start of lines are none.
    const further = (numberAt(text, start) - numberAt(text, latest.start)) * step;
    if (!(further >= 1 && further <= MAX_LEFT_OUT)) return -1;
    // Behind it stand as many blanks as on the first line; what is more is the line's own.
    const gap = own.end - own.start - lengthOf(lineNumber, text, own.start);
    let at = start + length;
    while (at < end && at < start + length + gap && isBlank(text.charCodeAt(at))) at++;
    return at - start;
  },
};

/** `sbc.log:`, `/var/log/sbc.log-117-`: with a colon where a line matched, a hyphen beside it. */
const fileName = /((?:[\w.~-]{0,60}\/){0,16}[\w.~-]{0,60}\w\.[\w.]{0,20}\w)[:-](\d{1,9}[:-])?/y;
const mark = /[:-]/y;
const numberedMark = /[:-]\d{1,9}[:-]/y;

const named: MarginKind = {
  own: (text, { lineStart, start }) =>
    lengthOf(fileName, text, lineStart) === start - lineStart ? start - lineStart : 0,
  near(text, { start, end }, own) {
    fileName.lastIndex = own.start;
    const [, name = '', number] = fileName.exec(text) ?? [];
    if (!text.startsWith(name, start)) return isBlankLine(text, start, end) ? 0 : -1;
    const length = lengthOf(number === undefined ? mark : numberedMark, text, start + name.length);
    return length === 0 ? -1 : name.length + length;
  },
};

export const quotes = marginMender('quote marks removed', quoted);
export const indents: Mender = {
  ...marginMender('indentation removed', indented),
  mend(text, margins) {
    const mended = strip(margins, indented);
    return mended === null || isDumpIndented(text) ? null : mended;
  },
};
export const numbers = marginMender('line numbers removed', numbered);
export const fileNames = marginMender('file names removed', named);

/** Whether a text is what tcpdump -v or ngrep print, whose own indentation tells a packet from what is said of it. */
function isDumpIndented(text: string): boolean {
  return /: SIP, length: \d{1,6}\r?\n\t[A-Z]|^[TUI?](?:\(\d{1,3}\))? [^\n]{0,60}-> [^\n]{0,60}\n {2}\S/m.test(
    text,
  );
}

function marginMender(what: string, kind: MarginKind): Mender {
  return { what, keepsOctets: true, mend: (_, margins) => strip(margins, kind) };
}

/** Whether a line is the `>` of a URI, broken off the line above it. */
function closesBrackets(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== 62 || (end - start > 2 && !/[;,]/.test(text.charAt(start + 1))))
    return false;
  const above = text.slice(startOfLineAbove(text, start), start);
  return above.lastIndexOf('<') > above.lastIndexOf('>');
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function numberAt(text: string, at: number): number {
  lineNumber.lastIndex = at;
  return Number(lineNumber.exec(text)?.[1] ?? Number.NaN);
}
