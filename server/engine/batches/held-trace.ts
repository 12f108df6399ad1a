/**
 * A capture that is too large to be analysed at once: its trace text packed away block by block, and of each message what
 * is always asked for (when, between whom, where it stands), as numbers. The rest of it is read again whenever somebody
 * looks.
 */
import { parseRecord } from '../analysis/messages';
import { detached } from '../basics/detached';
import { LineCount } from '../basics/line-count';
import { LineIndex, type Lines, type Position } from '../basics/lines';
import { numberAt, NumberTable } from '../basics/number-table';
import { Pool } from '../basics/pool';
import { type OffsetMap, type Span, unbroken } from '../basics/span';
import type { UnreadFrames } from '../basics/unread-frames';
import { type TraceEvidence, weigh } from '../evidence/evidence';
import { factsOf } from '../sip/facts';
import type { Endpoint, RecordMeta, TextRecord } from '../text/record';
import { traceTextMark } from '../trace-text/read';
import type { BlockRendering } from '../trace-text/render';
import { readText } from '../traces/read';
import type { ParsedMessage, TraceMessage } from '../traces/message';
import { OpenSight } from '../traces/look';
import type { MessageType, Sight, StreamSight } from '../traces/sight';
import type { TraceTime } from '../../../shared/times';
import type { Excerpt } from './excerpt';

/** Before the text of a block, so that it is read as a trace text of its own. */
const PREFIX = `${traceTextMark}\n`;

/** Columns of what is held of a record; places are counted from where it begins. */
const column = {
  block: 0,
  length: 1,
  preamble: 2,
  messageFrom: 3,
  messageTo: 4,
  byteCount: 5,
  /** Numbers of what many records have in common. */
  common: 6,
  source: 7,
  destination: 8,
  /** Number of its Call-ID; -1 of what is no SIP. */
  callId: 9,
  /** As of its {@link Sight}. */
  sum: 10,
  /** From where its block begins. */
  start: 11,
  frame: 12,
} as const;

/** Columns of large numbers. */
const wide = { micros: 0 } as const;

/** What many records have in common. */
interface Common extends Pick<
  TextRecord,
  'kind' | 'format' | 'directives' | 'end' | 'ignored' | 'lost' | 'isCut'
> {
  readonly sight: Pick<Sight, 'type' | 'isCut'>;
  readonly transport: RecordMeta['transport'];
  readonly direction: RecordMeta['direction'];
  /** Null of a record without a time. */
  readonly date: TraceTime['date'] | null;
  readonly hasFrame: boolean;
  readonly hasByteCount: boolean;
  /** Null where the message stands in one piece as it was sent. */
  readonly map: OffsetMap | null;
}

/** The text of each block with what parts it from the next, and where it begins in the trace text. */
interface Blocks {
  readonly textOf: (place: number) => string;
  readonly startOf: (place: number) => { readonly start: number };
}

/** What is held of the records of a trace, a row each. */
class Records {
  private readonly table = new NumberTable(Object.keys(column).length, Object.keys(wide).length);
  private readonly common = new Pool<Common>();
  private readonly ends = new Ends();
  private readonly callIds = new Pool<string>();
  /** By rows; null when they were looked at, after which they are read for who asks. */
  private streams: Map<number, StreamSight> | null = new Map();
  /** Trees of what is open. */
  private readonly opened = new Map<number, ParsedMessage>();

  constructor(private readonly blocks: Blocks) {}

  get size(): number {
    return this.table.size;
  }

  /**
   * Takes a record.
   *
   * @param record of the text of a block behind {@link PREFIX}
   */
  add(record: TextRecord, block: number): void {
    const { table } = this;
    const { span, preamble, message, meta, byteCount } = record;
    const row = table.add();
    table.set(row, column.block, block);
    table.set(row, column.length, span.end - span.start);
    table.set(row, column.preamble, preamble.end - span.start);
    table.set(row, column.messageFrom, message.start - span.start);
    table.set(row, column.messageTo, message.end - span.start);
    table.set(row, column.byteCount, byteCount ?? 0);
    table.set(row, column.source, this.ends.add(meta.source));
    table.set(row, column.destination, this.ends.add(meta.destination));
    const parsed = parseRecord(record);
    const callId = parsed.kind === 'sip' ? factsOf(parsed).callId : null;
    table.set(row, column.callId, callId === null ? -1 : this.callIds.add(callId, () => callId));
    const sight = new OpenSight({ record, parsed });
    const { sum, stream } = sight;
    table.set(
      row,
      column.common,
      this.common.add(commonKey(record, sight), () => commonIn(record, sight)),
    );
    table.set(row, column.sum, sum);
    if (stream !== null) this.streams?.set(row, keptOf(stream));
    table.set(row, column.start, span.start - PREFIX.length);
    table.set(row, column.frame, meta.frame ?? 0);
    table.setWide(row, wide.micros, meta.time?.micros ?? 0);
  }

  /** No more come. */
  close(): void {
    this.common.close();
    this.ends.close();
    this.callIds.close();
  }

  number(row: number, of: keyof typeof column): number {
    return this.table.get(row, column[of]);
  }

  wide(row: number, of: keyof typeof wide): number {
    return this.table.getWide(row, wide[of]);
  }

  commonOf(row: number): Common {
    return this.common.get(this.number(row, 'common'));
  }

  end(row: number, which: 'source' | 'destination'): Endpoint | null {
    return this.ends.get(this.number(row, which));
  }

  get callIdCount(): number {
    return this.callIds.size;
  }

  callId(number: number): string {
    return this.callIds.get(number);
  }

  /** Where it begins in the trace text. */
  start(row: number): number {
    return this.blocks.startOf(this.number(row, 'block')).start + this.number(row, 'start');
  }

  content(row: number): string {
    const text = this.blocks.textOf(this.number(row, 'block'));
    const from = this.number(row, 'start') + this.number(row, 'messageFrom');
    return text.slice(from, this.number(row, 'start') + this.number(row, 'messageTo'));
  }

  stream(row: number): StreamSight | null {
    if (this.streams !== null) return this.streams.get(row) ?? null;
    return new OpenSight(new HeldMessage(row, this)).stream;
  }

  /** Evidence is weighed: of streams nothing is asked any more but of some. */
  letStreamsGo(): void {
    this.streams = null;
  }

  parsed(row: number): ParsedMessage {
    return this.opened.get(row) ?? parseRecord(new HeldRecord(this, row));
  }

  open(row: number): void {
    this.opened.set(row, this.parsed(row));
  }

  shut(row: number): void {
    this.opened.delete(row);
  }
}

/** Ends of messages: very many ports of few addresses. */
class Ends {
  private readonly table = new NumberTable(2, 0);
  private readonly addresses = new Pool<string>();
  private readonly numbers = new Map<string, number>();

  /** The number of an end; -1 of none. */
  add(end: Endpoint | null): number {
    if (end === null) return -1;
    const { address, port } = end;
    const key = detached(`${port} ${address}`);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.table.add();
    this.table.set(
      number,
      0,
      this.addresses.add(address, () => address),
    );
    this.table.set(number, 1, port ?? -1);
    this.numbers.set(key, number);
    return number;
  }

  get(number: number): Endpoint | null {
    if (number < 0) return null;
    const port = this.table.get(number, 1);
    return { address: this.addresses.get(this.table.get(number, 0)), port: port < 0 ? null : port };
  }

  /** No more come. */
  close(): void {
    this.addresses.close();
    this.numbers.clear();
  }
}

/** The same of records that have the same in common. */
function commonKey(record: TextRecord, { type, isCut: isCutOff }: Sight): string {
  const { kind, format, directives, end, ignored, lost, isCut, meta, byteCount } = record;
  const { transport, direction, time, frame } = meta;
  const { side, role, profile } = directives;
  const rare =
    isUnbroken(record) && ignored === undefined ? '' : JSON.stringify([record.map, ignored ?? null]);
  return `${kind} ${type} ${isCutOff} ${format} ${end} ${transport} ${direction} ${time?.date} ${frame === undefined} ${byteCount === null} ${side} ${role} ${profile} ${lost} ${isCut} ${rare}`;
}

/** Whether a message stands in one piece as it was sent. */
function isUnbroken({ map: { content, trace }, message, span }: TextRecord): boolean {
  return (
    content.length === 1 && content[0] === 0 && trace.length === 1 && trace[0] === message.start - span.start
  );
}

function commonIn(record: TextRecord, { type, isCut: isCutOff }: Sight): Common {
  const { kind, format, directives, end, ignored, lost, isCut, map, meta, byteCount } = record;
  const { transport, direction, time, frame } = meta;
  return {
    ...{ kind, format, directives, end, transport, direction },
    sight: { type, isCut: isCutOff },
    map: isUnbroken(record) ? null : map,
    date: time?.date ?? null,
    hasFrame: frame !== undefined,
    hasByteCount: byteCount !== null,
    ...(ignored === undefined ? {} : { ignored }),
    ...(lost === undefined ? {} : { lost }),
    ...(isCut === undefined ? {} : { isCut }),
  };
}

/** Without what else its block tells. */
function keptOf({ ssrc, packets, twice, lost, silences, last, lastFrame }: StreamSight): StreamSight {
  return { ssrc, packets, twice, lost, silences, last, lastFrame };
}

const noSpans: readonly Span[] = [];

/** A record that is looked up, field by field, and made for each who asks. */
class HeldRecord implements TextRecord {
  readonly ignored?: readonly string[];
  readonly lost?: number;
  readonly isCut?: true;

  constructor(
    private readonly records: Records,
    private readonly row: number,
  ) {
    const { ignored, lost, isCut } = this.common;
    if (ignored !== undefined) this.ignored = ignored;
    if (lost !== undefined) this.lost = lost;
    if (isCut !== undefined) this.isCut = isCut;
  }

  get kind(): TextRecord['kind'] {
    return this.common.kind;
  }

  get format(): string {
    return this.common.format;
  }

  get span(): Span {
    return this.spanOf('length');
  }

  get preamble(): Span {
    return this.spanOf('preamble');
  }

  get message(): Span {
    const { start, end } = this.spanOf('messageTo');
    return { start: start + this.records.number(this.row, 'messageFrom'), end };
  }

  get continuations(): readonly Span[] {
    return noSpans;
  }

  get content(): string {
    return this.records.content(this.row);
  }

  get map(): TextRecord['map'] {
    return this.common.map ?? unbroken(this.records.number(this.row, 'messageFrom'));
  }

  get meta(): RecordMeta {
    const { records, row } = this;
    const { transport, direction, date, hasFrame } = this.common;
    return {
      time: date === null ? null : { micros: records.wide(row, 'micros'), date },
      source: records.end(row, 'source'),
      destination: records.end(row, 'destination'),
      transport,
      direction,
      ...(hasFrame ? { frame: records.number(row, 'frame') } : {}),
    };
  }

  get directives(): TextRecord['directives'] {
    return this.common.directives;
  }

  get end(): TextRecord['end'] {
    return this.common.end;
  }

  get byteCount(): number | null {
    return this.common.hasByteCount ? this.records.number(this.row, 'byteCount') : null;
  }

  /** Of all blocks that in which it stands. */
  get block(): number {
    return this.records.number(this.row, 'block');
  }

  /** Whether its content stands in its block as it is. */
  get isUnbroken(): boolean {
    return this.common.map === null;
  }

  /** The same without its content, as plain data. */
  get bare(): Omit<TextRecord, 'content'> {
    const { kind, format, span, preamble, message, continuations, map, meta, directives, end, byteCount } =
      this;
    const { ignored, lost, isCut } = this.common;
    return {
      ...{ kind, format, span, preamble, message, continuations, map, meta, directives, end, byteCount },
      ...(ignored === undefined ? {} : { ignored }),
      ...(lost === undefined ? {} : { lost }),
      ...(isCut === undefined ? {} : { isCut }),
    };
  }

  private get common(): Common {
    return this.records.commonOf(this.row);
  }

  private spanOf(length: keyof typeof column): Span {
    const start = this.records.start(this.row);
    return { start, end: start + this.records.number(this.row, length) };
  }
}

/** A message, made for each who asks. Its tree is there while it is open, and else made for each who asks, too. */
export class HeldMessage implements TraceMessage, Sight {
  constructor(
    readonly index: number,
    private readonly records: Records,
  ) {}

  get record(): HeldRecord {
    return new HeldRecord(this.records, this.index);
  }

  get parsed(): ParsedMessage {
    return this.records.parsed(this.index);
  }

  get sight(): Sight {
    return this;
  }

  get type(): MessageType {
    return this.records.commonOf(this.index).sight.type;
  }

  get stream(): StreamSight | null {
    return this.records.stream(this.index);
  }

  get sum(): number {
    return this.records.number(this.index, 'sum');
  }

  get isCut(): boolean {
    return this.records.commonOf(this.index).sight.isCut;
  }

  /** The number of its Call-ID, by which {@link HeldTrace.callId} tells it; -1 of what is no SIP. */
  get callId(): number {
    return this.records.number(this.index, 'callId');
  }

  open(): void {
    this.records.open(this.index);
  }

  close(): void {
    this.records.shut(this.index);
  }
}

/** The messages of a trace. None is kept: there may be millions. */
export class HeldMessages {
  constructor(private readonly records: Records) {}

  get length(): number {
    return this.records.size;
  }

  *[Symbol.iterator](): Generator<HeldMessage> {
    const { length, records } = this;
    for (let index = 0; index < length; index++) yield new HeldMessage(index, records);
  }

  at(index: number): HeldMessage | null {
    return index < this.length ? new HeldMessage(index, this.records) : null;
  }
}

export interface HeldTrace {
  /** As of a capture: `pcap` … */
  readonly capture: string;
  /** As of a trace: that of its text. */
  readonly format: string;
  readonly messages: HeldMessages;
  readonly lines: Lines;
  readonly evidence: TraceEvidence;
  /** The lines that tell its conversations; empty where there are none. */
  readonly conversations: () => string;
  readonly unread: readonly UnreadFrames[];
  /** In UTF-16 units. */
  readonly length: number;
  /** The trace text, piece by piece; a line end belongs between two. */
  readonly pieces: () => Iterable<string>;
  /** A message, as it is judged where the trace is not. */
  readonly excerptOf: (message: HeldMessage) => Excerpt;
  /** How many Call-IDs there are. */
  readonly callIds: number;
  /** The Call-ID of a number. */
  readonly callId: (number: number) => string;
}

/** Messages between two slices. */
const SLICE = 200;

/** Holds the trace that a capture was rendered to; yields now and then. */
export function* holdTrace({ store, parts, format: capture }: BlockRendering): Generator<void, HeldTrace> {
  const { heading, blocks, ends } = parts;
  const textOf = (place: number): string => {
    const isLast = place === blocks.length - 1 && ends === null;
    // With what parts it from what stands behind it.
    return `${store.text(blocks[place] ?? 0)}${isLast ? '' : '\n'}`;
  };
  const lines = new BlockLines(blocks.length, textOf);
  const records = new Records({ textOf, startOf: (place) => lines.startOf(place) });
  let at = lines.begin(`${heading}\n`);
  for (const place of blocks.keys()) {
    if (place % SLICE === 0) yield;
    const text = textOf(place);
    // A block is read as a trace text of its own.
    for (const record of readText(PREFIX + text).records) records.add(record, place);
    at = lines.add(text);
  }
  records.close();
  const last = ends === null ? '' : store.text(ends);
  const { clocks, unread = [], format } = readText(heading);
  const length = at + last.length;
  yield;
  const messages = new HeldMessages(records);
  const evidence = weigh([...messages], clocks);
  records.letStreamsGo();
  return {
    capture,
    format,
    messages,
    lines,
    evidence,
    conversations: () => (ends === null ? '' : store.text(ends)),
    unread,
    length,
    excerptOf: (message) => {
      const { index, record } = message;
      const { block, bare } = record;
      return {
        index,
        text: textOf(block),
        ...lines.startOf(block),
        micros: evidence.clock.at(message),
        found: { kind: 'record', record: bare, content: record.isUnbroken ? null : record.content },
      };
    },
    callIds: records.callIdCount,
    callId: (number) => records.callId(number),
    pieces: function* () {
      yield heading;
      for (const block of blocks) yield store.text(block);
      if (ends !== null) yield store.text(ends);
    },
  };
}

/** Lines of a text of which blocks are read when they are asked for. */
class BlockLines implements Lines {
  private readonly starts: Float64Array;
  private readonly firstLines: Int32Array;
  private readonly count = new LineCount();
  private added = 0;
  private end = 0;
  /** The blocks that were asked for last. */
  private readonly recent = new Map<number, { readonly text: string; readonly lines: LineIndex }>();

  constructor(
    blocks: number,
    private readonly textOf: (place: number) => string,
  ) {
    this.starts = new Float64Array(blocks);
    this.firstLines = new Int32Array(blocks);
  }

  /** Takes what stands before all blocks; gives where it ends. */
  begin(heading: string): number {
    this.count.see(heading, 0);
    return (this.end = heading.length);
  }

  /** Takes the next block with what parts it from the one behind; gives where that begins. */
  add(text: string): number {
    this.starts[this.added] = this.end;
    this.firstLines[this.added] = this.count.number;
    this.added++;
    this.count.see(text, this.end);
    return (this.end += text.length);
  }

  /** Where a block begins. */
  startOf(place: number): { readonly start: number; readonly line: number } {
    return { start: numberAt(this.starts, place), line: this.firstLines[place] ?? 0 };
  }

  positionAt(offset: number): Position {
    const place = this.placeOf(offset);
    const { start, line: first } = this.startOf(place);
    const { line, column } = this.block(place).lines.positionAt(offset - start);
    return { line: first + line - 1, column };
  }

  textFrom(offset: number, most: number): string {
    const place = this.placeOf(offset);
    const at = offset - this.startOf(place).start;
    return this.block(place).text.slice(at, at + most);
  }

  private block(place: number): { readonly text: string; readonly lines: LineIndex } {
    let known = this.recent.get(place);
    if (known === undefined) {
      const text = this.textOf(place);
      known = { text, lines: new LineIndex(text) };
      if (this.recent.size >= MOST_RECENT) this.recent.clear();
      this.recent.set(place, known);
    }
    return known;
  }

  private placeOf(offset: number): number {
    let low = 0;
    let high = this.added - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const MOST_RECENT = 512;
