/**
 * Blank lines behind every line: a log whose CR and LF were both taken for line ends, a paragraph a line, lines of blanks between
 * lines. As many as stand everywhere are taken away; where more stand, a blank line was sent.
 */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import { endOfHeaderName, endOfLine, isBlank, isSdpLine, startOfLineAbove } from '../lines';
import { descriptionAt, LineFinder, startLineAt, type FirstLine } from '../margin';
import type { Mender } from '../mender';
import { behindPrefix } from '../prefix';

/** No more blank lines stand behind each line. */
const MAX_SPACING = 7;
/** So many lines must be spaced before it is believed. */
const LEAST = 3;

export const spacing: Mender = {
  what: 'blank lines between lines removed',
  keepsOctets: false,
  mend(text) {
    const cuts: Span[] = [];
    let floor = 0;
    for (const { lineStart: first, start } of firstLines(text)) {
      if (first < floor) continue;
      const every = spacingAt(text, { start: first, end: start });
      if (every === 0) continue;
      const above = cutsAbove(text, first, floor, every);
      const below = cutsBelow(text, first, every);
      for (const cut of above) cuts.push(cut);
      for (const cut of below.cuts) cuts.push(cut);
      floor = below.end;
    }
    return without(text, cuts);
  },
};

/** Lines that begin a message or a description and have a blank line behind them. */
function* firstLines(text: string): Generator<FirstLine> {
  const lines = new LineFinder(text);
  let sip = text.indexOf('SIP/2.0');
  let sdp = text.indexOf('v=0');
  while (sip >= 0 || sdp >= 0) {
    const marker = sip < 0 ? sdp : sdp < 0 ? sip : Math.min(sip, sdp);
    const end = endOfLine(text, marker);
    // Of a Via, and of most lines that are none of these, nothing more is looked at.
    if (text.charCodeAt(marker + 7) !== 47 && blankAt(text, end + 1) >= 0) {
      const found = marker === sip ? startLineAt(lines, marker) : descriptionAt(lines, marker);
      if (found !== null) yield found;
    }
    if (sip >= 0 && sip <= end) sip = text.indexOf('SIP/2.0', end);
    if (sdp >= 0 && sdp <= end) sdp = text.indexOf('v=0', end);
  }
}

/** How many blank lines stand behind each of the lines from the one on that begins with a prefix; 0 where that is not so. */
function spacingAt(text: string, prefix: Span): number {
  let line = prefix.start;
  let least = MAX_SPACING;
  for (let count = 0; count < LEAST; count++) {
    const gap = gapBehind(text, line);
    if (gap.lines === 0 || gap.lines > MAX_SPACING) return 0;
    least = Math.min(least, gap.lines);
    line = gap.end;
    const end = endOfLine(text, line);
    if (line >= text.length) return count > 0 ? least : 0;
    const start = behindPrefix(text, prefix, line, end);
    if (start < 0 || (endOfHeaderName(text, start, end) < 0 && !isSdpLine(text, start, end))) return 0;
  }
  return least;
}

interface Gap {
  /** Behind the line before it. */
  readonly start: number;
  readonly end: number;
  readonly lines: number;
}

/** The blank lines behind the line that begins at an offset. */
function gapBehind(text: string, line: number): Gap {
  const start = Math.min(endOfLine(text, line) + 1, text.length);
  let end = start;
  let lines = 0;
  for (let next = blankAt(text, end); next >= 0; next = blankAt(text, end)) {
    end = next;
    lines++;
  }
  return { start, end, lines };
}

function cutsBelow(
  text: string,
  first: number,
  every: number,
): { readonly cuts: readonly Span[]; readonly end: number } {
  const cuts: Span[] = [];
  let line = first;
  let close = 0;
  while (line < text.length) {
    const gap = gapBehind(text, line);
    // Lines that were wrapped stand close; two in a row are laid out in another way.
    if (gap.lines < every && gap.end < text.length) {
      if (++close > 2) break;
    } else {
      close = 0;
      const kept = Math.ceil((gap.lines - every) / (every + 1));
      cuts.push(cutOf(text, gap, Math.max(0, kept)));
    }
    line = gap.end;
  }
  return { cuts, end: line };
}

/** The lines above the first one that are spaced in the same way, down to an offset. */
function cutsAbove(text: string, first: number, floor: number, every: number): readonly Span[] {
  const cuts: Span[] = [];
  let below = first;
  while (below > floor) {
    let start = below;
    let lines = 0;
    for (
      let line = lineAbove(text, start);
      line >= floor && isBlankLine(text, line);
      line = lineAbove(text, start)
    ) {
      start = line;
      lines++;
    }
    if (lines < every || start <= floor) break;
    cuts.push(cutOf(text, { start, end: below, lines }, Math.ceil((lines - every) / (every + 1))));
    below = lineAbove(text, start);
  }
  return cuts.reverse();
}

/** All lines of a gap but those that are kept, which are emptied. */
function cutOf(text: string, gap: Gap, kept: number): Span {
  let start = gap.end;
  // What is kept are the last line ends: they stand behind nothing but what is cut.
  for (let count = 0; count < kept; count++) start = startOfLineAbove(text, start);
  return { start: gap.start, end: Math.max(gap.start, kept === 0 ? gap.end : lineEndIn(text, start)) };
}

/** Where the line end of a line of blanks begins. */
function lineEndIn(text: string, line: number): number {
  let at = line;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Behind a blank line that begins at an offset, or -1 where none does. */
function blankAt(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return at + 1;
    if (code !== 32 && code !== 9 && code !== 13) return -1;
  }
  return at > start ? at : -1;
}

function isBlankLine(text: string, start: number): boolean {
  return blankAt(text, start) >= 0;
}

function lineAbove(text: string, start: number): number {
  return start < 2 ? -1 : startOfLineAbove(text, start);
}
