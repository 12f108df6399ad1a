/**
 * The second reading of a trace: its messages stream by, and as soon as the last one of a call has come, the call goes
 * into a batch. So no more is held than the calls that go on at a time.
 */
import { callKeysOf, KeyLedger, keySignsIn } from '../evidence/repeated-keys';
import { LineCount } from '../basics/line-count';
import { decodeAs } from '../basics/decode';
import { readWindows } from '../traces/text-windows';
import { type Excerpt, excerptOf } from './excerpt';
import type { Survey } from './survey';

/** What is to be judged of some calls: plain data for another thread. */
export interface BatchContent {
  /** All of their messages. */
  readonly excerpts: readonly Excerpt[];
  /** The entries of `RepeatedKeys`. */
  readonly repeatedKeys: readonly (readonly [first: number, keys: readonly string[]])[];
  /** Whether what of a capture belongs to no call is told with it, as it is the last one. */
  readonly withRest: boolean;
}

export interface Batch extends BatchContent {
  /** The numbers by which they are {@link Settling.settle settled}. */
  readonly calls: readonly number[];
}

export interface BatchLimits {
  readonly calls: number;
  /** Characters of text, at which a batch is full, too. */
  readonly characters: number;
}

/** Small enough to be let go while young (a call of eleven messages takes half a megabyte), and worth a way to another thread. */
export const usualBatch: BatchLimits = { calls: 8, characters: 1 << 20 };

/** Which calls were told of, and how far in the text of the trace nothing more is to come. */
export interface Settling {
  /** Where in the text of the trace the first call begins of which something may still be told; at the end infinite. */
  readonly settledTo: number;
  /** Takes note that all was told of calls. */
  settle(calls: Batch['calls']): void;
}

export class BatchStream implements Settling {
  /** Calls, by number, that have begun and were not {@link settle}d, with where each begins in the text of the trace. */
  private readonly pending = new Map<number, number>();
  private readonly open = new Map<number, Excerpt[]>();
  private ready: Excerpt[] = [];
  private readyCalls: number[] = [];
  private characters = 0;
  private repeatedKeys: (readonly [number, readonly string[]])[] = [];
  private readonly ledger = new KeyLedger();
  private readonly lines = new LineCount();
  private micros: number;
  private row = 0;
  private readTo = 0;
  private isOver = false;

  /** @param unit what is wanted together: the messages of a Call-ID, or each by itself, in order */
  constructor(
    private readonly survey: Survey,
    private readonly unit: 'call' | 'message',
    private readonly limits: BatchLimits = usualBatch,
  ) {
    this.micros = survey.first?.micros ?? 0;
  }

  get settledTo(): number {
    for (const start of this.pending.values()) return start;
    return this.isOver ? Infinity : this.readTo;
  }

  settle(calls: Batch['calls']): void {
    for (const call of calls) this.pending.delete(call);
  }

  /** Reads the trace; yields batches, and between them null now and then. */
  *read(pieces: Iterable<Uint8Array>): Generator<Batch | null> {
    const reading = this.survey.text.way === 'sngrep' ? this.readBlocks(pieces) : this.readMessages(pieces);
    for (const excerpt of reading) {
      if (excerpt !== null) this.add(excerpt);
      if (excerpt === null || this.isFull) yield this.take();
    }
    // What was not found again where it was is judged as far as it came.
    for (const [call, excerpts] of this.open) this.finish(call, excerpts);
    this.open.clear();
    this.isOver = true;
    yield this.take();
  }

  private get isFull(): boolean {
    return this.readyCalls.length >= this.limits.calls || this.characters >= this.limits.characters;
  }

  private take(): Batch | null {
    if (this.readyCalls.length === 0) return null;
    const batch = {
      excerpts: this.ready,
      repeatedKeys: this.repeatedKeys,
      withRest: false,
      calls: this.readyCalls,
    };
    this.ready = [];
    this.repeatedKeys = [];
    this.readyCalls = [];
    this.characters = 0;
    return batch;
  }

  private add(excerpt: Excerpt): void {
    const { index } = this.survey.text;
    const { index: row, start } = excerpt;
    this.readTo = start;
    const call = this.unit === 'message' ? row : index.callIdOf(row);
    if (!this.pending.has(call)) this.pending.set(call, start);
    const known = this.open.get(call);
    const excerpts = known ?? [];
    excerpts.push(excerpt);
    if (this.unit === 'message' || index.lastOf(call) === row) {
      this.open.delete(call);
      this.finish(call, excerpts);
    } else if (known === undefined) this.open.set(call, excerpts);
  }

  private finish(call: number, excerpts: readonly Excerpt[]): void {
    for (const excerpt of excerpts) {
      this.ready.push(excerpt);
      this.characters += excerpt.text.length;
    }
    this.readyCalls.push(call);
    this.noteKeys(excerpts);
  }

  private noteKeys(excerpts: readonly Excerpt[]): void {
    const [first] = excerpts;
    if (this.unit === 'message' || first === undefined) return;
    const { index: known } = this.survey.text;
    const keys = callKeysOf(
      excerpts.map(({ index, text }) => ({
        index,
        micros: known.timeOf(index)?.micros ?? null,
        signs: keySignsIn(text),
      })),
    );
    const repeated = keys === null ? [] : this.ledger.take(keys);
    if (repeated.length > 0) this.repeatedKeys.push([first.index, repeated]);
  }

  /** The messages of blocks as sngrep saves them; null behind each piece. */
  private *readBlocks(pieces: Iterable<Uint8Array>): Generator<Excerpt | null> {
    const { index, places } = this.survey.text;
    let start = 0;
    for (const block of this.blocks(pieces)) {
      if (block === null) {
        yield null;
        continue;
      }
      const text = decodeAs(block, this.survey.encoding);
      const line = this.lines.number;
      const blockStart = places.startOf(this.row);
      for (let place = 0; this.row < index.size && places.startOf(this.row) === blockStart; place++) {
        const isLast = this.row === index.size - 1;
        const found = { kind: 'block', place, isLast } as const;
        yield { index: this.row, text, start, line, micros: this.judged(), found };
        this.row++;
      }
      this.lines.see(text, start);
      start += text.length;
    }
  }

  /** The octets from the start of each block to its end, which the next one begins at; null behind each piece. */
  private *blocks(pieces: Iterable<Uint8Array>): Generator<Uint8Array | null> {
    const { places } = this.survey.text;
    let rest: Uint8Array = new Uint8Array(0);
    /** Where in the file what is left of earlier pieces begins. */
    let before = 0;
    for (const piece of pieces) {
      let bytes = piece;
      if (rest.length > 0) {
        bytes = new Uint8Array(rest.length + piece.length);
        bytes.set(rest);
        bytes.set(piece, rest.length);
      }
      let at = 0;
      while (this.row < places.size) {
        const end = places.endOf(this.row) - before;
        if (end > bytes.length) break;
        yield bytes.subarray(at, end);
        at = end;
      }
      rest = bytes.slice(at);
      before += at;
      yield null;
    }
  }

  /** What the reader of texts finds; null now and then. */
  private *readMessages(pieces: Iterable<Uint8Array>): Generator<Excerpt | null> {
    const { survey } = this;
    const found: Excerpt[] = [];
    const reading = readWindows(
      pieces,
      ({ record, text, textStart }) => {
        if (record.kind !== 'sip') return;
        const excerpt = excerptOf(record, { text, start: textStart });
        this.lines.see(text, textStart, excerpt.start);
        found.push({ ...excerpt, index: this.row, line: this.lines.number, micros: this.judged() });
        this.row++;
      },
      { encoding: survey.encoding, dated: survey.text.dated },
      (text, start, end) => {
        this.lines.see(text, start, end);
      },
    );
    for (;;) {
      const step = reading.next();
      yield* found.splice(0);
      if (step.done === true) return;
      yield null;
    }
  }

  /** When the message that is read came by the judging clock: never before the one that stands before it. */
  private judged(): number {
    const { survey, row } = this;
    const time = survey.text.index.timeOf(row);
    if (time !== null && time.date === survey.first?.date) this.micros = Math.max(this.micros, time.micros);
    return this.micros;
  }
}

/** The last message of a trace; null where there is none. */
export function lastOf(survey: Survey, pieces: Iterable<Uint8Array>): Excerpt | null {
  let last: Excerpt | null = null;
  for (const batch of new BatchStream(survey, 'message').read(pieces)) last = batch?.excerpts.at(-1) ?? last;
  return last;
}
