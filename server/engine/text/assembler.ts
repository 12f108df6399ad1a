/** Finds the messages in the packets of a {@link DumpFormat}, and joins those that came in several packets. */
import { toTrace, type OffsetMap, type Span } from '../basics/span';
import { compose, concat, contentFrom } from '../basics/content';
import { contentOf } from './content';
import type { Content } from '../basics/content';
import { recordDirectives } from './directives';
import { measure, type Extent } from './extent';
import type { DumpFormat, DumpPacket, TextFormat } from './format';
import { learnLayout, type Layout } from './layout';
import type { RecordMeta, TextRecord } from './record';
import { Scanner } from './scanner';
import { startLineAt } from './start-line';

/** Packets, and characters, that one message may take. */
const MAX_PACKETS = 32;
const MAX_LENGTH = 128 * 1024;
/** Streams remembered at a time. */
const MAX_STREAMS = 1024;
/** As much of a stream may be sent again. */
const WINDOW = 1024 * 1024;

const noDirectives = recordDirectives([]);

/** A packet holds nothing but its messages: whatever stands behind the headers is the body. */
const inPacket: TextFormat = { id: '', preamble: () => null, boundary: () => false };

/** A packet with text, in offsets of the trace text. */
interface Piece extends Span {
  /** Which of the packets with text it is. */
  readonly ordinal: number;
}

/** What was read of a message that goes on in a later packet. */
interface Open {
  readonly content: Content;
  readonly pieces: readonly Piece[];
  readonly meta: RecordMeta;
}

interface Found {
  readonly start: number;
  readonly layout: Layout;
}

/** Counts what holds text, over all formats of a text: pieces with consecutive numbers have nothing between. */
export interface Counter {
  count: number;
}

export class Assembler {
  readonly #format: DumpFormat;
  readonly #counter: Counter;
  readonly #emit: (record: TextRecord) => void;
  readonly #open = new Map<string, Open>();
  readonly #expected = new Map<string, number>();

  constructor(format: DumpFormat, counter: Counter, emit: (record: TextRecord) => void) {
    this.#format = format;
    this.#counter = counter;
    this.#emit = emit;
  }

  /** Takes the packet that starts at an offset of the text. Records come as soon as they are whole. */
  add(start: number, packet: DumpPacket): void {
    const { stream, whole, content, meta } = packet;
    const piece = { start, end: packet.end, ordinal: this.#counter.count };
    if (whole !== undefined || content.text !== '') this.#counter.count++;
    if (whole !== undefined) {
      // What began in earlier packets is here once more, complete.
      if (stream !== null) {
        this.#open.delete(stream);
        this.#moveOn(stream, packet);
      }
      this.#read(whole, [piece], meta, null);
    } else if (stream === null) {
      this.#read(content, [piece], meta, null);
    } else {
      const isEmpty = content.text === '';
      const gap = isEmpty && packet.closes === true ? this.#moveOn(stream, packet) : 0;
      if (!isEmpty) this.#join(stream, piece, packet);
      if (packet.closes === true) this.#giveUp(stream, lostIn(packet, gap));
    }
  }

  /** Whether a message waits for its rest. */
  get isWaiting(): boolean {
    return this.#open.size > 0;
  }

  /** Says that no packet comes any more. */
  finish(): void {
    for (const stream of [...this.#open.keys()]) this.#giveUp(stream, 0);
  }

  #join(stream: string, piece: Piece, packet: DumpPacket): void {
    const gap = this.#moveOn(stream, packet);
    if (gap === 'repeated') return;
    const { content } = packet;
    const open = this.#open.get(stream);
    const goesOn =
      open !== undefined &&
      gap === 0 &&
      open.pieces.length < MAX_PACKETS &&
      open.content.text.length + content.text.length <= MAX_LENGTH &&
      !this.#begins(content);
    if (!goesOn) {
      this.#giveUp(stream, lostIn(packet, gap));
      this.#read(content, [piece], packet.meta, stream);
      return;
    }
    this.#open.delete(stream);
    const meta = { ...open.meta, time: packet.meta.time ?? open.meta.time };
    this.#read(concat([open.content, content]), [...open.pieces, piece], meta, stream);
  }

  /** How far behind the last packet of its stream a packet stands; `repeated` if it was there already. */
  #moveOn(stream: string, { position }: DumpPacket): number | 'repeated' {
    if (position === undefined) return 0;
    const expected = this.#expected.get(stream);
    if (this.#expected.size > MAX_STREAMS) this.#expected.clear();
    // Sequence numbers of TCP go on at 0 behind 2^32 - 1 (RFC 9293 §3.4).
    const gap = expected === undefined ? 0 : (position.at - expected) | 0;
    // What is far behind is of another connection with the same ports.
    if (position.repeats && gap < 0 && gap > -WINDOW) return 'repeated';
    this.#expected.set(stream, (position.at + position.length) >>> 0);
    return gap;
  }

  #begins(content: Content): boolean {
    const { text } = this.#format.decode?.(content) ?? content;
    return messageIn(new Scanner(text), 0)?.start === 0;
  }

  /** Emits the messages of a content; the last one stays open where its stream may go on. */
  #read(raw: Content, pieces: readonly Piece[], meta: RecordMeta, stream: string | null, lost = 0): void {
    const decoded = this.#format.decode?.(raw);
    const content =
      decoded === undefined
        ? raw
        : { text: decoded.text, map: compose(decoded.map, raw.map, decoded.text.length) };
    const scanner = new Scanner(content.text);
    let floor = 0;
    let found = messageIn(scanner, 0);
    while (found !== null) {
      const extent = measure(scanner, found.start, found.layout, inPacket, null);
      if (!extent.complete && stream !== null) {
        const from = decoded === undefined ? found.start : toTrace(decoded.map, found.start);
        this.#keep(stream, { content: contentFrom(raw, from), pieces: since(pieces, floor), meta });
        return;
      }
      const next = messageIn(scanner, Math.max(extent.recordEnd, found.start + 1));
      const text = contentOf(scanner, { start: found.start, end: extent.end }, found.layout);
      const map = compose(text.map, content.map, text.text.length);
      const record = recordOf(this.#format.id, { text: text.text, map }, since(pieces, floor), {
        meta,
        end: endOf(extent),
        fillsPacket: next === null,
      });
      floor = record.continuations.at(-1)?.end ?? record.message.end;
      this.#emit(lost > 0 && !extent.complete ? { ...record, lost, isCut: true } : record);
      found = next;
    }
  }

  #keep(stream: string, open: Open): void {
    if (this.#open.size >= MAX_STREAMS) this.finish();
    this.#open.set(stream, open);
  }

  /** The rest of a message does not come. */
  #giveUp(stream: string, lost: number): void {
    const open = this.#open.get(stream);
    if (open === undefined) return;
    this.#open.delete(stream);
    this.#read(open.content, open.pieces, open.meta, null, lost);
  }
}

/** How many records a gap says are missing; the octets of a stream are no records. */
function lostIn({ position }: DumpPacket, gap: number | 'repeated'): number {
  return gap === 'repeated' || position?.repeats !== false ? 0 : Math.max(0, gap);
}

/** The first message at or behind an offset. */
function messageIn(scanner: Scanner, from: number): Found | null {
  let marker = scanner.nextMarker(from);
  while (marker < scanner.text.length) {
    const startLine = startLineAt(scanner, marker);
    if (startLine !== null && startLine.start >= from) {
      const layout = learnLayout(scanner, startLine);
      if (layout !== null) return { start: startLine.start, layout };
    }
    marker = scanner.nextMarker(marker + 3);
  }
  return null;
}

/** The pieces that reach behind an offset of the trace text, without what stands before it. */
function since(pieces: readonly Piece[], floor: number): readonly Piece[] {
  return pieces
    .filter((piece) => piece.end > floor)
    .map((piece) => ({ ...piece, start: Math.max(piece.start, floor) }));
}

function endOf({ complete, reason }: Extent): TextRecord['end'] {
  if (!complete) return 'next';
  // Without a length the packet's end is the message's.
  return reason === 'length' ? 'length' : 'terminator';
}

interface Known {
  readonly meta: RecordMeta;
  readonly end: TextRecord['end'];
  /** No other message follows in its last packet. */
  readonly fillsPacket: boolean;
}

function recordOf(format: string, content: Content, pieces: readonly Piece[], known: Known): TextRecord {
  const held = partsOf(content, pieces);
  const [first, ...later] = held;
  const message = first?.part ?? { start: 0, end: 0 };
  const start = Math.min(first?.piece.start ?? 0, message.start);
  const adjacent = held.every(({ piece }, at) => piece.ordinal === (first?.piece.ordinal ?? 0) + at);
  const last = adjacent ? held.at(-1) : first;
  const fills = known.fillsPacket || !adjacent;
  const end = Math.max((fills ? last?.piece.end : last?.part.end) ?? 0, message.end);
  return {
    kind: 'sip',
    format,
    span: { start, end },
    preamble: { start, end: message.start },
    message,
    continuations: later.map(({ part }) => part),
    content: content.text,
    map: { content: content.map.content, trace: content.map.trace.map((offset) => offset - start) },
    meta: known.meta,
    directives: noDirectives,
    end: known.end,
    byteCount: null,
  };
}

/** What of a content stands in which piece. */
function partsOf(
  content: Content,
  pieces: readonly Piece[],
): readonly { readonly piece: Piece; readonly part: Span }[] {
  const parts: { readonly piece: Piece; readonly part: Span }[] = [];
  let at = 0;
  for (const piece of pieces) {
    const run = at;
    while (at < content.map.trace.length && (content.map.trace[at] ?? 0) < piece.end) at++;
    if (at === run) continue;
    const end = Math.min(endOfRun(content, at - 1), piece.end);
    parts.push({ piece, part: { start: content.map.trace[run] ?? 0, end } });
  }
  return parts;
}

function endOfRun({ text, map }: { readonly text: string; readonly map: OffsetMap }, run: number): number {
  const length = (map.content[run + 1] ?? text.length) - (map.content[run] ?? 0);
  return (map.trace[run] ?? 0) + length;
}
