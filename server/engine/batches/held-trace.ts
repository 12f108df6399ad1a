/**
 * A capture that is too large to be analysed at once: its trace text packed away block by block, and of each message what
 * is always asked for (when, between whom, where it stands). The rest of it is read again whenever somebody looks.
 */
import { parseRecord } from '../analysis';
import { detached } from '../basics/detached';
import type { Conversations } from '../basics/conversation';
import { noConversations } from '../basics/conversation';
import { LineCount } from '../basics/line-count';
import type { UnreadFrames } from '../basics/unread-frames';
import { LineIndex, type Lines, type Position } from '../basics/lines';
import type { OffsetMap, Span } from '../basics/span';
import { type TraceEvidence, weigh } from '../evidence/evidence';
import type { Endpoint, RecordDirectives, RecordMeta, TextRecord } from '../text/record';
import type { BlockStore } from '../trace-text/block-store';
import { traceTextMark } from '../trace-text/read';
import type { BlockRendering } from '../trace-text/render';
import type { TextParts } from '../trace-text/write';
import { readText } from '../traces/read';
import type { ParsedMessage, TraceMessage } from '../traces/message';

/** The content of a message, and its tree, where they are held. */
interface Opened {
  readonly content: string;
  readonly parsed: ParsedMessage;
}

/** A record whose content is read when it is asked for. */
class HeldRecord implements TextRecord {
  readonly kind: TextRecord['kind'];
  readonly format: string;
  readonly continuations: readonly Span[] = none;
  readonly map: OffsetMap;
  readonly meta: RecordMeta;
  readonly directives: RecordDirectives;
  readonly end: TextRecord['end'];
  readonly byteCount: number | null;
  readonly ignored?: readonly string[];
  readonly lost?: number;
  readonly isCut?: true;
  opened: Opened | null = null;
  /** Where the record begins; all else is counted from there. */
  private readonly start: number;
  private readonly length: number;
  private readonly preambleLength: number;
  private readonly messageFrom: number;
  private readonly messageTo: number;

  /** @param record of the block alone, `by` before its place in the trace text */
  constructor(
    record: TextRecord,
    private readonly by: number,
    private readonly block: number,
    private readonly blocks: Blocks,
    shared: SharedParts,
  ) {
    this.kind = record.kind;
    this.format = record.format;
    const { span, preamble, message } = record;
    this.start = span.start + by;
    this.length = span.end - span.start;
    this.preambleLength = preamble.end - span.start;
    this.messageFrom = message.start - span.start;
    this.messageTo = message.end - span.start;
    this.map = shared.map(record.map);
    const { meta } = record;
    this.meta = {
      ...meta,
      source: shared.end(meta.source),
      destination: shared.end(meta.destination),
    };
    this.directives = shared.directives(record.directives);
    this.end = record.end;
    this.byteCount = record.byteCount;
    const { ignored, lost, isCut } = record;
    if (ignored !== undefined) this.ignored = ignored;
    if (lost !== undefined) this.lost = lost;
    if (isCut !== undefined) this.isCut = isCut;
  }

  // Numbers take less room than places do.
  get span(): Span {
    return { start: this.start, end: this.start + this.length };
  }

  get preamble(): Span {
    return { start: this.start, end: this.start + this.preambleLength };
  }

  get message(): Span {
    return { start: this.start + this.messageFrom, end: this.start + this.messageTo };
  }

  get content(): string {
    return this.opened?.content ?? this.read();
  }

  read(): string {
    const { start, end } = this.message;
    const { block, by } = this;
    return this.blocks.alone(block).slice(start - by, end - by);
  }
}

/** The blocks of a text in their order. */
class Blocks {
  constructor(
    private readonly store: BlockStore,
    private readonly parts: TextParts,
  ) {}

  /** A block with what parts it from what stands behind it. */
  text(place: number): string {
    const { blocks, ends } = this.parts;
    const isLast = place === blocks.length - 1 && ends === '';
    return `${this.store.text(blocks[place] ?? 0)}${isLast ? '' : '\n'}`;
  }

  /** The same as a trace text of its own. */
  alone(place: number): string {
    return PREFIX + this.text(place);
  }
}

const PREFIX = `${traceTextMark}\n`;

const none: readonly Span[] = [];

/** What many records have in common stands there once. */
class SharedParts {
  private readonly ends = new Map<string, Endpoint>();
  private readonly maps = new Map<string, OffsetMap>();
  private readonly told = new Map<string, RecordDirectives>();

  end(end: Endpoint | null): Endpoint | null {
    if (end === null) return null;
    const key = `${end.address} ${end.port ?? ''}`;
    const known = this.ends.get(key);
    if (known !== undefined) return known;
    // An address is a slice, and keeps the text of its block.
    const own = { ...end, address: detached(end.address) };
    this.ends.set(key, own);
    return own;
  }

  map(map: OffsetMap): OffsetMap {
    return one(this.maps, JSON.stringify(map), map);
  }

  directives(directives: RecordDirectives): RecordDirectives {
    return one(this.told, JSON.stringify(directives), directives);
  }
}

function one<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, value);
  return value;
}

/** A message whose tree is there while it is open, and else made for each who asks. */
export class HeldMessage implements TraceMessage {
  constructor(
    readonly index: number,
    readonly record: HeldRecord,
  ) {}

  get parsed(): ParsedMessage {
    return this.record.opened?.parsed ?? parseRecord(this.record);
  }

  open(): void {
    const { record } = this;
    record.opened ??= { content: record.read(), parsed: parseRecord(record) };
  }

  close(): void {
    this.record.opened = null;
  }
}

export interface HeldTrace {
  /** As of a capture: `pcap` … */
  readonly capture: string;
  /** As of a trace: that of its text. */
  readonly format: string;
  readonly messages: readonly HeldMessage[];
  readonly lines: Lines;
  readonly evidence: TraceEvidence;
  readonly conversations: Conversations;
  readonly unread: readonly UnreadFrames[];
  /** In UTF-16 units. */
  readonly length: number;
  /** The trace text, piece by piece; a line end belongs between two. */
  readonly pieces: () => Iterable<string>;
}

/** Messages between two slices. */
const SLICE = 200;

/** Holds the trace that a capture was rendered to; yields now and then. */
export function* holdTrace({ store, parts, format: capture }: BlockRendering): Generator<void, HeldTrace> {
  const { heading, blocks, ends } = parts;
  const texts = new Blocks(store, parts);
  const lines = new BlockLines(blocks.length, (place) => texts.text(place));
  const shared = new SharedParts();
  const messages: HeldMessage[] = [];
  let at = lines.begin(`${heading}\n`);
  for (const place of blocks.keys()) {
    if (place % SLICE === 0) yield;
    const text = texts.text(place);
    for (const record of readText(PREFIX + text).records) {
      const held = new HeldRecord(record, at - PREFIX.length, place, texts, shared);
      messages.push(new HeldMessage(messages.length, held));
    }
    at = lines.add(text);
  }
  const reading = readText([heading, ends].join('\n'));
  const { clocks, conversations = noConversations, unread = [], format } = reading;
  // What packets tell is asked several times.
  for (const message of messages) if (message.record.kind === 'packet') message.open();
  yield;
  const evidence = weigh(messages, clocks);
  for (const message of messages) message.close();
  return {
    capture,
    format,
    messages,
    lines,
    evidence,
    conversations,
    unread,
    length: at + ends.length,
    pieces: function* () {
      yield heading;
      for (const block of blocks) yield store.text(block);
      if (ends !== '') yield ends;
    },
  };
}

/** Lines of a text of which blocks are read when they are asked for. */
class BlockLines implements Lines {
  private readonly starts: Float64Array;
  private readonly firstLines: Float64Array;
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
    this.firstLines = new Float64Array(blocks);
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

  positionAt(offset: number): Position {
    const place = this.placeOf(offset);
    const { line, column } = this.block(place).lines.positionAt(offset - (this.starts[place] ?? 0));
    return { line: line + (this.firstLines[place] ?? 1) - 1, column };
  }

  textFrom(offset: number, most: number): string {
    const place = this.placeOf(offset);
    const at = offset - (this.starts[place] ?? 0);
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
