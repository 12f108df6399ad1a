/**
 * Lines that a terminal, a mail or an editor has wrapped: a line that is neither header nor SDP goes on the one above it, if that is
 * about as long as all lines may be. How long that is, each message tells: none of its lines is longer, and each was broken where the next
 * word had no room (or within it, where words are broken, too).
 */
import type { Span } from '../../basics/span';
import {
  endOfHeaderName,
  endOfLine,
  isBlank,
  isBlankLine,
  isSdpLine,
  isWellKnown,
  startOfLineAbove,
  startsDescription,
  startsMessage,
  startsWellKnown,
  withoutCr,
} from '../lines';
import { LineFinder, MAX_START_LINE, requestIn, startLineAt } from '../margin';
import type { Mender } from '../mender';
import {
  firstWordOf,
  isUsualWidth,
  join,
  LEAST_WIDTH,
  lengthOf,
  MAX_PARTS,
  tellsTime,
  type Joint,
} from '../wrapping';

/** So much shorter may a line be that was broken at the last column. */
const MAX_APART = 4;
/** Headers that may stand above the first Via. */
const MAX_ABOVE_VIA = 30;
const REQUEST_BEGINS =
  /(?:^|[^A-Za-z\d-])[A-Z]{3,9}(?:[ \t]{0,4}(?:s|si|sips?|t|te|tel)?$|[ \t]{1,4}(?:sips?|tel|urn|im|pres):)/;
const METHOD_ENDS = /(?:^|[^A-Za-z\d-])[A-Z]{3,9}$/;
/** The end of a request line, with the dot that ngrep prints for a CR. */
const WHOLE_VERSION = /[ \t]{1,4}SIP\/2\.0\.?$/;
/** `sips` */
const MAX_SCHEME = 4;

/** A line that may go on the one above it, without their line ends. */
interface Break {
  readonly above: Span;
  readonly line: Span;
  /** Where the header, or the line of SDP, begins that it would belong to. */
  readonly logical: number;
  /** No line of a message looks so: it goes on the one above, or was not sent. */
  readonly isSure: boolean;
  /** Nothing of the message follows. */
  readonly isLast: boolean;
}

/** A break that is mended. */
interface MendedBreak extends Break, Joint {}

/** Where the lines of a message, or description, begin and end, and what may be broken among them. */
interface Walked extends Span {
  readonly breaks: readonly Break[];
}

export const wraps: Mender = {
  what: 'wrapped lines joined',
  keepsOctets: false,
  mend(text) {
    const joiner = new Joiner(text);
    let sip = text.indexOf('SIP/2.0');
    let sdp = text.indexOf('v=0');
    while (sip >= 0 || sdp >= 0) {
      const isSip = sip >= 0 && (sdp < 0 || sip < sdp);
      const end = isSip ? joiner.message(sip) : joiner.description(sdp);
      if (sip >= 0 && sip < end) sip = text.indexOf('SIP/2.0', end);
      if (sdp >= 0 && sdp < end) sdp = text.indexOf('v=0', end);
    }
    return joiner.joints.length === 0 ? null : join(text, joiner.joints);
  },
};

/** Finds what is to be joined, message by message. */
class Joiner {
  readonly joints: MendedBreak[] = [];
  readonly #text: string;
  readonly #finder: LineFinder;
  /** Where the last message ended. */
  #floor = 0;
  /** How the lines of the last message that had broken ones were broken. */
  #wrapping: Wrapping | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#finder = new LineFinder(text);
  }

  /** Takes the message whose version stands at an offset; gives where to go on. */
  message(marker: number): number {
    const text = this.#text;
    if (this.#finder.endOf(marker) - this.#finder.startOf(marker) > MAX_START_LINE) return marker + 7;
    const start = startLineAt(this.#finder, marker);
    const broken = start === null ? brokenStart(this.#finder, marker, this.#floor) : [];
    if (start === null && broken.length === 0) return marker + 7;
    const last = lineOf(text, start?.lineStart ?? broken.at(-1)?.line.start ?? marker);
    const next = endOfLine(text, last.end) + 1;
    // Where a log puts something before every line, a later stage reads it.
    if (!startsWellKnown(text, next, text.length)) return marker + 7;
    const first = broken[0]?.above.start ?? last.start;
    const walked = new Walk(text, first, last.start).headers(next);
    this.#add(walked, broken, first);
    return Math.max(walked.end, marker + 7);
  }

  /** Takes the description that begins at an offset; gives where to go on. */
  description(marker: number): number {
    const text = this.#text;
    const isFirstLine =
      (marker === 0 || text.charCodeAt(marker - 1) === 10) && startsDescription(text, marker);
    if (!isFirstLine) return marker + 3;
    const walked = new Walk(text, marker, marker).body(endOfLine(text, marker) + 1);
    this.#add(walked, [], marker);
    return Math.max(walked.end, marker + 3);
  }

  #add(walked: Walked, broken: readonly MendedBreak[], first: number): void {
    const sure = walked.breaks.filter(({ isSure }) => isSure);
    const own = wrappingOf(this.#text, walked, [...broken, ...sure]);
    const within = own === null ? [] : jointsOf(this.#text, walked.breaks, own);
    if (own !== null && within.length + broken.length > 0) this.#wrapping = own;
    const isMessage = startsMessage(this.#text, first) || broken.length > 0;
    for (const joint of isMessage ? this.#above(first) : []) this.joints.push(joint);
    for (const joint of broken) this.joints.push(joint);
    for (const joint of within) this.joints.push(joint);
    this.#floor = walked.end;
  }

  /** What is to be joined in the few lines above a message, in which a log tells of it. */
  #above(first: number): readonly MendedBreak[] {
    const text = this.#text;
    const wrapping = this.#wrapping;
    const joints: MendedBreak[] = [];
    if (wrapping === null) return joints;
    let line = first;
    for (let count = 0; count < MAX_PARTS; count++) {
      if (line - 1 <= this.#floor) break;
      const above = lineOf(text, startOfLineAbove(text, line));
      const isBlankAbove = above.end === above.start;
      // A blank line may stand behind them.
      if (isBlankAbove && count > 0) break;
      if (count > 0 && !isBlankAbove && lengthOf(lineOf(text, line)) > 0) {
        const each = { above, line: lineOf(text, line), logical: above.start, isSure: false, isLast: true };
        const said = text.slice(above.start, above.end);
        // Two lines that each tell a time are two lines of a log.
        const isOne = looksLogged(said) && !(tellsTime(said) && tellsTime(text.slice(line, line + 60)));
        if (isOne && isBroken(text, each, wrapping))
          joints.unshift({ ...each, between: betweenOf(text, each, wrapping) });
      }
      line = above.start;
    }
    return joints;
  }
}

/**
 * A request line in several parts, near the version that stands at an offset: that is its own, or that of the first Via below it. None
 * where the lines above do not make one.
 */
function brokenStart(finder: LineFinder, marker: number, floor: number): readonly MendedBreak[] {
  const { text } = finder;
  const lowest = finder.startOf(marker);
  const isVia = text.charCodeAt(marker + 7) === 47;
  if (isVia && !startsWellKnown(text, lowest, marker)) return [];
  let line = lineOf(text, lowest);
  for (let up = 0; up < (isVia ? MAX_ABOVE_VIA : MAX_PARTS); up++) {
    if (line.end - line.start > MAX_START_LINE) return [];
    if (REQUEST_BEGINS.test(text.slice(line.start, line.end))) return partsFrom(text, line, lowest);
    if (line.start <= floor || line.start < 2) return [];
    line = lineOf(text, startOfLineAbove(text, line.start));
    if (line.end === line.start) return [];
  }
  return [];
}

/** The parts of the request line that begins with a line and ends with, or above, another one. */
function partsFrom(text: string, first: Span, lowest: number): readonly MendedBreak[] {
  const parts: MendedBreak[] = [];
  let above = first;
  let whole = text.slice(first.start, first.end);
  while (!WHOLE_VERSION.test(whole)) {
    const line = lineOf(text, endOfLine(text, above.end) + 1);
    if (line.start > lowest || line.end === line.start || parts.length === MAX_PARTS) return [];
    const part = text.slice(line.start, line.end);
    const isApart =
      (METHOD_ENDS.test(whole) && !whole.endsWith(' SIP')) ||
      (part.startsWith('SIP/2.0') && !/[ \t]$/.test(whole));
    const between = isApart ? ' ' : '';
    parts.push({ above, line, logical: first.start, isSure: true, isLast: false, between });
    whole += between + part;
    above = line;
  }
  return requestIn(whole.replace(WHOLE_VERSION, ' ')) >= 0 ? parts : [];
}

/** Goes over the lines of a message. Most texts have no broken ones, so nothing is kept of lines that are whole. */
class Walk {
  readonly #text: string;
  readonly #start: number;
  readonly #breaks: Break[] = [];
  #logical: number;
  /** Where the line begins that was met last. */
  #above: number;
  /** Lines in a row that may go on the one above. */
  #parts = 0;

  constructor(text: string, start: number, first: number) {
    this.#text = text;
    this.#start = first;
    this.#logical = start;
    this.#above = first;
  }

  /** Walks over headers, and the SDP behind them. */
  headers(from: number): Walked {
    const text = this.#text;
    let next: number;
    for (let at = from; at < text.length; at = next) {
      const end = endOfLine(text, at);
      next = end + 1;
      const last = lastOf(text, at, end);
      if (last === at) return startsDescription(text, next) ? this.#described(next) : this.#over(next);
      // ngrep prints a blank line as the dot of its CR.
      if (last === at + 1 && text.charCodeAt(at) === 46) return this.#over(at);
      if (startsDescription(text, at)) return this.body(at);
      if (startsMessage(text, at)) return this.#over(at);
      const looks = this.#looksOf(at, last);
      if (looks === 'header') this.#take(at);
      else if (!this.#break(at, looks === 'odd' && this.#goesOnAt(next))) return this.#over(at);
    }
    return this.#over(text.length);
  }

  /** Walks over SDP. */
  body(from: number): Walked {
    const text = this.#text;
    let next: number;
    for (let at = from; at < text.length; at = next) {
      const end = endOfLine(text, at);
      next = end + 1;
      const last = lastOf(text, at, end);
      if (last === at || startsMessage(text, at)) return this.#over(at);
      if (at !== from && startsDescription(text, at)) return this.#over(at);
      if (isSdpLine(text, at, last)) this.#take(at);
      else if (!this.#break(at, !lacksEquals(text, at) && this.#describesOnAt(next))) return this.#over(at);
    }
    return this.#over(text.length);
  }

  #describesOnAt(at: number): boolean {
    return isSdpLine(this.#text, at, endOfLine(this.#text, at)) && !startsDescription(this.#text, at);
  }

  #described(from: number): Walked {
    this.#take(from);
    return this.body(endOfLine(this.#text, from) + 1);
  }

  #looksOf(start: number, end: number): 'header' | 'like a header' | 'odd' {
    const text = this.#text;
    if (isBlank(text.charCodeAt(start))) return 'like a header';
    const name = endOfHeaderName(text, start, end);
    if (name < 0) return lacksColon(text, start, end) ? 'like a header' : 'odd';
    if (name - start <= MAX_SCHEME && /^(?:sips?|tel|urn):/.test(text.slice(start, name + 1))) return 'odd';
    let colon = name;
    while (text.charCodeAt(colon) !== 58) colon++;
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
      this.#looksOf(line.start, line.end) !== 'odd' ||
      this.#parts < 2
    );
  }

  #take(line: number): void {
    this.#logical = line;
    this.#above = line;
    this.#parts = 0;
  }

  #break(at: number, isSure: boolean): boolean {
    this.#parts++;
    const text = this.#text;
    const line = lineOf(text, at);
    if (this.#parts > MAX_PARTS || looksLogged(text.slice(line.start, Math.min(line.end, line.start + 120))))
      return false;
    const next = lineOf(text, endOfLine(text, line.end) + 1);
    this.#breaks.push({
      above: lineOf(text, this.#above),
      line,
      logical: this.#logical,
      isSure,
      isLast: next.end === next.start,
    });
    this.#above = at;
    return true;
  }

  #over(end: number): Walked {
    return { start: this.#start, end, breaks: this.#breaks };
  }
}

/** Whether a line begins with the name of a header as headers are written, but for the colon. */
function lacksColon(text: string, start: number, end: number): boolean {
  const [name = ''] =
    /^[A-Z][A-Za-z-]{1,30}(?=[ \t])/.exec(text.slice(start, Math.min(end, start + 40))) ?? [];
  return name !== '' && isWellKnown(text, start, start + name.length);
}

/** Whether a line begins with a letter alone, as SDP does, but for the `=`. */
function lacksEquals(text: string, start: number): boolean {
  const type = text.charCodeAt(start);
  return type >= 97 && type <= 122 && isBlank(text.charCodeAt(start + 1));
}

const ROUTE_OR_BORDER = /->|^[-=#*_+`]{3}|^\[|^[ \t]*\^/;

/** Whether a line tells a time, a route or a border as logs do, and so was never part of a message. */
function looksLogged(line: string): boolean {
  // The value of a header Date ends so.
  return (tellsTime(line) && !/\d GMT/.test(line)) || ROUTE_OR_BORDER.test(line);
}

/** How lines were broken. */
interface Wrapping {
  /** No line that could have been broken is longer. */
  readonly width: number;
  /** Lengths at which lines were broken wherever that was; empty where they were broken at blanks. */
  readonly columns: ReadonlySet<number>;
}

/** Which of the breaks of a message are mended, and how. */
function jointsOf(text: string, breaks: readonly Break[], wrapping: Wrapping): readonly MendedBreak[] {
  const others = new Set<number>();
  const mended = breaks.filter((each) => {
    // What goes on a line that was never part of the message is none either.
    const isMended = isBroken(text, each, wrapping) && !others.has(each.above.start);
    if (!isMended) others.add(each.line.start);
    return isMended;
  });
  return mended.map((each) => ({ ...each, between: betweenOf(text, each, wrapping) }));
}

function wrappingOf(text: string, { start, end }: Span, sure: readonly Break[]): Wrapping | null {
  if (sure.length === 0 || isBeingTyped(text, sure)) return null;
  let width = 0;
  for (let at = start; at < end; at = endOfLine(text, at) + 1) {
    const line = lineOf(text, at);
    if (text.slice(line.start, line.end).includes(' ')) width = Math.max(width, lengthOf(line));
  }
  const lengths = new Map<number, number>();
  for (const { above } of sure) {
    const length = lengthOf(above);
    width = Math.max(width, length);
    lengths.set(length, (lengths.get(length) ?? 0) + 1);
  }
  if (width < LEAST_WIDTH) return null;
  // Behind a margin that was taken off, lines are a few characters shorter than those without it.
  const isHard = [...lengths.keys()].every((length) => length >= width - MAX_APART);
  const columns = isHard
    ? [...lengths].filter(([length, count]) => count > 1 || isUsualWidth(length)).map(([length]) => length)
    : [];
  return { width, columns: new Set(columns) };
}

/** Whether all that looks broken is a word without its colon or `=`: somebody writes a header, or a line of SDP. */
function isBeingTyped(text: string, sure: readonly Break[]): boolean {
  const [only] = sure;
  if (only === undefined || sure.length > 1 || isUsualWidth(lengthOf(only.above))) return false;
  return /^[A-Za-z-]{0,40}$/.test(text.slice(only.line.start, only.line.end));
}

/** Whether a line was broken because what follows had no room. */
function isBroken(
  text: string,
  { above, line, isSure, isLast }: Break,
  { width, columns }: Wrapping,
): boolean {
  const length = lengthOf(above);
  if (!isSure && (columns.size > 0 || !isLast)) return columns.has(length);
  return length + 1 + firstWordOf(text, line) + MAX_APART > width;
}

function betweenOf(text: string, { above, line, logical }: Break, { width, columns }: Wrapping): '' | ' ' {
  if (isBlank(text.charCodeAt(above.end - 1)) || isBlank(text.charCodeAt(line.start))) return '';
  const length = lengthOf(above);
  if (columns.has(length)) return '';
  // A word that has no room on a line of its own is broken, too.
  if (length === width && lastWordOf(text, above) + firstWordOf(text, line) > width) return '';
  const said = text.slice(logical, above.end);
  const isInQuotes = (said.split('"').length - 1) % 2 === 1;
  if (isInQuotes || said.endsWith(',')) return ' ';
  // URIs and parameters hold no blanks.
  return isInBrackets(text, logical, above.end) || /[;=][^\s;=]*$|inline:\S*$/.test(said) ? '' : ' ';
}

/** Whether a `<` is open: what it opens is a URI, and that holds no blanks. */
function isInBrackets(text: string, start: number, end: number): boolean {
  const said = text.slice(start, end);
  return said.lastIndexOf('<') > said.lastIndexOf('>');
}

function lastWordOf(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && !isBlank(text.charCodeAt(at - 1))) at--;
  return end - at;
}

/** The line that begins at an offset; one of blanks is empty. */
function lineOf(text: string, start: number): Span {
  return { start, end: lastOf(text, start, endOfLine(text, start)) };
}

/** Where a line ends without its CR; where it begins if it holds nothing but blanks. */
function lastOf(text: string, start: number, end: number): number {
  return isBlankLine(text, start, end) ? start : withoutCr(text, start, end);
}
