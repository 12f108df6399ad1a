/**
 * Indexes a trace that is too large for an analysis, so that an overview can show its calls, and any of them can be
 * found again in the file and be analysed alone.
 */
import type { LargeTrace, LargeTraceCall } from '../../../shared/large-trace';
import { openPackets } from '../capture/recognise';
import { CaptureKeys } from '../capture/tls/capture-keys';
import { decryptTls } from '../capture/tls/decryption';
import type { Profile } from '../../../shared/calls';
import { MessageSignal } from '../calls/signal';
import { parseSip } from '../sip/parse';
import { decodeText } from '../text/decode';
import { sngrep } from '../text/formats/sngrep';
import type { TextRecord } from '../text/record';
import { openCapture, type OpenedCapture } from '../trace-text/render';
import { CallIndex, type IndexedLeg, type Way } from './call-index';
import { CaptureIndexer } from './capture-index';
import { isSngrepText, SngrepIndexer } from './sngrep-index';
import { readWindows, type WindowedText } from '../traces/text-windows';

export type LargeTraceReading =
  | { readonly kind: 'indexed'; readonly trace: LargeTrace }
  /** The message is no sentence of its own: it follows the name of the file. */
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * Indexes a capture or a text, whatever its size; yields now and then how many octets of the file were read.
 *
 * @param open gives the pieces of the file, from its beginning each time
 * @param keyLog lines of an SSLKEYLOGFILE
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function* indexLargeTrace(
  open: () => Iterable<Uint8Array>,
  keyLog: string,
  chosen: Profile | null,
): Generator<number, LargeTraceReading> {
  const count = { octets: 0 };
  const pieces = (): Iterable<Uint8Array> => counted(open(), count);
  const capture = openCapture(pieces());
  if (capture.kind === 'unsupported') return { kind: 'unreadable', message: capture.message };
  if (capture.kind === 'packets') return yield* indexCapture(capture, keyLog, chosen, count);
  const [beginning = new Uint8Array(0)] = open();
  if (decodeText(beginning.subarray(0, SAMPLE)).binary)
    return { kind: 'unreadable', message: 'neither text nor a capture of packets' };
  const quick = isSngrepText(beginning) ? yield* indexSngrep(pieces(), chosen, count) : null;
  return { kind: 'indexed', trace: quick ?? (yield* indexText(pieces(), chosen, count)) };
}

/** Octets by which text is told from other files. */
const SAMPLE = 8192;

interface Count {
  octets: number;
}

function* counted(pieces: Iterable<Uint8Array>, count: Count): Generator<Uint8Array> {
  count.octets = 0;
  for (const piece of pieces) {
    count.octets += piece.length;
    yield piece;
  }
}

function* indexCapture(
  { format, pieces, problem }: Extract<OpenedCapture, { readonly kind: 'packets' }>,
  keyLog: string,
  chosen: Profile | null,
  count: Count,
): Generator<number, LargeTraceReading> {
  const keys = new CaptureKeys(keyLog);
  const index = new CallIndex();
  const indexer = new CaptureIndexer(openPackets(format), index, false, {
    decrypt: (_, plain) => decryptTls(keys.log, plain, () => undefined),
    take: (secrets) => {
      keys.take(secrets);
    },
  });
  for (const piece of pieces) {
    indexer.feed(piece);
    yield count.octets;
  }
  indexer.finish();
  const unpacking = problem();
  return {
    kind: 'indexed',
    trace: {
      format,
      kind: 'capture',
      messages: index.size,
      calls: yield* collected(index, chosen, count, (leg) => rowOf(leg, framesOf(leg))),
      heading: 0,
      problems: [...indexer.problems, ...(unpacking === null ? [] : [unpacking])],
    },
  };
}

function framesOf({ messages }: IndexedLeg): readonly number[] {
  return [...new Set(messages.map(({ frame }) => frame))];
}

/** Null where the text holds what must be read in another way. */
function* indexSngrep(
  pieces: Iterable<Uint8Array>,
  chosen: Profile | null,
  count: Count,
): Generator<number, LargeTrace | null> {
  const index = new CallIndex();
  const places = new Places();
  const indexer = new SngrepIndexer(index, (start, end) => {
    while (places.size < index.size) places.add(start, end);
  });
  for (const piece of pieces) {
    indexer.feed(piece);
    if (indexer.gaveUp) return null;
    yield count.octets;
  }
  indexer.finish();
  return indexer.gaveUp
    ? null
    : yield* traceOf(index, places, { format: sngrep.id, heading: 0 }, chosen, count);
}

function* indexText(
  pieces: Iterable<Uint8Array>,
  chosen: Profile | null,
  count: Count,
): Generator<number, LargeTrace> {
  const index = new CallIndex();
  const places = new Places();
  const adder = new RecordAdder(index);
  const reading = readWindows(pieces, ({ record, start, end }) => {
    if (record.kind !== 'sip') return;
    adder.add(record);
    places.add(start, end);
  });
  for (;;) {
    const step = reading.next();
    if (step.done === true) return yield* traceOf(index, places, step.value, chosen, count);
    yield count.octets;
  }
}

/** Adds messages that were found in a text. */
class RecordAdder {
  private readonly encoder = new TextEncoder();
  private readonly ways = new Map<string, Way>();

  constructor(private readonly index: CallIndex) {
    index.scanner.isStrict = true;
  }

  add(record: TextRecord): void {
    const { index } = this;
    const row = index.size;
    if (
      record.directives.profile !== null ||
      record.directives.side !== null ||
      !this.addQuickly(record, row)
    )
      index.add(new MessageSignal({ index: row, record, parsed: parseSip(record.content) }), row);
  }

  /** Adds it as octets; false where it is not of a form that is read so. */
  private addQuickly({ content, meta }: TextRecord, row: number): boolean {
    const { time, source, destination } = meta;
    const octets = this.encoder.encode(content);
    const way = this.wayOf(source?.address ?? null, destination?.address ?? null);
    return this.index.addOctets(
      octets,
      0,
      octets.length,
      way,
      time?.micros ?? NaN,
      time?.date ?? 'full',
      row,
    );
  }

  private wayOf(source: string | null, destination: string | null): Way {
    const key = `${source ?? ''} ${destination ?? ''}`;
    let way = this.ways.get(key);
    if (way === undefined) {
      way = this.index.way(source, destination);
      this.ways.set(key, way);
    }
    return way;
  }
}

/** Where in a text the messages of an index stand. */
class Places {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  get size(): number {
    return this.starts.length;
  }

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  /** The pieces of a text in which a leg's messages stand; pieces that overlap are one. */
  of({ messages }: IndexedLeg): readonly number[] {
    const found: number[] = [];
    for (const { row } of messages) {
      const start = this.starts[row] ?? 0;
      const end = this.ends[row] ?? 0;
      const last = found.at(-1);
      if (last !== undefined && start < last) found[found.length - 1] = Math.max(last, end);
      else found.push(start, end);
    }
    return found;
  }
}

function* traceOf(
  index: CallIndex,
  places: Places,
  told: WindowedText,
  chosen: Profile | null,
  count: Count,
): Generator<number, LargeTrace> {
  return {
    ...told,
    kind: 'text',
    messages: index.size,
    calls: yield* collected(index, chosen, count, (leg) => rowOf(leg, places.of(leg))),
    problems: [],
  };
}

function* collected(
  index: CallIndex,
  chosen: Profile | null,
  count: Count,
  row: (leg: IndexedLeg) => LargeTraceCall,
): Generator<number, readonly LargeTraceCall[]> {
  const collecting = index.collect(chosen, row);
  for (;;) {
    const step = collecting.next();
    if (step.done === true) return step.value;
    yield count.octets;
  }
}

function rowOf({ callId, place, decision, messages }: IndexedLeg, places: readonly number[]): LargeTraceCall {
  const { kind, course, profile } = decision;
  return {
    key: `${callId} ${String(place)}`,
    kind,
    callId,
    method: messages.find(({ status }) => status === null)?.method ?? null,
    from: messages[0]?.from ?? '',
    to: messages[0]?.to ?? '',
    outcome: course.outcome,
    status: course.deciding?.status ?? null,
    started: course.started,
    answered: course.answered,
    ended: course.ended,
    profile: profile.name,
    messages: messages.length,
    places,
  };
}
