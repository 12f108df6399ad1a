/**
 * A message in any log that no other format knows. What its own line says before it and what the lines above say is read
 * by words and signs that programs share (log-facts.ts): so an unknown log keeps its times, ends and directions. Lines
 * above are looked at up to the head of the record, which a time begins.
 */
import type { Preamble, TextFormat } from '../format';
import { endOfHeaderName, isWellKnown } from '../../layout/lines';
import { factsOfLine, metaOf, noFacts, tellsWay, together, type LogFacts } from '../log-facts';
import type { Lookback } from '../lookback';
import { beginsWithTime } from '../time';

/** Lines looked at above a message, and blank ones among them. */
const MAX_LINES = 9;
const MAX_BLANKS = 2;
/** Two lines of one record are printed within a second. */
const SAME = 1_000_000;

export const log: TextFormat = {
  id: 'log',
  preamble(look) {
    const { everywhere, own } = factsOfOwnLine(look);
    const isHead = own.time !== null && tellsWay(own);
    const above = isHead ? nothingAbove(look) : readAbove(look, own);
    const facts = together(together(own, above.facts), everywhere);
    if (facts.time === null && !tellsWay(facts)) return null;
    return { start: above.start, meta: metaOf(facts) } satisfies Preamble;
  },
  boundary: (text, { start }) => beginsWithTime(text, start),
};

/** What every line is preceded by, which a collector may have put there later, and what stands before the message alone. */
function factsOfOwnLine(look: Lookback): { readonly everywhere: LogFacts; readonly own: LogFacts } {
  const { text, linePrefix, startLine, ownLineStart } = look;
  if (ownLineStart >= startLine.start) return { everywhere: noFacts, own: noFacts };
  if (linePrefix === null) return { everywhere: noFacts, own: factsOfLine(look.prefix) };
  return {
    everywhere: factsOfLine(text.slice(linePrefix.start, linePrefix.end)),
    own: factsOfLine(text.slice(linePrefix.end, startLine.start)),
  };
}

/** An attribute on a line of its own: of several, none is the head of a record. */
const attribute = /^[ \t]{0,8}[\w:.-]{1,40}="[^"]{0,400}"[ \t]{0,4}$|^[ \t]{0,8}>[ \t]{0,4}$/;

interface Above {
  readonly start: number;
  readonly facts: LogFacts;
}

function nothingAbove(look: Lookback): Above {
  return { start: look.ownLineStart, facts: noFacts };
}

function readAbove(look: Lookback, own: LogFacts): Above {
  let latest: Above = nothingAbove(look);
  let blanks = 0;
  let silent = 0;
  for (let n = 1; n <= MAX_LINES; n++) {
    const line = look.line(n);
    if (line === null || isOfMessage(line)) break;
    if (line.trim() === '') {
      if (++blanks > MAX_BLANKS) break;
      continue;
    }
    const found = factsOfLine(line);
    const isHead = found.time !== null;
    const sofar = together(own, latest.facts);
    if (isHead && sofar.time !== null && !isSameMoment(found, sofar)) break;
    if (!isHead && !tellsWay(found)) {
      if (!attribute.test(line)) silent++;
      continue;
    }
    // A time above lines of something else is that of another record.
    if (isHead && silent > 0 && !tellsWay(together(sofar, found))) break;
    // A sentence that only happens to hold such a word is no head of a record.
    if (!isHead && !isFactual(line, found)) break;
    // What the record above says of its own is not this message's.
    if (isHead && tellsWay(sofar) && tellsWay(found) && sofar.time !== null) break;
    latest = { start: look.lineStart(n), facts: together(latest.facts, found) };
    if (isHead && tellsWay(together(own, latest.facts)) && !attribute.test(line)) break;
  }
  return latest;
}

/** Whether a line evidently is another message's: a header, or SDP. */
function isOfMessage(line: string): boolean {
  if (/^[a-z]=/.test(line)) return true;
  const name = endOfHeaderName(line, 0, line.length);
  if (name < 0 || !isWellKnown(line, 0, name)) return false;
  return !/^(?:from|to|date|timestamp|time)\b/i.test(line) || /sips?:|tel:|;tag=/i.test(line);
}

function isFactual(line: string, { ends, direction }: LogFacts): boolean {
  if (Object.keys(ends).length > 0) return true;
  const words = line.trim().split(/\s+/, 9);
  return direction !== null && words.length <= 8;
}

function isSameMoment(one: LogFacts, other: LogFacts): boolean {
  if (one.time === null || other.time === null || one.time.date !== other.time.date) return false;
  return Math.abs(one.time.micros - other.time.micros) < SAME;
}
