/**
 * Finds the lines in which ICE agents tell of their checks, whatever log they stand in. To read another program's:
 * write `<program>.ts` with a function that reads a line, and name it in {@link readers}; where its lines hold none of
 * {@link marks}, add what they do.
 */
import { unbroken, type Span } from '../../basics/span';
import { unknownMeta } from '../format';
import type { RecordDirectives, TextRecord } from '../record';
import type { TraceTime } from '../../../../shared/times';
import { epochTime, timeIn } from '../time';
import { readAioice } from './aioice';
import type { IceLogLine } from './line';
import { readPjnath } from './pjnath';
import { readRtpengine } from './rtpengine';

const readers: readonly ((line: string) => IceLogLine | null)[] = [readAioice, readRtpengine, readPjnath];

/** One of these stands in every line that a reader knows. */
const marks = ['ICE', 'STUN', 'CandidatePair(', '-->', ' candidate '];

/** A longer line is none of theirs. */
const MAX_LINE = 1024;
/** Lines of a log, so that a hostile one costs no more memory than its size. */
const MAX_LINES = 200_000;
/** Marks looked at between two slices. */
const MARKS_PER_SLICE = 2000;

const nothingSaid: RecordDirectives = { side: null, role: null, profile: null };

/** Reads a line of a log; null where no ICE agent speaks in it. */
export function readIceLogLine(line: string): IceLogLine | null {
  if (line.length > MAX_LINE) return null;
  for (const read of readers) {
    const told = read(line);
    if (told !== null) return told;
  }
  return null;
}

/** The lines of ICE agents that stand outside the messages of a text, as records; yields now and then. */
export function* iceLogRecords(text: string, messages: readonly TextRecord[]): Generator<void, TextRecord[]> {
  const found: TextRecord[] = [];
  const next = marks.map((mark) => text.indexOf(mark));
  let place = 0;
  let looked = 0;
  for (;;) {
    const at = nearest(next);
    if (at === -1 || found.length >= MAX_LINES) return found;
    if (++looked % MARKS_PER_SLICE === 0) yield;
    while ((messages[place]?.span.end ?? Infinity) <= at) place++;
    const inside = messages[place];
    const line = lineAround(text, at);
    const isInMessage = inside !== undefined && inside.span.start <= at;
    if (!isInMessage && line.end - line.start <= MAX_LINE) {
      const record = recordOf(text, line);
      if (record !== null) found.push(record);
    }
    const on = isInMessage ? Math.max(inside.span.end, at + 1) : line.end;
    for (const [index, mark] of marks.entries()) {
      const known = next[index] ?? -1;
      if (known !== -1 && known < on) next[index] = text.indexOf(mark, on);
    }
  }
}

function nearest(places: readonly number[]): number {
  let best = -1;
  for (const place of places) if (place !== -1 && (best === -1 || place < best)) best = place;
  return best;
}

/** The line that holds an offset, or as much before it as no reader would look at. */
function lineAround(text: string, at: number): Span {
  let start = at;
  const floor = Math.max(0, at - MAX_LINE - 1);
  while (start > floor && !isLineEnd(text.charCodeAt(start - 1))) start--;
  const lineFeed = text.indexOf('\n', at);
  const end = lineFeed === -1 ? text.length : lineFeed;
  return { start, end: text.charCodeAt(end - 1) === 13 && end - 1 > at ? end - 1 : end };
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function recordOf(text: string, line: Span): TextRecord | null {
  const content = text.slice(line.start, line.end);
  const told = readIceLogLine(content);
  if (told === null) return null;
  return {
    kind: 'packet',
    format: told.program,
    span: line,
    preamble: { start: line.start, end: line.start },
    message: line,
    continuations: [],
    content,
    map: unbroken(0),
    meta: { ...unknownMeta, time: timeOf(content.slice(0, content.length - told.text.length)) },
    directives: nothingSaid,
    end: 'terminator',
    byteCount: null,
  };
}

/** The time before what a line says; rtpengine may print the seconds since 1970 in brackets. */
function timeOf(before: string): TraceTime | null {
  const seconds = /^\[(\d{9,11}\.\d{1,9})\]/.exec(before)?.[1];
  return seconds === undefined ? timeIn(before) : epochTime(seconds);
}
