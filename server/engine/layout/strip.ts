/** Takes what stands at the margin of lines off them, wherever a mender finds it. */
import { without } from './cut';
import type { Span } from '../basics/span';
import { endOfLine, isDumpLine, isSdpLine, startOfLineAbove, startsWellKnown } from './lines';
import type { FirstLine, Margins } from './margin';
import type { Mended } from './mender';
import { behindPrefix } from './prefix';

/** One way in which the margin of lines may look. */
export interface MarginKind {
  /** How many characters to take off the line of a margin; 0 where it is of another kind. */
  own(text: string, margin: FirstLine): number;
  /**
   * How many to take off a line near it; -1 where it lacks the margin. `latest` is the line with it that was met last,
   * `step` tells whether that stands above (1) or below (-1).
   */
  near(text: string, line: Span, own: Span, latest: Span, step: 1 | -1): number;
}

/** Lines without the margin among others that have it: what was wrapped behind it. */
const MAX_BARE = 2;
/** Lines among which one behind the first must show a header or SDP. */
const MAX_LOOK = 8;
/** What another margin is made of, and how long it is at most. */
const WITHIN = /[\s\d>|:.)\u2502\u2192-]/;
const MAX_WITHIN = 24;

/** Takes the margins of a kind off all lines that have it, up and down from each first line of a message. */
export function strip({ text, all }: Margins, kind: MarginKind): Mended | null {
  const cuts: Span[] = [];
  let floor = 0;
  for (const margin of all) {
    if (margin.lineStart < floor) continue;
    const length = kind.own(text, margin);
    if (length === 0) continue;
    const own = { start: margin.lineStart, end: margin.lineStart + length };
    if (!goesOn(text, kind, own, margin)) continue;
    const below = walk(text, own, kind, 1, text.length);
    for (const cut of walk(text, own, kind, -1, floor).cuts.reverse()) cuts.push(cut);
    cuts.push(own);
    for (const cut of below.cuts) cuts.push(cut);
    floor = below.end;
  }
  return without(text, cuts);
}

/** Whether the lines of the message behind a margin follow: a mark before one line is no margin, `>>> INVITE` tells who sent it. */
function goesOn(text: string, kind: MarginKind, own: Span, margin: FirstLine): boolean {
  // A log may have put its own before every line, within the margin.
  const prefix = { start: own.end, end: margin.start };
  let line = lineBelow(text, own.start);
  for (let count = 0; line !== null && count < MAX_LOOK; count++) {
    const length = kind.near(text, line, own, own, 1);
    let start = line.start + Math.max(0, length);
    const behind = behindPrefix(text, prefix, start, line.end);
    if (length > 0 && behind >= 0 && isOfMessage(text, behind, line.end)) return true;
    // Another margin may stand within this one.
    const most = Math.min(line.end, start + MAX_WITHIN);
    while (start < most && WITHIN.test(text.charAt(start))) start++;
    if (length > 0 && isOfMessage(text, start, line.end)) return true;
    // A blank line, or the rest of a wrapped one.
    line = lineBelow(text, line.start);
  }
  return false;
}

function isOfMessage(text: string, start: number, end: number): boolean {
  return startsWellKnown(text, start, end) || isSdpLine(text, start, end) || isDumpLine(text, start);
}

function walk(
  text: string,
  own: Span,
  kind: MarginKind,
  step: 1 | -1,
  limit: number,
): { readonly cuts: Span[]; readonly end: number } {
  const cuts: Span[] = [];
  let line = step === 1 ? lineBelow(text, own.start) : lineAbove(text, own.start, limit);
  let end = endOfLine(text, own.start);
  let bare = 0;
  let latest = own;
  while (line !== null) {
    const length = kind.near(text, line, own, latest, step);
    if (length < 0 && ++bare > MAX_BARE) break;
    if (length >= 0) {
      bare = 0;
      end = line.end;
    }
    if (length > 0) {
      latest = line;
      cuts.push({ start: line.start, end: line.start + length });
    }
    line = step === 1 ? lineBelow(text, line.start) : lineAbove(text, line.start, limit);
  }
  return { cuts, end };
}

function lineBelow(text: string, at: number): Span | null {
  const start = endOfLine(text, at) + 1;
  return start > text.length - 1 ? null : { start, end: endOfLine(text, start) };
}

function lineAbove(text: string, lineStart: number, floor: number): Span | null {
  if (lineStart <= floor || lineStart === 0) return null;
  const start = startOfLineAbove(text, lineStart);
  return start < floor ? null : { start, end: lineStart - 1 };
}
