/**
 * Lines each of which stands in quotes: a table of one column, or with numbers or times before it, as spreadsheets save it
 * (`"From: ""Ann"" <sip:a@example.com>"`), a list of strings, the strings of a program. Spreadsheets put quotes only where they must.
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import { endOfLine, startsMessage, startsWellKnown, withoutCr } from '../lines';
import type { Mended, Mender } from '../mender';
import { addUnescaped } from '../strings/unescape';

/** How lines look in quotes of a kind. */
interface Quotes {
  readonly shows: RegExp;
  /** Other cells, or the begin of a statement, before the quote. */
  readonly before: RegExp;
  /** A separator behind the last. */
  readonly behind: RegExp;
}

const double: Quotes = {
  shows: /"[ \t]?[,;+\\]?\r?\n/,
  before: /(?:[^"\n]{0,80}(?:[,;\t([]|=[ \t]))?[ \t]{0,40}"/y,
  behind: /"[ \t]{0,4}[,;+\\)\]]{0,3}[ \t]{0,4}$/,
};
const single = alike(double, "'");
/** Behind what a log puts before every line: the end of a first line, and what may stand on the next one; a header with quotes of its own. */
const first = /SIP\/2\.0(?: [1-6]\d\d [^"\n]{1,80})?(?:\\r)?(?:\\n)?$/;
const second = /(?<![\w-])(?:via|v|from|f|to|[ti]|record-route|max-forwards|call-id)[ \t]{0,4}:/i;
const doubled = /(?<![\w-])(?:from|f|to|[tm]|contact)[ \t]{0,4}:[ \t]{0,4}(?:""|\\")/i;
/** A line on which a list of strings begins or ends. */
const brackets = /^[ \t]{0,16}[[\](){};]{1,4}$/;
const lineEnds = /(?:\\r)?(?:\\n)?$/;

export const quotedLines: Mender = {
  what: 'lines taken out of quotes',
  keepsOctets: true,
  mend(text) {
    const quotes = [double, single].find((each) => each.shows.test(text) && isEvident(text, each));
    return quotes === undefined ? null : unquote(text, quotes);
  },
};

function alike({ shows, before, behind }: Quotes, quote: string): Quotes {
  const of = ({ source, flags }: RegExp): RegExp => new RegExp(source.replaceAll('"', quote), flags);
  return { shows: of(shows), before: of(before), behind: of(behind) };
}

/** Whether a line of a message fills its quotes, which none does at the start of a line. */
function isEvident(text: string, quotes: Quotes): boolean {
  let isFirst = false;
  for (const line of linesOf(text)) {
    const quoted = quotedIn(text, line, quotes);
    if (quoted === null) {
      isFirst = false;
      continue;
    }
    const content = text.slice(quoted.start, quoted.end);
    if (startsMessage(content, 0) || content === 'v=0') return true;
    if (
      startsWellKnown(content, 0, content.length) ||
      doubled.test(content) ||
      (isFirst && second.test(content))
    )
      return true;
    isFirst = first.test(content);
  }
  return false;
}

function unquote(text: string, quotes: Quotes): Mended {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  for (const line of linesOf(text)) {
    // What holds a quote stands in those of the other kind.
    const quoted = quotedIn(text, line, quotes) ?? (quotes === single ? quotedIn(text, line, double) : null);
    if (quoted === null) {
      if (brackets.test(text.slice(line.start, Math.min(line.end, line.start + 20)))) {
        content.add(at, line.start);
        at = line.end;
      }
      continue;
    }
    content.add(at, quoted.start - 1);
    addQuoted(content, text, quoted, quotes === double);
    at = line.end;
    places.push(quoted.start - 1);
  }
  content.add(at, text.length);
  return { content: content.content(), places };
}

/** What stands in the quotes that fill a line to its end; null where none do. */
function quotedIn(text: string, { start, end }: Span, { before, behind }: Quotes): Span | null {
  before.lastIndex = start;
  if (!before.test(text)) return null;
  const open = before.lastIndex;
  const close = behind.exec(text.slice(Math.max(open, end - 16), end));
  return close === null ? null : { start: open, end: end - close[0].length };
}

function addQuoted(content: ContentBuilder, text: string, { start, end }: Span, isDoubled: boolean): void {
  const piece = text.slice(start, end);
  const last = end - (lineEnds.exec(piece)?.[0].length ?? 0);
  if (!isDoubled || !piece.includes('""')) {
    addUnescaped(content, text, start, last);
    return;
  }
  let at = start;
  for (let quote = text.indexOf('""', at); quote >= 0 && quote < last; quote = text.indexOf('""', at)) {
    content.add(at, quote + 1);
    at = quote + 2;
  }
  content.add(at, last);
}

function* linesOf(text: string): Generator<Span> {
  for (let start = 0; start < text.length;) {
    const end = endOfLine(text, start);
    yield { start, end: withoutCr(text, start, end) };
    start = end + 1;
  }
}
