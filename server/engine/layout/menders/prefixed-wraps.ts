/**
 * Wrapped lines of a log that puts a prefix before every line: a line without it goes on the one above, if that is about as
 * long as all lines may be.
 */
import type { Span } from '../../basics/span';
import {
  endOfLine,
  isBlank,
  isBlankLine,
  isSdpLine,
  startOfLineAbove,
  startsWellKnown,
  withoutCr,
} from '../lines';
import type { Mender } from '../mender';
import { behindPrefix, sharedPrefix } from '../prefix';
import { firstWordOf, isUsualWidth, join, LEAST_WIDTH, lengthOf, MAX_PARTS, type Joint } from '../wrapping';

/** So many lines must show a header or SDP behind the prefix. */
const LEAST_TELLING = 2;

export const prefixedWraps: Mender = {
  what: 'wrapped lines joined',
  keepsOctets: false,
  mend(text, margins) {
    const joints: Joint[] = [];
    let floor = 0;
    let looked = 0;
    for (const { lineStart, start } of margins.all) {
      if (lineStart < floor || !isPrefix(text.slice(lineStart, start))) continue;
      const prefix = { start: lineStart, end: start };
      // Most logs have it everywhere, which costs little to see; looked for once in all of the text, whatever prefixes there are.
      const whole = looked > text.length ? lineStart : endOfWhole(text, prefix, floor);
      looked += whole - lineStart;
      if (whole === text.length) break;
      const region = regionOf(text, prefix, floor);
      if (region.telling >= LEAST_TELLING) for (const joint of jointsOf(text, region)) joints.push(joint);
      floor = region.end;
    }
    return joints.length === 0 ? null : join(text, joints);
  },
};

/** A quote before a line is that of a string in a program's source; marks of quotes are a margin (margins.ts). */
function isPrefix(before: string): boolean {
  return !/^[\s>|+\u2502\u2503]*$/.test(before) && !/["'`]$/.test(before);
}

/** Lines around one with a prefix that have the same, and those without it behind them. */
interface Region {
  readonly end: number;
  /** How many of them show a header or SDP behind the prefix. */
  readonly telling: number;
  /** The length of the longest line that could have been broken: all but one long word. */
  readonly width: number;
  readonly breaks: readonly Break[];
}

/** A line without the prefix, and the one above it, without their line ends. */
interface Break {
  readonly above: Span;
  readonly line: Span;
}

/** From where on not every line to the end of the text has a prefix, as far as its first and its last character show; the end of the text where all have. */
function endOfWhole(text: string, { start, end }: Span, floor: number): number {
  const [first, last] = [text.charCodeAt(start), text.charCodeAt(end - 1)];
  const length = end - start;
  // A line above without it may be the rest of a broken one.
  if (start > floor && text.charCodeAt(startOfLineAbove(text, start)) !== first) return start;
  let at = start;
  while (at < text.length && text.charCodeAt(at) === first && text.charCodeAt(at + length - 1) === last)
    at = endOfLine(text, at) + 1;
  return Math.min(at, text.length);
}

function regionOf(text: string, prefix: Span, floor: number): Region {
  const breaks: Break[] = [];
  let telling = 0;
  let width = 0;
  let bare = 0;
  let end = prefix.start;
  let above: Span | null = null;
  let next: number;
  for (let at = firstOf(text, prefix, floor); at < text.length; at = next) {
    next = endOfLine(text, at) + 1;
    const line = { start: at, end: withoutCr(text, at, next - 1) };
    const behind = behindPrefix(text, prefix, line.start, line.end);
    if (behind >= 0) {
      bare = 0;
      end = next;
      width = Math.max(width, lengthOf(line));
      if (startsWellKnown(text, behind, line.end) || isSdpLine(text, behind, line.end)) telling++;
    } else {
      const isOther =
        isBlankLine(text, at, line.end) || text.startsWith('```', at) || isAlike(text, prefix, line);
      if (above === null || isOther || ++bare > MAX_PARTS) break;
      breaks.push({ above, line });
    }
    above = line;
  }
  // Behind the last line with the prefix, one may have been broken, too.
  return { end: Math.max(end, prefix.end), telling, width, breaks };
}

/** Whether a line begins much as those with the prefix do, and so is another one of the log's. */
function isAlike(text: string, prefix: Span, line: Span): boolean {
  const { reference } = sharedPrefix(text, prefix, line.start, line.end);
  return (reference - prefix.start) * 2 >= prefix.end - prefix.start;
}

/** The first of the lines above that have the prefix, or go on one that has. */
function firstOf(text: string, prefix: Span, floor: number): number {
  let first = prefix.start;
  let bare = 0;
  for (let at = prefix.start; at > floor && bare <= MAX_PARTS;) {
    at = Math.max(floor, startOfLineAbove(text, at));
    const end = withoutCr(text, at, endOfLine(text, at));
    if (behindPrefix(text, prefix, at, end) >= 0) {
      first = at;
      bare = 0;
    } else if (isBlankLine(text, at, end)) {
      break;
    } else {
      bare++;
    }
  }
  return first;
}

function jointsOf(text: string, { breaks, width }: Region): readonly Joint[] {
  if (breaks.length === 0 || width < LEAST_WIDTH) return [];
  // A terminal breaks every line at its last column, a mail each where the next word has no room.
  const full = breaks.filter(({ above }) => lengthOf(above) === width).length;
  const isHard = full * 3 >= breaks.length * 2 && (full > 1 || isUsualWidth(width));
  const joints = breaks
    .filter(({ above, line }) => lengthOf(above) + 1 + (isHard ? 1 : firstWordOf(text, line)) > width)
    .map(({ above, line }) => {
      const isBlankBetween = isBlank(text.charCodeAt(above.end - 1)) || isBlank(text.charCodeAt(line.start));
      const isWithinWord = isHard && lengthOf(above) === width;
      return { above, line, between: isBlankBetween || isWithinWord ? '' : ' ' } as const;
    });
  return joints.length * 2 > breaks.length ? joints : [];
}
