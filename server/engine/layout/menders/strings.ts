/**
 * Messages and descriptions within strings: a field of an object (JSON in any layout, on one line or on many; Python's
 * dictionaries, Go's structures), a value in quotes (`msg="INVITE …\r\n…"`), and a description that a log prints on one
 * line. Each becomes lines of its own, below a line of what the fields beside it tell. A string that only mentions SIP stays
 * as it is: it must hold a first line, an escaped line end, and a second line as messages have it.
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import type { Mended, Mender } from '../mender';
import { behindPrefix } from '../prefix';
import { closingQuote, fieldsOf, isEscaped, objectsAround } from '../strings/fields';
import { headLine } from '../strings/head';
import { addUnescaped, escapedLineEnd } from '../strings/unescape';

/** Ends of first lines. */
const firstLines = /SIP\/2\.0(?: [1-6]\d\d(?!\d)[^"\\#<\r\n]{0,80})?|(?<![\w=])v=0/g;
const secondLine = /[a-z][\w-]{0,40}[ \t]{0,3}:|o=/iy;
/** A description in a string that has line ends as they are. */
const plainDescription = /\r?\no=\S+ \d+ \d+ IN IP/y;
/** How far before its end a first line may begin, and a line of a log with it. */
const MAX_LINE = 2048;
const MAX_STRING = 1_048_576;
const MAX_PREFIX = 256;

export const strings: Mender = {
  what: 'messages taken out of strings',
  keepsOctets: true,
  mend(text) {
    const shows = ['\\n', '#012', '\\012', '\\x0a', '"v=0'].some((mark) => text.includes(mark));
    return shows ? new Taking(text).run() : null;
  },
};

/** A string between its quotes. */
interface Quoted extends Span {
  readonly quote: string;
}

class Taking {
  readonly #content: ContentBuilder;
  readonly #places: number[] = [];
  /** Up to where the text was taken. */
  #at = 0;
  /** What the object tells that holds the string taken last, where it begins with those around it, and where it ends. */
  #head = '';
  #objectStart = -1;
  #objectEnd = 0;
  #line: Span = { start: 0, end: -1 };
  #quote = -1;
  /** The first quote that was not looked at; -1 behind the last one. */
  #nextQuote: number;

  constructor(private readonly text: string) {
    this.#content = new ContentBuilder(text);
    this.#nextQuote = text.indexOf('"');
  }

  run(): Mended | null {
    const { text } = this;
    let behind = 0;
    for (const found of text.matchAll(firstLines)) {
      if (found.index < behind) continue;
      const end = found.index + found[0].length;
      const taken = this.#goesOn(found.index, end) ? this.#take(found.index) : null;
      if (taken !== null) behind = taken;
    }
    if (this.#places.length === 0) return null;
    this.#content.add(this.#at, text.length);
    return { content: this.#content.content(), places: this.#places };
  }

  /** Whether a line end and a second line follow, behind what a log puts before both. */
  #goesOn(place: number, end: number): boolean {
    const { text } = this;
    escapedLineEnd.lastIndex = end;
    if (escapedLineEnd.test(text)) {
      const next = escapedLineEnd.lastIndex;
      secondLine.lastIndex = next;
      if (secondLine.test(text)) return true;
      const prefix = this.#prefixBefore(place);
      secondLine.lastIndex = behindPrefix(text, prefix, next, Math.min(text.length, next + MAX_PREFIX));
      return prefix.end > prefix.start && secondLine.lastIndex > next && secondLine.test(text);
    }
    plainDescription.lastIndex = end;
    return plainDescription.test(this.text);
  }

  /** What stands before the first line that holds a place, from the start of the string or the line end before it. */
  #prefixBefore(place: number): Span {
    const end = this.#firstLineStart(place, Math.max(0, place - MAX_LINE));
    const before = this.text.slice(Math.max(0, end - MAX_PREFIX), end);
    const start = /(?:\\n|#012|<LF>|"|\n)(?!.*(?:\\n|#012|<LF>|"))/.exec(before);
    return { start: start === null ? end : end - before.length + start.index + start[0].length, end };
  }

  /** Takes the string out that holds a place; gives where it ends, or null where none does. */
  #take(place: number): number | null {
    const { text } = this;
    const content = this.#content;
    const string = this.#stringAt(place);
    if (string === null) return null;
    this.#places.push(string.start);
    if (string.start >= this.#objectEnd) this.#takeHead(string);
    // A record begins with its object; a second one of the same object with its string.
    if (this.#head !== '')
      content.put(`${this.#head}\n`, this.#objectStart < 0 ? string.start : this.#objectStart);
    this.#objectStart = -1;
    addUnescaped(content, text, behindBlanks(text, string), string.end);
    if (!content.isAtLineStart) content.put('\n', string.end);
    content.put('\n', string.end);
    this.#at = Math.max(string.end + string.quote.length, this.#objectEnd);
    return string.end;
  }

  /** The line that holds a place, without its end; asked often of one line, however long that is. */
  #lineAt(place: number): Span {
    if (place >= this.#line.start && place <= this.#line.end) return this.#line;
    const start = this.text.lastIndexOf('\n', place - 1) + 1;
    const found = this.text.indexOf('\n', place);
    const end = found < 0 ? this.text.length : found;
    this.#line = { start, end: end > start && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end };
    return this.#line;
  }

  /** The last quote before a place that nothing escapes; -1 for none. Places rise: each character is looked at once. */
  #quoteBefore(place: number): number {
    const { text } = this;
    while (this.#nextQuote >= 0 && this.#nextQuote <= place) {
      if (!isEscaped(text, this.#nextQuote)) this.#quote = this.#nextQuote;
      this.#nextQuote = text.indexOf('"', this.#nextQuote + 1);
    }
    return this.#quote;
  }

  #stringAt(place: number): Quoted | null {
    const { text } = this;
    const floor = Math.max(this.#at, this.#lineAt(place).start, place - MAX_STRING);
    const open = this.#quoteBefore(place);
    if (open >= floor) return this.#closed(open + 1, place, '"');
    const start = this.#firstLineStart(place, floor);
    const before = text.charAt(start - 1);
    if (before === "'" || before === '`') return this.#closed(start, place, before);
    // A message on a line, in no quotes, is a format's business.
    const isDescription = text.startsWith('v=0', place) && /^[\s:=([]?$/.test(before);
    if (!isDescription || text.slice(Math.max(floor, place - MAX_LINE), place).includes('SIP/2.0'))
      return null;
    escapedLineEnd.lastIndex = place + 3;
    return escapedLineEnd.test(text) ? { start: place, end: this.#lineAt(place).end, quote: '' } : null;
  }

  /** Where the first line begins whose version stands at a place. */
  #firstLineStart(place: number, floor: number): number {
    const request = /[A-Z]{3,12} \S{1,400} $/.exec(this.text.slice(Math.max(floor, place - 512), place));
    return request === null ? place : place - request[0].length;
  }

  #closed(start: number, place: number, quote: string): Quoted {
    const { text } = this;
    plainDescription.lastIndex = place + 3;
    const isPlain = place === start && plainDescription.test(text);
    const limit = isPlain ? Math.min(text.length, start + MAX_STRING) : this.#lineAt(place).end;
    const close = closingQuote(text, place, quote, limit);
    return close < 0 ? { start, end: this.#lineAt(place).end, quote: '' } : { start, end: close, quote };
  }

  /** Takes what stands before the string, and learns what its object tells. */
  #takeHead(string: Quoted): void {
    const { text } = this;
    const content = this.#content;
    const quote = Math.max(this.#at, string.start - 1);
    const objects = isField(text, quote) ? objectsAround(text, quote, this.#at) : [];
    const [inner] = objects;
    if (inner !== undefined) {
      const whole = { start: quote, end: string.end + string.quote.length };
      const { fields, end } = fieldsOf(text, objects, whole);
      content.add(this.#at, inner);
      if (!content.isAtLineStart) content.put('\n', inner);
      this.#head = headLine(fields);
      this.#objectStart = objects.at(-1) ?? inner;
      this.#objectEnd = end;
      return;
    }
    const start = string.quote === '' ? string.start : quote;
    content.add(this.#at, start);
    this.#head = '';
    // What stands behind the string on its line tells of it, too.
    const end = string.quote === '' ? string.end : this.#lineAt(string.end).end;
    const behind = text.slice(string.end + 1, Math.min(end, string.end + MAX_LINE));
    if (behind.trim() !== '' && !behind.includes('SIP/2.0') && !behind.includes('v=0')) {
      content.add(string.end + 1, end);
      this.#objectEnd = end;
    }
    if (!content.isAtLineStart) content.put('\n', start);
  }
}

/** Whether a value of an object or of a list begins at a place; Python marks some by a letter. */
function isField(text: string, place: number): boolean {
  return /[:[,][\sbru]{0,200}$/.test(text.slice(Math.max(0, place - 200), place));
}

function behindBlanks(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  return at;
}
