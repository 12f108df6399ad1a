/** Where messages and descriptions begin on their lines, in a whole text. */
import { isDigit, startsDescription } from './lines';

/** The first line of a message or description. */
export interface FirstLine {
  readonly lineStart: number;
  /** Where the message begins. */
  readonly start: number;
}

/** Nothing longer stands before a message on its line. */
const MAX_MARGIN = 512;
/** No start line is longer. */
export const MAX_START_LINE = 5000;
const dump = /[ \t>|](?:0x)?0{4,8}:? {1,3}(?:[\da-f]{2} ?){4}/gi;
const request = /(?:^|[^A-Za-z\d-])([A-Z]{3,9})[ \t]{1,4}(?:sips?|tel|urn|im|pres):\S{1,4000}[ \t]{1,4}$/;

/** The lines of a text, asked for from front to back: an endless one is looked through once. */
export class LineFinder {
  #start = 0;
  #end = -1;

  constructor(readonly text: string) {}

  /** Where the line begins that holds an offset. */
  startOf(at: number): number {
    if (at < this.#start || at > this.#end) {
      this.#start = at === 0 ? 0 : this.text.lastIndexOf('\n', at - 1) + 1;
      const end = this.text.indexOf('\n', at);
      this.#end = end < 0 ? this.text.length : end;
    }
    return this.#start;
  }

  /** Where the line ends that holds an offset. */
  endOf(at: number): number {
    this.startOf(at);
    return this.#end;
  }
}

/** Where each message begins, in order; most at the start of a line, and no two on one. */
export function* messagesIn(text: string): Generator<FirstLine> {
  const lines = new LineFinder(text);
  let at = text.indexOf('SIP/2.0');
  while (at >= 0) {
    const found = startLineAt(lines, at);
    if (found !== null) yield found;
    at = text.indexOf('SIP/2.0', found === null ? at + 7 : lines.endOf(at));
  }
}

/** What {@link marginsIn} finds in a text, looked for when somebody asks first. */
export class Margins {
  #found: readonly FirstLine[] | null = null;

  constructor(readonly text: string) {}

  get all(): readonly FirstLine[] {
    this.#found ??= [...marginsIn(this.text), ...dumpsIn(this.text)].sort(
      (one, other) => one.lineStart - other.lineStart,
    );
    return this.#found;
  }
}

/**
 * First lines of messages and descriptions, and lines of a Via, that do not stand at the start of their line. Costs little where all do, as in
 * most texts.
 */
function* marginsIn(text: string): Generator<FirstLine> {
  const lines = new LineFinder(text);
  let sip = text.indexOf('SIP/2.0');
  let sdp = text.indexOf('v=0');
  while (sip >= 0 || sdp >= 0) {
    const isSip = sip >= 0 && (sdp < 0 || sip < sdp);
    const found = isSip
      ? (startLineAt(lines, sip) ?? viaAt(lines, sip))
      : isLineStart(text, sdp)
        ? null
        : descriptionAt(lines, sdp);
    const isMargin =
      found !== null && found.start > found.lineStart && found.start - found.lineStart <= MAX_MARGIN;
    if (isMargin) yield found;
    if (isSip) sip = text.indexOf('SIP/2.0', isMargin ? lines.endOf(sip) : sip + 7);
    else sdp = text.indexOf('v=0', isMargin ? lines.endOf(sdp) : sdp + 3);
  }
}

/** First lines of dumps behind marks of quotes, none of which shows where a message begins. Logs indent dumps themselves. */
function* dumpsIn(text: string): Generator<FirstLine> {
  const lines = new LineFinder(text);
  for (const { index } of text.matchAll(dump)) {
    const lineStart = lines.startOf(index);
    if (index - lineStart < MAX_MARGIN && /^[ \t]*[>|][ \t>|]*$/.test(text.slice(lineStart, index + 1)))
      yield { lineStart, start: index + 1 };
  }
}

/** A Via that does not stand at the start of its line: the start line above it may be broken. */
function viaAt(lines: LineFinder, marker: number): FirstLine | null {
  const { text } = lines;
  if (text.charCodeAt(marker + 7) !== 47 || text.charCodeAt(marker - 2) !== 58) return null;
  const start =
    text.startsWith('Via', marker - 5) || text.startsWith('VIA', marker - 5) ? marker - 5 : marker - 3;
  return isLineStart(text, start) || text.charCodeAt(marker - 1) !== 32
    ? null
    : { lineStart: lines.startOf(marker), start };
}

/** The first line of a description at an offset, wherever on its line that is. */
export function descriptionAt(lines: LineFinder, at: number): FirstLine | null {
  if (!startsDescription(lines.text, at)) return null;
  return { lineStart: lines.startOf(at), start: at };
}

/** The start line whose version stands at an offset; null where that is part of something else, such as a Via. */
export function startLineAt(lines: LineFinder, marker: number): FirstLine | null {
  const { text } = lines;
  const behind = text.charCodeAt(marker + 7);
  if (behind === 32 && isDigit(text.charCodeAt(marker + 8))) {
    return { lineStart: lines.startOf(marker), start: marker };
  }
  if (behind === 47 || text.charCodeAt(marker - 1) !== 32) return null;
  const lineStart = lines.startOf(marker);
  if (marker - lineStart > MAX_START_LINE) return null;
  // A request that starts with its line has its method there.
  if (isMethod(text, lineStart)) return { lineStart, start: lineStart };
  const start = requestIn(text.slice(lineStart, marker));
  return start < 0 ? null : { lineStart, start: lineStart + start };
}

/** Where the request begins of which all but the version stands in a piece of text; -1 where there is none. */
export function requestIn(head: string): number {
  const found = request.exec(head);
  return found === null ? -1 : found.index + found[0].indexOf(found[1] ?? '');
}

function isMethod(text: string, at: number): boolean {
  let end = at;
  while (end < at + 10 && text.charCodeAt(end) >= 65 && text.charCodeAt(end) <= 90) end++;
  return end > at + 2 && text.charCodeAt(end) === 32;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text.charCodeAt(at - 1) === 10 || text.charCodeAt(at - 1) === 13;
}
