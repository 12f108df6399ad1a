/**
 * Joins traces of the same calls, such as an SBC's log and a capture, to one trace text: messages that stand in both
 * are shown once, and clocks that differ are put right by what stands in both (join-evidence.ts).
 */
import { octetLength } from '../basics/octet-length';
import { readTextInSlices } from './read';
import type { TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { onYearOf } from '../text/time';
import { withLastTime } from '../trace-text/blocks/block';
import { writeLog } from '../trace-text/blocks/log';
import { sipNotes } from '../trace-text/blocks/sip';
import { readHead, writeHead } from '../trace-text/head';
import { findOffset, Sightings, textKey } from './join-evidence';
import type { ClockEvidence } from '../../../shared/clock-evidence';
import { twinsIn } from './join-twins';
import { traceTextFormat, traceTextMark } from '../trace-text/read';

export interface JoinedTraces {
  readonly text: string;
  /** For each trace the microseconds that its clock is behind the first one's; null where nothing tells. */
  readonly offsets: readonly (number | null)[];
  /** For each trace how its offset was found; null for the first, and where it was told or nothing tells. */
  readonly evidence: readonly (ClockEvidence | null)[];
}

interface Piece {
  /** Of what has no time that of what stands before it in its trace. */
  readonly time: number;
  /** Trace and place in it, for what has the same time. */
  readonly trace: number;
  readonly place: number;
  readonly text: string;
}

/**
 * Joins traces; the first one's clock counts. Descriptions that stand alone are left out: they have no time.
 *
 * @param told offsets that are known better than the traces tell; null, or none, for the others
 */
export function joinTraces(texts: readonly string[], told: readonly (number | null)[] = []): JoinedTraces {
  const slices = joinTracesInSlices(texts, told);
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Messages looked at between two slices. */
const MESSAGES_PER_SLICE = 100;

/** Joins traces as {@link joinTraces} does; yields now and then. */
export function* joinTracesInSlices(
  texts: readonly string[],
  told: readonly (number | null)[],
): Generator<void, JoinedTraces> {
  const traces: Trace[] = [];
  for (const text of texts) traces.push({ text, records: (yield* readTextInSlices(text)).records });
  yield* giveDates(traces);
  const twins = yield* twinsIn(traces.map(({ records }) => records));
  const known = new Sightings();
  const messages = new Set<string>();
  const pieces: Piece[] = [];
  const offsets: (number | null)[] = [];
  const evidence: (ClockEvidence | null)[] = [];
  for (const [trace, { text, records }] of traces.entries()) {
    const saidOffset = trace === 0 ? 0 : (told[trace] ?? null);
    const found = saidOffset === null ? findOffset(known, yield* sightingsOf(records)) : null;
    const offset = saidOffset ?? found?.micros ?? null;
    offsets.push(offset);
    evidence.push(found?.evidence ?? null);
    // What a trace repeats itself are retransmissions.
    const before = new Set(messages);
    const own = records.filter(
      (record) => record.kind !== 'sip' || !(twins.has(record) || before.has(textKey(record))),
    );
    for (const [place, record] of own.entries()) {
      if (place % MESSAGES_PER_SLICE === 0) yield;
      if (record.kind === 'sip') messages.add(textKey(record));
    }
    if (trace < traces.length - 1) yield* learn(known, records, offset ?? 0);
    yield* addPieces(pieces, text, own, trace, offset ?? 0);
  }
  yield;
  const sorted = pieces.sort(byTime).map((piece) => piece.text);
  const about = `#!capture ${texts.length} traces joined\n`;
  return { text: [`${traceTextMark}\n${about}`, ...sorted].join('\n'), offsets, evidence };
}

/** Takes note of what a trace shows, for the clocks of those behind it. */
function* learn(known: Sightings, records: readonly TextRecord[], offset: number): Generator<void> {
  for (const [place, record] of records.entries()) {
    if (place % MESSAGES_PER_SLICE === 0) yield;
    known.add(record, offset);
  }
}

interface Trace {
  readonly text: string;
  records: readonly TextRecord[];
}

/** Gives the times of a log that tells no year, no day, or only counts, the date that a trace with full times tells. */
function* giveDates(traces: readonly Trace[]): Generator<void> {
  const dated = traces.find(({ records }) => dateOf(records) === 'full');
  if (dated === undefined) return;
  const reference = yield* sightingsOf(dated.records);
  for (const trace of traces) {
    const date = dateOf(trace.records);
    if (date === null || date === 'full') continue;
    const found = findOffset(reference, yield* sightingsOf(trace.records, date));
    if (found === null) continue;
    trace.records = trace.records.map((record) => {
      const { time } = record.meta;
      if (time?.date !== date) return record;
      return { ...record, meta: { ...record.meta, time: withDate(time, found.micros) } };
    });
  }
}

/** What the times of a trace tell; null where it has none. */
function dateOf(records: readonly TextRecord[]): TraceTime['date'] | null {
  return records.find(({ meta }) => meta.time !== null)?.meta.time?.date ?? null;
}

/**
 * A time with the date that it has if a clock that counts as it does is behind by an offset.
 *
 * @param offset microseconds
 */
function withDate(time: TraceTime, offset: number): TraceTime {
  const micros = time.micros + offset;
  switch (time.date) {
    case 'full':
      return time;
    case 'year-missing':
      return onYearOf({ micros, date: 'full' }, time);
    case 'missing':
      return { micros: time.micros + Math.round(offset / DAY) * DAY, date: 'full' };
    case 'relative':
      return { micros, date: 'full' };
  }
}

/** In microseconds. */
const DAY = 86_400_000_000;

function* sightingsOf(
  records: readonly TextRecord[],
  date: TraceTime['date'] = 'full',
): Generator<void, Sightings> {
  const sightings = new Sightings(date);
  for (const [place, record] of records.entries()) {
    sightings.add(record, 0);
    if (place % MESSAGES_PER_SLICE === 0) yield;
  }
  return sightings;
}

function* addPieces(
  pieces: Piece[],
  text: string,
  records: readonly TextRecord[],
  trace: number,
  offset: number,
): Generator<void> {
  let latest = -Infinity;
  for (const [place, record] of records.entries()) {
    if (place % MESSAGES_PER_SLICE === 0) yield;
    if (record.kind === 'sdp') continue;
    const micros = fullTime(record.meta.time);
    if (micros !== null) latest = micros + offset;
    pieces.push({ time: latest, trace, place, text: blockOf(text, record, trace, place, offset) });
  }
}

/** A record on the first trace's clock. */
function blockOf(text: string, record: TextRecord, trace: number, place: number, offset: number): string {
  const { meta, content, format, span } = record;
  const time = moved(meta.time, offset);
  if (record.kind === 'packet')
    return format === traceTextFormat
      ? movePacket(text.slice(span.start, span.end).trimEnd().replaceAll('\r\n', '\n'), offset)
      : writeLog(content, place + 1, time, { format, trace: trace + 1 });
  const head = writeHead({
    frame: meta.frame ?? place + 1,
    time,
    transport: meta.transport ?? '-',
    source: meta.source,
    destination: meta.destination,
    kind: 'sip',
    notes: sipNotes({ octets: octetLength(content, 'crlf'), direction: meta.direction }).join(', '),
  });
  const message = content.replaceAll('\r\n', '\n');
  return `${head}\n${message}${message.endsWith('\n') ? '' : '\n'}`;
}

/** A packet's block on the first trace's clock. */
function movePacket(block: string, offset: number): string {
  const end = block.indexOf('\n');
  const [line, rest] = end === -1 ? [block, ''] : [block.slice(0, end), block.slice(end)];
  const head = readHead(line);
  if (head === null || offset === 0) return `${block}\n`;
  const lines = withLastTime(rest, (time) => moved(time, offset));
  return `${writeHead({ ...head, time: moved(head.time, offset) })}${lines}\n`;
}

function fullTime(time: TraceTime | null): number | null {
  return time?.date === 'full' ? time.micros : null;
}

function moved(time: TraceTime | null, offset: number): TraceTime | null {
  const micros = fullTime(time);
  return micros === null ? time : { micros: micros + offset, date: 'full' };
}

function byTime(a: Piece, b: Piece): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.trace - b.trace || a.place - b.place;
}
