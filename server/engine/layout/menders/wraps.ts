/**
 * Lines that a terminal, a mail or an editor has wrapped: a line that is neither header nor SDP goes on the one above it, if that is
 * about as long as all lines may be. How long that is, each message tells: none of its lines is longer, and each was broken where the next
 * word had no room (or within it, where words are broken, too).
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import {
  endOfHeaderName,
  endOfLine,
  isBlank,
  isBlankLine,
  isSdpLine,
  isWellKnown,
  startsDescription,
  startsMessage,
  startsWellKnown,
  withoutCr,
} from '../lines';
import { LineFinder, MAX_START_LINE, requestIn, startLineAt } from '../margin';
import type { Mender } from '../mender';

/** Nothing wraps at fewer columns. */
const LEAST_WIDTH = 38;
/** Columns at which terminals and mails usually wrap: there, a word is broken rather than a blank lost. */
const usualWidths: ReadonlySet<number> = new Set([64, 72, 76, 78, 79, 80, 96, 100, 120, 128, 132, 160]);
/** Lines that one start line, or one header, may be broken into. */
const MAX_PARTS = 6;

/** A line that may go on the one above it, without their line ends. */
interface Break {
  readonly above: Span;
  readonly line: Span;
  /** Where the header, or the line of SDP, begins that it would belong to. */
  readonly logical: number;
  /** No line of a message looks so: it goes on the one above, or was not sent. */
  readonly isSure: boolean;
}

/** A break that is mended. */
interface Joint extends Break {
  /** What stood between the two parts. */
  readonly between: '' | ' ';
}

/** The lines of a message, or description. */
interface Walked {
  readonly lines: readonly Span[];
  readonly breaks: readonly Break[];
  readonly end: number;
}

export const wraps: Mender = {
  what: 'wrapped lines joined',
  keepsOctets: false,
  mend(text) {
    const joints: Joint[] = [];
    const finder = new LineFinder(text);
    let sip = text.indexOf('SIP/2.0');
    let sdp = text.indexOf('v=0');
    while (sip >= 0 || sdp >= 0) {
      const isSip = sip >= 0 && (sdp < 0 || sip < sdp);
      const end = isSip ? mendMessage(finder, sip, joints) : mendDescription(text, sdp, joints);
      if (sip >= 0 && sip < end) sip = text.indexOf('SIP/2.0', end);
      if (sdp >= 0 && sdp < end) sdp = text.indexOf('v=0', end);
    }
    return joints.length === 0 ? null : join(text, joints);
  },
};

/** Adds what is to be joined in the message whose version stands at an offset; gives where to go on. */
function mendMessage(finder: LineFinder, marker: number, joints: Joint[]): number {
  const { text } = finder;
  const floor = (joints.at(-1)?.line.start ?? -1) + 1;
  const start = startLineAt(finder, marker);
  const broken = start === null ? brokenStart(finder, marker, floor) : [];
  if (start === null && broken.length === 0) return marker + 7;
  const last = { start: start?.lineStart ?? broken.at(-1)?.line.start ?? marker, end: finder.endOf(marker) };
  const lines = new Walk(text, broken[0]?.above.start ?? last.start, {
    ...last,
    end: withoutCr(text, last.start, last.end),
  });
  // Where a log puts something before every line, a later stage reads it.
  if (!startsWellKnown(text, last.end + 1, text.length)) return marker + 7;
  const walked = lines.headers(last.end + 1);
  joints.push(...broken, ...jointsOf(text, walked, broken));
  return Math.max(walked.end, marker + 7);
}

function mendDescription(text: string, marker: number, joints: Joint[]): number {
  const isFirstLine = (marker === 0 || text.charCodeAt(marker - 1) === 10) && startsDescription(text, marker);
  if (!isFirstLine) return marker + 3;
  const end = endOfLine(text, marker);
  const walked = new Walk(text, marker, { start: marker, end: withoutCr(text, marker, end) }).body(end + 1);
  joints.push(...jointsOf(text, walked, []));
  return Math.max(walked.end, marker + 3);
}

/** A request line in several parts, the last of which holds an offset; none where those above it do not make one. */
function brokenStart(finder: LineFinder, marker: number, floor: number): readonly Joint[] {
  const { text } = finder;
  const isVia = text.charCodeAt(marker + 7) === 47;
  let lineStart = finder.startOf(marker);
  // The version itself is broken: `SI`, `P/2.0`, behind which a Via comes.
  if (isVia) lineStart = lineStart < 2 ? 0 : text.lastIndexOf('\n', lineStart - 2) + 1;
  const last = lineOf(text, lineStart);
  if (lineStart <= floor || last.end - last.start > MAX_START_LINE) return [];
  const tail = text.slice(last.start, last.end).trimEnd();
  if (!(isVia ? /^.{0,6}2\.0$|^\.?0$/.test(tail) : tail.endsWith('SIP/2.0'))) return [];
  if (!startsWellKnown(text, endOfLine(text, last.end) + 1, text.length)) return [];
  const parts: Joint[] = [];
  let whole = tail;
  let line = last;
  for (let count = 1; count < MAX_PARTS && line.start > floor; count++) {
    const above = lineOf(text, text.lastIndexOf('\n', line.start - 2) + 1);
    if (above.end === above.start || above.start < floor || above.end - above.start > MAX_START_LINE)
      return [];
    const said = text.slice(above.start, above.end);
    const between =
      /(?:^|[ \t])[A-Z]{3,9}$/.test(said) || (whole.startsWith('SIP/2.0') && !/[ \t]$/.test(said)) ? ' ' : '';
    parts.unshift({ above, line, logical: above.start, isSure: said.length >= LEAST_WIDTH, between });
    whole = said + between + whole;
    const start = whole.endsWith('SIP/2.0') ? requestIn(whole.slice(0, -7)) : -1;
    if (start >= 0) return start <= said.length ? parts : [];
    line = above;
  }
  return [];
}

class Walk {
  readonly #text: string;
  readonly #lines: Span[] = [];
  readonly #breaks: Break[] = [];
  #logical: number;
  #above: Span;
  /** Lines in a row that may go on the one above. */
  #parts = 0;

  constructor(text: string, start: number, first: Span) {
    this.#text = text;
    this.#logical = start;
    this.#above = first;
    this.#lines.push(first);
  }

  /** Walks over headers, and the SDP behind them. */
  headers(from: number): Walked {
    const text = this.#text;
    for (let at = from; at < text.length;) {
      const line = lineOf(text, at);
      const next = endOfLine(text, line.end) + 1;
      // ngrep prints a blank line as the dot of its CR.
      if (line.end === line.start + 1 && text.charCodeAt(line.start) === 46) return this.#over(at);
      if (line.end === line.start)
        return startsDescription(text, next) ? this.#described(next) : this.#over(next);
      if (startsDescription(text, at)) return this.body(at);
      if (startsMessage(text, at)) return this.#over(at);
      const looks = this.#looksOf(line);
      if (looks === 'header') this.#take(line);
      else if (!this.#break(line, looks === 'odd' && this.#goesOnAt(next))) return this.#over(at);
      at = next;
    }
    return this.#over(text.length);
  }

  /** Walks over SDP. */
  body(from: number): Walked {
    const text = this.#text;
    for (let at = from; at < text.length;) {
      const line = lineOf(text, at);
      const next = endOfLine(text, line.end) + 1;
      if (line.end === line.start || startsMessage(text, at)) return this.#over(at);
      if (startsDescription(text, at) && this.#lines.length > 1 && at !== from) return this.#over(at);
      if (isSdpLine(text, line.start, line.end)) this.#take(line);
      else if (!this.#break(line, this.#describesOnAt(next))) return this.#over(at);
      at = next;
    }
    return this.#over(text.length);
  }

  #describesOnAt(at: number): boolean {
    return isSdpLine(this.#text, at, endOfLine(this.#text, at)) && !startsDescription(this.#text, at);
  }

  #described(from: number): Walked {
    this.#take(lineOf(this.#text, from));
    return this.body(endOfLine(this.#text, from) + 1);
  }

  #looksOf({ start, end }: Span): 'header' | 'like a header' | 'odd' {
    const text = this.#text;
    if (isBlank(text.charCodeAt(start))) return 'like a header';
    const name = endOfHeaderName(text, start, end);
    if (name < 0) return 'odd';
    if (/^(?:sips?|tel|urn):/.test(text.slice(start, start + 5))) return 'odd';
    const colon = text.indexOf(':', name);
    const isPlain = colon + 1 === end || isBlank(text.charCodeAt(colon + 1));
    return isPlain || isWellKnown(text, start, name) ? 'header' : 'like a header';
  }

  /** Whether headers, their end, or SDP follow, or another part. */
  #goesOnAt(at: number): boolean {
    const text = this.#text;
    if (at >= text.length) return true;
    const line = lineOf(text, at);
    return (
      line.end === line.start ||
      startsDescription(text, at) ||
      this.#looksOf(line) !== 'odd' ||
      this.#parts < 2
    );
  }

  #take(line: Span): void {
    this.#lines.push(line);
    this.#logical = line.start;
    this.#above = line;
    this.#parts = 0;
  }

  #break(line: Span, isSure: boolean): boolean {
    this.#parts++;
    if (
      this.#parts > MAX_PARTS ||
      looksLogged(this.#text.slice(line.start, Math.min(line.end, line.start + 120)))
    )
      return false;
    this.#lines.push(line);
    this.#breaks.push({ above: this.#above, line, logical: this.#logical, isSure });
    this.#above = line;
    return true;
  }

  #over(end: number): Walked {
    return { lines: this.#lines, breaks: this.#breaks, end };
  }
}

/** Whether a line tells a time, a route or a border as logs do, and so was never part of a message. */
function looksLogged(line: string): boolean {
  return /(?:^|\D)\d\d:\d\d:\d\d(?!\d)(?! GMT)|->|^[-=#*_+]{3}|^\[|^[ \t]*\^/.test(line);
}

/** Which of the breaks of a message are mended, and how. */
function jointsOf(text: string, { lines, breaks }: Walked, start: readonly Joint[]): readonly Joint[] {
  const sure = [...start, ...breaks].filter(({ isSure }) => isSure);
  let width = 0;
  for (const { above } of sure) width = Math.max(width, above.end - above.start);
  if (width < LEAST_WIDTH) return [];
  const others = new Set<number>();
  const mended = breaks.filter((each) => {
    // What goes on a line that was never part of the message is none either.
    const isMended = isBroken(text, each, width) && !others.has(each.above.start);
    if (!isMended) others.add(each.line.start);
    return isMended;
  });
  const all = [...start, ...mended];
  if (all.length === 0 || lines.filter((line) => isTooLong(text, line, width)).length > all.length / 4)
    return [];
  const breaksWords =
    all.every(({ above, isSure }) => !isSure || above.end - above.start === width) &&
    (all.length > 1 || usualWidths.has(width));
  return mended.map((each) => ({ ...each, between: betweenOf(text, each, width, breaksWords) }));
}

/** Whether a line was broken because what follows had no room. */
function isBroken(text: string, { above, line, isSure, logical }: Break, width: number): boolean {
  const length = above.end - above.start;
  if (length > width) return false;
  if (!isSure) return length === width;
  return length + 1 + firstWordOf(text, line) > width || isInBrackets(text, logical, above.end);
}

/** Whether a line is longer than all may be, though it has a blank at which it could have been broken. */
function isTooLong(text: string, { start, end }: Span, width: number): boolean {
  return end - start > width && text.slice(start, start + width).includes(' ');
}

function betweenOf(
  text: string,
  { above, line, logical }: Break,
  width: number,
  breaksWords: boolean,
): '' | ' ' {
  if (isBlank(text.charCodeAt(above.end - 1)) || isBlank(text.charCodeAt(line.start))) return '';
  const length = above.end - above.start;
  if (length === width && (breaksWords || lastWordOf(text, above) + firstWordOf(text, line) > width))
    return '';
  const said = text.slice(logical, above.end);
  const isInQuotes = (said.split('"').length - 1) % 2 === 1;
  if (isInQuotes) return ' ';
  // URIs and parameters hold no blanks.
  return isInBrackets(text, logical, above.end) || /[;=:][^\s;=:]*$|inline:\S*$/.test(said) ? '' : ' ';
}

/** Whether a `<` is open: what it opens is a URI, and that holds no blanks. */
function isInBrackets(text: string, start: number, end: number): boolean {
  const said = text.slice(start, end);
  return said.lastIndexOf('<') > said.lastIndexOf('>');
}

function firstWordOf(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at - start;
}

function lastWordOf(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && !isBlank(text.charCodeAt(at - 1))) at--;
  return end - at;
}

/** The line that begins at an offset; one of blanks is empty. */
function lineOf(text: string, start: number): Span {
  const end = endOfLine(text, start);
  return { start, end: isBlankLine(text, start, end) ? start : withoutCr(text, start, end) };
}

function join(text: string, joints: readonly Joint[]): ReturnType<Mender['mend']> {
  const content = new ContentBuilder(text);
  let at = 0;
  for (const { above, line, between } of joints) {
    content.add(at, above.end);
    content.put(between, above.end);
    at = line.start;
  }
  content.add(at, text.length);
  return { content: content.content(), places: joints.map(({ above }) => above.end) };
}
