/**
 * Joins traces of the same calls, such as an SBC's log and a capture, to one trace text: messages and media that stand in
 * both are shown once, and clocks that differ are put right by what stands in both (join-evidence.ts).
 */
import { finished } from '../basics/finished';
import { octetLength } from '../basics/octet-length';
import { readTextInSlices } from './read';
import type { TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { onYearOf } from '../text/time';
import { type CaptureClocks, steadyClocks } from '../basics/capture-clocks';
import { type Conversations, noConversations } from '../basics/conversation';
import type { UnreadFrames } from '../basics/unread-frames';
import { withTimes } from '../trace-text/blocks/block';
import { writeLog } from '../trace-text/blocks/log';
import { sipNotes } from '../trace-text/blocks/sip';
import { readHead, writeHead } from '../trace-text/head';
import { findOffset, following, goesOn, type Shift, Sightings, steady, textKey } from './join-evidence';
import { type OtherPackets, PacketTimes, placesOf } from './join-places';
import type { ClockEvidence } from '../../../shared/clock-evidence';
import { mediaTwinsIn } from './join-media';
import { twinsIn } from './join-twins';
import { writeClocks } from '../trace-text/clocks';
import { writeUnread } from '../trace-text/unread';
import { writeConversations } from '../trace-text/conversations';
import { traceTextFormat, traceTextMark } from '../trace-text/read';
import { conversationsPutRight, isCrooked, putRight } from './put-right';

export interface JoinedTraces {
  readonly text: string;
  /** For each trace the microseconds that its clock is behind the first one's; null where nothing tells. */
  readonly offsets: readonly (number | null)[];
  /** For each trace how its offset was found; null for the first, and where it was told or nothing tells. */
  readonly evidence: readonly (ClockEvidence | null)[];
  /** For each trace whether it tells no time that can be compared: its messages stand where packets of others put them. */
  readonly timeless: readonly boolean[];
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
  return finished(joinTracesInSlices(texts, told));
}

/** Messages looked at between two slices. */
const MESSAGES_PER_SLICE = 100;

/** Joins traces as {@link joinTraces} does; yields now and then. */
export function* joinTracesInSlices(
  texts: readonly string[],
  told: readonly (number | null)[],
): Generator<void, JoinedTraces> {
  const traces: Trace[] = [];
  for (const text of texts) traces.push(yield* readStraight(text));
  yield* giveDates(traces);
  const twins = yield* twinsIn(traces.map(({ records }) => records));
  const known = new Sightings();
  const messages = new Set<string>();
  const timed: TimedTrace[] = [];
  for (const [number, { text, records, conversations }] of traces.entries()) {
    // The first clock counts; a log without times has none.
    const isFirst = timed.every(({ timeless }) => timeless);
    const saidOffset = number === 0 ? 0 : (told[number] ?? (isFirst ? 0 : null));
    const sightings = saidOffset === null ? yield* sightingsOf(records) : null;
    const isNext = sightings !== null && goesOn(known, sightings);
    const found = sightings === null || isNext ? null : findOffset(known, sightings);
    const offset = isNext ? 0 : (saidOffset ?? found?.micros ?? null);
    const shift = found === null ? steady(offset ?? 0) : following(found);
    // What a trace repeats itself are retransmissions.
    const before = new Set(messages);
    const own = records.filter(
      (record) => record.kind !== 'sip' || isNext || !(twins.has(record) || before.has(textKey(record))),
    );
    for (const [place, record] of own.entries()) {
      if (place % MESSAGES_PER_SLICE === 0) yield;
      if (record.kind === 'sip') messages.add(textKey(record));
    }
    if (number < traces.length - 1) yield* learn(known, records, shift);
    timed.push({
      number,
      text,
      conversations,
      own,
      offset,
      shift,
      evidence: found?.evidence ?? null,
      timeless: dateOf(records) !== 'full',
    });
  }
  const pieces = yield* piecesOf(timed);
  yield;
  const sorted = pieces.sort(byTime).map((piece) => piece.text);
  const about = `#!capture ${texts.length} traces joined\n${writeClocks(clocksOf(traces))}${writeUnread(traces.flatMap(({ unread }) => unread))}`;
  return {
    text: [`${traceTextMark}\n${about}`, ...sorted, ...conversationsOf(timed)].join('\n'),
    offsets: timed.map(({ offset }) => offset),
    evidence: timed.map(({ evidence }) => evidence),
    timeless: timed.map(({ timeless }) => timeless),
  };
}

/** The conversations of all captures, in order on the first trace's clock; what two captures have is in both. */
function conversationsOf(traces: readonly TimedTrace[]): readonly string[] {
  const rows = traces
    .flatMap(({ conversations, shift }) =>
      conversations.rows.map((row) => ({
        ...row,
        first: { ...row.first, time: moved(row.first.time, shift) },
        last: { ...row.last, time: moved(row.last.time, shift) },
      })),
    )
    .sort((a, b) => (a.first.time?.micros ?? 0) - (b.first.time?.micros ?? 0));
  const leftOut = traces.reduce((sum, { conversations }) => sum + conversations.leftOut, 0);
  const text = writeConversations({ rows, leftOut });
  return text === '' ? [] : [text];
}

interface Trace {
  readonly text: string;
  readonly clocks: CaptureClocks;
  readonly conversations: Conversations;
  readonly unread: readonly UnreadFrames[];
  records: readonly TextRecord[];
}

/** Reads a trace with the true times of its packets. */
function* readStraight(text: string): Generator<void, Trace> {
  const reading = yield* readTextInSlices(text);
  const { records, clocks = steadyClocks, conversations = noConversations, unread = [] } = reading;
  if (!isCrooked(clocks)) return { text, clocks, records, conversations, unread };
  const straight = putRight(text, records, clocks);
  return {
    text: straight,
    clocks,
    records: (yield* readTextInSlices(straight)).records,
    conversations: conversationsPutRight(conversations, clocks),
    unread,
  };
}

/** What is to be known of the clocks of all, though the times are put right. */
function clocksOf(traces: readonly Trace[]): CaptureClocks {
  const all = traces.map(({ clocks }) => clocks);
  const leaps = all.flatMap((clocks) => clocks.leaps);
  const skew = all.find((clocks) => clocks.skew !== null)?.skew ?? null;
  return {
    outOfOrder: all.reduce((sum, { outOfOrder }) => sum + outOfOrder, 0),
    leaps,
    skew,
    putRight: leaps.length > 0 || skew !== null,
  };
}

/** Takes note of what a trace shows, for the clocks of those behind it. */
function* learn(known: Sightings, records: readonly TextRecord[], shift: Shift): Generator<void> {
  known.begin();
  for (const [place, record] of records.entries()) {
    if (place % MESSAGES_PER_SLICE === 0) yield;
    known.add(record, shift);
  }
}

/** A trace whose clock is known as far as it can be. */
interface TimedTrace {
  readonly number: number;
  readonly text: string;
  readonly conversations: Conversations;
  /** Its records without what another trace has better. */
  readonly own: readonly TextRecord[];
  readonly offset: number | null;
  readonly shift: Shift;
  readonly evidence: ClockEvidence | null;
  readonly timeless: boolean;
}

/** How far the clocks of two traces may be apart still, in microseconds. */
const SLACK = 50_000;
const MOST_APART = 5_000_000;

function* piecesOf(traces: readonly TimedTrace[]): Generator<void, Piece[]> {
  const packets: PacketTimes[] = [];
  for (const { own, shift } of traces) {
    const times = new PacketTimes();
    for (const [place, record] of own.entries()) {
      if (place % MESSAGES_PER_SLICE === 0) yield;
      times.add(record, shift);
    }
    packets.push(times);
  }
  const twins = yield* mediaTwinsIn(traces);
  const pieces: Piece[] = [];
  for (const trace of traces) {
    const others = traces.flatMap((other): readonly OtherPackets[] => {
      const times = packets[other.number];
      return other === trace || times === undefined ? [] : [{ times, tolerance: toleranceOf(trace, other) }];
    });
    const timeOf = ({ meta }: TextRecord): number | null => {
      const micros = fullTime(meta.time);
      return micros === null ? null : trace.shift(micros);
    };
    const places = yield* placesOf(trace.own, timeOf, others);
    yield* addPieces(pieces, trace, timeOf, places, twins);
  }
  return pieces;
}

function toleranceOf(one: TimedTrace, other: TimedTrace): number {
  // By the clock of one another, each was found behind the first.
  const isSure = [one, other].every(
    ({ offset, evidence }) => offset !== null && (evidence === null || evidence.certainty === 'exact'),
  );
  return isSure ? SLACK : MOST_APART;
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
  sightings.begin();
  for (const [place, record] of records.entries()) {
    sightings.add(record, steady(0));
    if (place % MESSAGES_PER_SLICE === 0) yield;
  }
  return sightings;
}

function* addPieces(
  pieces: Piece[],
  trace: TimedTrace,
  timeOf: (record: TextRecord) => number | null,
  places: ReadonlyMap<TextRecord, number>,
  twins: ReadonlySet<TextRecord>,
): Generator<void> {
  let latest = -Infinity;
  for (const [place, record] of trace.own.entries()) {
    if (place % MESSAGES_PER_SLICE === 0) yield;
    if (record.kind === 'sdp' || twins.has(record)) continue;
    const own = timeOf(record);
    const time = places.get(record) ?? own;
    if (time !== null) latest = time;
    const shown: TraceTime | null =
      own === null || time === null ? record.meta.time : { micros: Math.floor(time), date: 'full' };
    const text = blockOf(trace, record, place, shown);
    pieces.push({ time: latest, trace: trace.number, place, text });
  }
}

/** A record on the first trace's clock. */
function blockOf(
  { text, shift, number }: TimedTrace,
  record: TextRecord,
  place: number,
  time: TraceTime | null,
): string {
  const { meta, content, format, span } = record;
  const block = text.slice(span.start, span.end);
  if (record.kind === 'packet')
    return format === traceTextFormat
      ? movePacket(block.trimEnd().replaceAll('\r\n', '\n'), shift)
      : writeLog(content, place + 1, time, { format, trace: number + 1 });
  // As it was sent, its line ends too.
  if (format === traceTextFormat) return withTime(block, time);
  const logged = meta.frame === undefined;
  const head = writeHead({
    frame: meta.frame ?? place + 1,
    time,
    transport: meta.transport ?? '-',
    source: meta.source,
    destination: meta.destination,
    kind: 'sip',
    notes: sipNotes({
      octets: octetLength(content, 'crlf'),
      charset: 'utf-8',
      direction: meta.direction,
      logged,
      isCut: record.isCut === true,
    }).join(', '),
  });
  const message = content.replaceAll('\r\n', '\n');
  return `${head}\n${message}${message.endsWith('\n') ? '' : '\n'}`;
}

/** A packet's block on the first trace's clock. */
function movePacket(block: string, shift: Shift): string {
  const end = block.indexOf('\n');
  const [line, rest] = end === -1 ? [block, ''] : [block.slice(0, end), block.slice(end)];
  const head = readHead(line);
  if (head === null) return `${block}\n`;
  const lines = withTimes(rest, (time) => moved(time, shift));
  return `${writeHead({ ...head, time: moved(head.time, shift) })}${lines}\n`;
}

function withTime(block: string, time: TraceTime | null): string {
  const end = block.indexOf('\n');
  const head = readHead(block.slice(0, end).trimEnd());
  const rest = block.slice(end);
  return `${head === null ? block.slice(0, end) : writeHead({ ...head, time })}${rest}${rest.endsWith('\n') ? '' : '\n'}`;
}

function fullTime(time: TraceTime | null): number | null {
  return time?.date === 'full' ? time.micros : null;
}

function moved(time: TraceTime | null, shift: Shift): TraceTime | null {
  const micros = fullTime(time);
  return micros === null ? time : { micros: shift(micros), date: 'full' };
}

function byTime(a: Piece, b: Piece): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.trace - b.trace || a.place - b.place;
}
