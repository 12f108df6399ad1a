/** The calls of a trace of any size: its messages go into a {@link CallIndex} while it streams by. */
import type { Profile } from '../../../shared/calls';
import { sngrep } from '../text/formats/sngrep';
import { counted, type OctetCount } from '../basics/octet-count';
import { inRow, type Octets } from '../basics/octets';
import type { TraceTime } from '../../../shared/times';
import type { TextRecord } from '../text/record';
import { noCallFound, nothingFound } from '../basics/unread-frames';
import { CallIndex, type IndexedLeg } from './call-index';
import { type OpenedPackets, readCapture, unreadIn } from './index-capture';
import { openTrace, type OpenedTrace } from './open-trace';
import { SngrepIndexer } from './sngrep-index';
import { RecentMessages } from './recent-messages';
import { carriageReturns } from '../layout/menders/carriage-returns';
import { colours } from '../layout/menders/colours';
import { readWindows, type WindowedRepair } from '../traces/text-windows';
import { mainOf } from '../text/main-format';

/** What an index shows of a trace. */
export interface IndexedTrace {
  /** `pcap`, or a text format's id. */
  readonly format: string;
  readonly kind: 'capture' | 'text';
  /** Of SIP. */
  readonly messages: number;
  /** Rows that were made. */
  readonly rows: number;
  /** Of a text, octets of the lines at its top that speak of all that follows. */
  readonly heading: number;
  /** What could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
  /**
   * That it holds neither a message nor a description, or no call while something of it is not read, in the same form; else
   * null.
   */
  readonly emptiness: string | null;
}

export type TraceIndexing =
  | { readonly kind: 'indexed'; readonly trace: IndexedTrace }
  | Extract<OpenedTrace, { readonly kind: 'unreadable' }>;

export interface IndexingOptions<Row> {
  /** Lines of an SSLKEYLOGFILE. */
  readonly keyLog: string;
  /** The profile that the user chose for all calls; null leaves it to what the trace shows. */
  readonly chosen: Profile | null;
  /**
   * What is made of each leg; null leaves it out.
   *
   * @param places where its messages are: of a capture the frames that complete them; of a text where each piece of the
   * file that holds some starts and ends, in octets, one after the other
   */
  readonly row: (leg: IndexedLeg, places: () => readonly number[]) => Row | null;
  /** Is given the rows, in order of the first messages of their legs. */
  readonly take: (row: Row) => void;
}

/**
 * Indexes a capture or a text, whatever its size; yields now and then how many octets of the file were read.
 *
 * @param files as for {@link openTrace}
 */
export function* indexTrace<Row>(
  files: readonly Octets[],
  options: IndexingOptions<Row>,
): Generator<number, TraceIndexing> {
  const count = { read: 0 };
  const countedFiles = files.map((open, place) => () => {
    if (place === 0) count.read = 0;
    return counted(open(), count);
  });
  const opened = openTrace(countedFiles);
  switch (opened.kind) {
    case 'unreadable':
      return opened;
    case 'packets':
      return { kind: 'indexed', trace: yield* indexCapture(opened, countedFiles, options, count) };
    case 'sngrep':
    case 'text': {
      const text = yield* counting(readIndexed(opened.kind, inRow(countedFiles)), count);
      return { kind: 'indexed', trace: yield* traceOf(text, options, count) };
    }
  }
}

function* indexCapture<Row>(
  opened: OpenedPackets,
  files: readonly Octets[],
  { keyLog, chosen, row, take }: IndexingOptions<Row>,
  count: OctetCount,
): Generator<number, IndexedTrace> {
  const reopen = (): OpenedPackets | null => {
    const again = openTrace(files);
    return again.kind === 'packets' ? again : null;
  };
  const { index, frameOf, problems } = yield* counting(readCapture(opened, reopen, keyLog), count);
  const collecting = index.collect(chosen, (leg) => row(leg, () => framesOf(leg, frameOf)), take);
  const rows = yield* counting(collecting, count);
  const unread = rows > 0 ? [] : yield* counting(unreadIn(reopen(), keyLog), count);
  return {
    format: opened.format,
    kind: 'capture',
    messages: index.size,
    rows,
    heading: 0,
    problems,
    emptiness: index.size > 0 ? noCallFound(unread) : nothingFound(unread),
  };
}

function framesOf({ messages }: IndexedLeg, frameOf: (frame: number) => number): readonly number[] {
  return [...new Set(messages.map(({ frame }) => frameOf(frame)))];
}

/** A text whose messages are indexed, with where they stand. */
export interface IndexedText {
  readonly index: CallIndex;
  readonly places: Places;
  /** The id of the format of most messages. */
  readonly format: string;
  /** As of {@link IndexedTrace}. */
  readonly heading: number;
  /** As of {@link IndexedTrace}. */
  readonly emptiness: string | null;
  /** How it was read: in blocks as sngrep saves them, or by the reader of texts. */
  readonly way: 'sngrep' | 'windows';
  /**
   * All that it holds are messages of SIP that a log tells of, which another reading finds at the same places; its layout is
   * not damaged.
   */
  readonly isPlain: boolean;
  /** The first message with a full date. */
  readonly dated: TraceTime | null;
  /** What was repaired in its layout. */
  readonly repairs: readonly WindowedRepair[];
}

/** Indexes a text; yields now and then. */
export function* readIndexed(
  kind: 'sngrep' | 'text',
  pieces: () => Iterable<Uint8Array>,
): Generator<void, IndexedText> {
  const quick = kind === 'sngrep' ? yield* readBlocks(pieces()) : null;
  return quick ?? (yield* readMessages(pieces()));
}

/** Null where the text holds what must be read in another way. */
function* readBlocks(pieces: Iterable<Uint8Array>): Generator<void, IndexedText | null> {
  const index = new CallIndex();
  const places = new Places();
  const indexer = new SngrepIndexer(index, (start, end) => {
    while (places.size < index.size) places.add(start, end);
  });
  for (const piece of pieces) {
    indexer.feed(piece);
    if (indexer.gaveUp) return null;
    yield;
  }
  indexer.finish();
  if (indexer.gaveUp) return null;
  return {
    index,
    places,
    format: sngrep.id,
    heading: 0,
    emptiness: null,
    way: 'sngrep',
    isPlain: true,
    dated: index.timeOf(0),
    repairs: [],
  };
}

function* readMessages(pieces: Iterable<Uint8Array>): Generator<void, IndexedText> {
  const index = new CallIndex();
  const places = new Places();
  const add = recordAdder(index);
  const formats = new Map<string, number>();
  const seen: { holdsDescription: boolean; isPlain: boolean; dated: TraceTime | null } = {
    holdsDescription: false,
    isPlain: true,
    dated: null,
  };
  const { heading, isBlank, repairs } = yield* readWindows(pieces, ({ record, start, end }) => {
    const { format, kind, meta } = record;
    if (kind === 'sdp') seen.holdsDescription = true;
    else formats.set(format, (formats.get(format) ?? 0) + 1);
    // Of ngrep a later window does not know the beginning of its times.
    if (kind === 'packet' || meta.frame !== undefined || meta.time?.date === 'relative') seen.isPlain = false;
    if (meta.time?.date === 'full') seen.dated ??= meta.time;
    if (kind !== 'sip') return;
    add(record);
    while (places.size < index.size) places.add(start, end);
  });
  return {
    index,
    places,
    format: mainOf(formats),
    heading,
    emptiness:
      index.size > 0 || seen.holdsDescription ? null : isBlank ? 'the file is empty' : nothingFound([]),
    way: 'windows',
    isPlain: seen.isPlain && isMendedByLines(repairs) && index.size > 0,
    dated: seen.dated,
    repairs,
  };
}

/** Whether what was repaired shows in each window alike: colours and line ends do, all else may need the whole text. */
function isMendedByLines(repairs: readonly WindowedRepair[]): boolean {
  return repairs.every(({ what }) => what === colours.what || what === carriageReturns.what);
}

/** Adds messages that were found in a text: as octets where they are of a form that is read so. */
function recordAdder(index: CallIndex): (record: TextRecord) => void {
  const encoder = new TextEncoder();
  const recent = new RecentMessages();
  index.scanner.isStrict = true;
  return (record) => {
    const { content, directives, meta } = record;
    const { time, source, destination } = meta;
    const row = index.size;
    const octets = encoder.encode(content);
    const { length } = octets;
    const way = index.way(source?.address ?? null, destination?.address ?? null);
    if (meta.frame !== undefined && source !== null && destination !== null) {
      const sourcePort = source.port ?? 0;
      const destinationPort = destination.port ?? 0;
      const micros = time?.micros ?? NaN;
      const sighting = { bytes: octets, start: 0, end: length, way, sourcePort, destinationPort, micros };
      if (recent.hold(sighting)) return;
      recent.keep(sighting);
    }
    if (directives.profile === null && directives.side === null) {
      if (index.addOctets(octets, 0, length, way, time?.micros ?? NaN, time?.date ?? 'full', row)) return;
    }
    index.addRecord(record, row);
  };
}

/** Where in a text the messages of an index stand, in octets. */
export class Places {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  get size(): number {
    return this.starts.length;
  }

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  startOf(row: number): number {
    return this.starts[row] ?? 0;
  }

  endOf(row: number): number {
    return this.ends[row] ?? 0;
  }

  /** The pieces of a text in which a leg's messages stand; pieces that overlap are one. */
  of({ messages }: IndexedLeg): readonly number[] {
    const found: number[] = [];
    for (const { row } of messages) {
      const start = this.startOf(row);
      const end = this.endOf(row);
      const last = found.at(-1);
      if (last !== undefined && start < last) found[found.length - 1] = Math.max(last, end);
      else found.push(start, end);
    }
    return found;
  }
}

function* traceOf<Row>(
  { index, places, format, heading, emptiness }: IndexedText,
  { chosen, row, take }: IndexingOptions<Row>,
  count: OctetCount,
): Generator<number, IndexedTrace> {
  const collecting = index.collect(chosen, (leg) => row(leg, () => places.of(leg)), take);
  return {
    format,
    kind: 'text',
    messages: index.size,
    rows: yield* counting(collecting, count),
    heading,
    problems: [],
    emptiness,
  };
}

/** Tells how far it is wherever another generator yields. */
function* counting<Result>(work: Generator<void, Result>, count: OctetCount): Generator<number, Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield count.read;
  }
}
