/**
 * Finds the messages of a text. A message starts at a SIP start line; what stands before it is its preamble,
 * which the formats read; extent.ts says where it ends. A text without any is looked at for bare SDP.
 */
import { unbroken, type OffsetMap, type Span } from '../span';
import { compose, contentOf, join } from './content';
import { directivesIn, recordDirectives, type Directive } from './directives';
import { measure, type Extent } from './extent';
import type { Preamble, TextFormat } from './format';
import { bare } from './formats/bare';
import { formats } from './formats/index';
import { plainSdp } from './formats/sdp';
import { learnLayout, plainLayout, type Layout } from './layout';
import { Lookback } from './lookback';
import type { Endpoint, RecordMeta, TextRecord } from './record';
import { Scanner } from './scanner';
import { startLineAt, type StartLine } from './start-line';

export interface TextReading {
  /** The id of the format that most records have; `text` where there is none. */
  readonly format: string;
  /** In order of their place; their spans do not overlap. */
  readonly records: readonly TextRecord[];
  /** The `#!` lines of the text. */
  readonly directives: readonly Directive[];
}

/** Characters read between two slices. */
const SLICE = 256 * 1024;
/** Packets, and characters, looked at for the rest of a message. */
const MAX_PACKETS = 32;
const MAX_DISTANCE = 128 * 1024;
/** Packets remembered while looking ahead. */
const MAX_KNOWN_PACKETS = 1024;

const none: readonly Span[] = [];

/** Reads a text in one go. */
export function readText(text: string): TextReading {
  const slices = readTextInSlices(text);
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Reads a text; yields after each few hundred thousand characters. */
export function* readTextInSlices(text: string): Generator<void, TextReading> {
  const reader = new Reader(text);
  let at = 0;
  let slice = SLICE;
  while (at < text.length) {
    at = reader.step(at);
    if (at < slice) continue;
    slice = at + SLICE;
    yield;
  }
  return reader.finish();
}

/** A start line that a format has claimed. */
interface Claim {
  readonly format: TextFormat;
  readonly preamble: Preamble;
  readonly start: number;
  readonly layout: Layout;
}

/** A message that was measured; its end may still be drawn in by the next one's preamble. */
interface Found {
  readonly claim: Claim;
  readonly extent: Extent;
  /** Where the rest of a message in several packets stands. */
  readonly rest: Rest | null;
}

interface Rest {
  /** The pieces behind the first. */
  readonly pieces: readonly Span[];
  readonly meta: RecordMeta;
  /** Where reading goes on: behind the last piece, or behind the first where other packets stand between. */
  readonly resume: number;
  readonly content: string;
  readonly map: OffsetMap;
  readonly end: TextRecord['end'];
}

/** A packet of a log of packets. */
interface Packet {
  readonly start: number;
  readonly headEnd: number;
  /** Where the next one begins. */
  readonly end: number;
  readonly meta: RecordMeta;
  readonly payload: Span;
}

class Reader {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #records: TextRecord[] = [];
  #directives: readonly Directive[] = [];
  /** What the directives say of the next message, and of all. */
  #said = recordDirectives([]);
  #latest: Found | null = null;
  #latestFormat: TextFormat | null = null;
  readonly #packets = new Map<number, { readonly format: TextFormat; readonly packet: Packet | null }>();
  /** Where messages of a packet ended: another may follow in the same packet. */
  readonly #tails = new Map<number, { readonly format: TextFormat; readonly meta: RecordMeta }>();

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new Scanner(text);
  }

  /** Reads on to the next message, if there is one; gives where to go on. */
  step(from: number): number {
    const marker = this.#scanner.nextMarker(from);
    if (marker >= this.#text.length) return marker;
    const startLine = startLineAt(this.#scanner, marker);
    const claim = startLine === null || startLine.start < from ? null : this.#claim(startLine);
    if (claim === null) return marker + 3;
    if (this.#latest === null) this.#readDirectives(claim.preamble.start);
    this.#settleLatest(claim.preamble.start);
    const measured = measure(
      this.#scanner,
      claim.start,
      claim.layout,
      claim.format,
      claim.preamble.byteCount ?? null,
    );
    const extent = this.#withinPacket(claim, measured);
    const rest = extent.complete ? null : this.#restOf(claim, extent);
    this.#latest = { claim, extent, rest };
    // Bare claims whatever nobody else does.
    if (claim.format !== bare) this.#latestFormat = claim.format;
    this.#rememberTail(this.#latest);
    return Math.max(rest?.resume ?? extent.recordEnd, marker + 3);
  }

  finish(): TextReading {
    this.#settleLatest(this.#text.length);
    if (this.#records.length === 0) {
      const directives = directivesIn(this.#text, 0, this.#text.length);
      const records = plainSdp(this.#scanner, directives);
      return { format: records.length > 0 ? 'sdp' : 'text', records, directives };
    }
    const records = this.#settled();
    return { format: mainFormat(records), records, directives: this.#directives };
  }

  /** The lines before the first message may say who sent it. */
  #readDirectives(end: number): void {
    this.#directives = directivesIn(this.#text, 0, end);
    this.#said = recordDirectives(this.#directives);
  }

  #claim(startLine: StartLine): Claim | null {
    const layout = learnLayout(this.#scanner, startLine);
    const alone = startLine.start === startLine.lineStart;
    if (layout === null && !alone) return null;
    const look = new Lookback(this.#text, startLine, this.#floor(startLine.start));
    const claim = (format: TextFormat, preamble: Preamble): Claim => ({
      format,
      preamble,
      start: preamble.messageStart ?? startLine.start,
      layout: layout ?? plainLayout,
    });
    if (this.#latestFormat !== null) {
      const preamble = this.#latestFormat.preamble(look);
      if (preamble !== null) return claim(this.#latestFormat, preamble);
    }
    for (const format of formats) {
      if (format === this.#latestFormat) continue;
      const preamble = format.preamble(look);
      if (preamble !== null) return claim(format, preamble);
    }
    if (layout === null) return null;
    const packet = this.#tails.get(this.#blankStart(startLine.lineStart));
    if (packet !== undefined) return claim(packet.format, { start: startLine.start, meta: packet.meta });
    const preamble = bare.preamble(look);
    return preamble === null ? null : claim(bare, preamble);
  }

  /** How far back a preamble may reach: a message whose end is certain keeps what it has. */
  #floor(before: number): number {
    const latest = this.#latest;
    if (latest === null) return 0;
    const certain = latest.rest !== null || latest.extent.reason !== 'next';
    const floor = certain
      ? (latest.rest?.resume ?? latest.extent.recordEnd)
      : this.#scanner.endOfLine(latest.claim.start) + 1;
    return Math.min(floor, before);
  }

  /** Where the blank lines begin that stand before a line. */
  #blankStart(lineStart: number): number {
    let at = lineStart;
    while (at > 0 && isLineBlank(this.#text.charCodeAt(at - 1))) at--;
    return at;
  }

  #rememberTail({ claim, extent, rest }: Found): void {
    if (claim.format.packet === undefined) return;
    const end = rest?.pieces.at(-1)?.end ?? extent.end;
    if (this.#tails.size > MAX_PACKETS) this.#tails.clear();
    this.#tails.set(this.#blankStart(end), { format: claim.format, meta: rest?.meta ?? claim.preamble.meta });
  }

  /** Leaves the logger's own line ends behind a packet out of a message that the packet cuts. */
  #withinPacket(claim: Claim, extent: Extent): Extent {
    if (claim.preamble.toBoundary === true) {
      return {
        ...extent,
        recordEnd: Math.max(extent.recordEnd, this.#nextBoundary(claim.format, extent.stop - 1)),
      };
    }
    if (extent.complete || claim.start === claim.preamble.start) return extent;
    const packet = this.#packetAt(claim.format, claim.preamble.start);
    // A start line that itself looks like a packet's head stands behind its packet.
    if (packet === null || packet.payload.end <= claim.start) return extent;
    const end = Math.min(packet.payload.end, extent.end);
    return { ...extent, end, recordEnd: end };
  }

  /** The rest of a message whose packet ended too early, if later packets of the same flow hold it. */
  #restOf(claim: Claim, extent: Extent): Rest | null {
    const { format } = claim;
    const first = { start: claim.start, end: extent.end };
    const pieces: Span[] = [];
    let meta = claim.preamble.meta;
    let joined: Omit<Rest, 'meta' | 'resume' | 'pieces'> | null = null;
    let adjacent = true;
    let resume = extent.stop;
    let packet = this.#packetAt(format, extent.stop);
    for (let count = 0; packet !== null && count < MAX_PACKETS; count++) {
      if (packet.start - claim.start > MAX_DISTANCE) break;
      const { start, end } = packet.payload;
      if (!sameFlow(claim.preamble.meta, packet.meta)) {
        // A packet without text, such as an acknowledgement, does not part the pieces.
        if (start < end) adjacent = false;
      } else if (start < end) {
        const other = this.#messageIn(packet.headEnd, end);
        if (other <= start) break;
        pieces.push({ start, end: Math.min(end, other) });
        meta = { ...meta, time: packet.meta.time ?? meta.time };
        const whole = join(this.#text, [first, ...pieces]);
        const scanner = new Scanner(whole.text);
        const measured = measure(scanner, 0, claim.layout, format, claim.preamble.byteCount ?? null);
        const content = contentOf(scanner, { start: 0, end: measured.end }, claim.layout);
        joined = {
          content: content.text,
          map: compose(content.map, whole.map, content.text.length),
          end: measured.reason,
        };
        const over = measured.complete ? whole.text.length - measured.end : 0;
        const last = { start, end: Math.max(start, Math.min(end, other) - over) };
        pieces[pieces.length - 1] = last;
        if (adjacent) resume = last.end;
        if (measured.complete) break;
      }
      packet = this.#packetAt(format, packet.end);
    }
    if (joined === null) return null;
    return { ...joined, pieces, meta, resume };
  }

  /** Where the first message of its own begins between two offsets; Infinity if there is none. */
  #messageIn(start: number, end: number): number {
    let marker = this.#scanner.nextMarker(start);
    while (marker < end) {
      const startLine = startLineAt(this.#scanner, marker);
      if (startLine !== null && learnLayout(this.#scanner, startLine) !== null) return startLine.start;
      marker = this.#scanner.nextMarker(marker + 3);
    }
    return Infinity;
  }

  /** The packet that begins at an offset, blank lines apart. Looking ahead asks for the same ones again and again. */
  #packetAt(format: TextFormat, at: number): Packet | null {
    const known = this.#packets.get(at);
    if (known !== undefined && known.format === format) return known.packet;
    if (this.#packets.size > MAX_KNOWN_PACKETS) this.#packets.clear();
    const packet = this.#readPacket(format, at);
    this.#packets.set(at, { format, packet });
    return packet;
  }

  #readPacket(format: TextFormat, at: number): Packet | null {
    const { text } = this.#scanner;
    const start = this.#behindBlanks(at);
    if (start >= text.length || format.packet === undefined) return null;
    const headEnd = this.#scanner.endOfLine(start);
    const head = format.packet(text, { start, end: this.#scanner.withoutCr(start, headEnd) });
    if (head === null) return null;
    const end = this.#nextBoundary(format, headEnd);
    return { start, headEnd, end, meta: head.meta, payload: head.payload(end) };
  }

  #behindBlanks(from: number): number {
    let at = from;
    while (at < this.#text.length && isLineBlank(this.#text.charCodeAt(at))) at++;
    return at;
  }

  /** Where the first line behind an offset begins that the format knows as no part of a message. */
  #nextBoundary(format: TextFormat, from: number): number {
    const { text } = this.#scanner;
    let at = from + 1;
    const limit = Math.min(text.length, from + MAX_DISTANCE);
    while (at < limit) {
      const end = this.#scanner.endOfLine(at);
      if (format.boundary?.(text, { start: at, end: this.#scanner.withoutCr(at, end) }) === true) return at;
      at = end + 1;
    }
    return Math.min(at, text.length);
  }

  /** Makes a record of the message found last; nothing behind `limit` belongs to it. */
  #settleLatest(limit: number): void {
    const found = this.#latest;
    this.#latest = null;
    if (found === null) return;
    this.#records.push(found.rest === null ? this.#simple(found, limit) : this.#joined(found, found.rest));
    // The profile is the file's; side and role are the first message's.
    if (this.#records.length === 1) this.#said = { side: null, role: null, profile: this.#said.profile };
  }

  // Object literals in full: spreading would cost as much as all the rest of reading.
  #simple({ claim, extent }: Found, limit: number): TextRecord {
    const cut = extent.recordEnd > limit;
    const end = cut ? this.#drawnIn(extent, limit) : extent.end;
    const message = { start: claim.start, end };
    const content = contentOf(this.#scanner, message, claim.layout);
    const { start } = claim.preamble;
    return {
      kind: 'sip',
      format: claim.format.id,
      span: { start, end: cut ? end : extent.recordEnd },
      preamble: { start, end: claim.start },
      message,
      continuations: none,
      content: content.text,
      map: relative(content.map, start),
      meta: claim.preamble.meta,
      directives: this.#said,
      end: cut ? 'next' : extent.reason,
      byteCount: claim.preamble.byteCount ?? null,
    };
  }

  /** The end of a message that was taken to reach into the preamble of the next one. */
  #drawnIn(extent: Extent, limit: number): number {
    const blank = this.#blankStart(limit);
    const end = blank < limit ? this.#scanner.endOfLine(blank) + 1 : blank;
    return extent.bodyStart <= limit ? Math.max(end, extent.bodyStart) : end;
  }

  #joined({ claim, extent }: Found, rest: Rest): TextRecord {
    const { start } = claim.preamble;
    const message = { start: claim.start, end: extent.end };
    return {
      kind: 'sip',
      format: claim.format.id,
      span: { start, end: Math.max(rest.resume, message.end) },
      preamble: { start, end: claim.start },
      message,
      continuations: rest.pieces,
      content: rest.content,
      map: relative(rest.map, start),
      meta: rest.meta,
      directives: this.#said,
      end: rest.end,
      byteCount: claim.preamble.byteCount ?? null,
    };
  }

  #settled(): readonly TextRecord[] {
    let records: readonly TextRecord[] = this.#records;
    for (const format of formats) {
      if (format.settle === undefined) continue;
      const own = records.filter((record) => record.format === format.id);
      if (own.length === 0) continue;
      const settled = new Map(format.settle(this.#text, own).map((record) => [record.span.start, record]));
      records = records.map((record) => settled.get(record.span.start) ?? record);
    }
    return records;
  }
}

function mainFormat(records: readonly TextRecord[]): string {
  const counts = new Map<string, number>();
  for (const { format } of records) counts.set(format, (counts.get(format) ?? 0) + 1);
  let main = 'text';
  for (const [format, count] of counts) if (count > (counts.get(main) ?? 0)) main = format;
  return main;
}

function relative(map: OffsetMap, start: number): OffsetMap {
  if (map.content.length === 1) return unbroken((map.trace[0] ?? 0) - start);
  return { content: map.content, trace: map.trace.map((offset) => offset - start) };
}

/** Same source and destination; a later fragment has no ports. */
function sameFlow(one: RecordMeta, other: RecordMeta): boolean {
  return (
    one.transport === other.transport &&
    sameEndpoint(one.source, other.source) &&
    sameEndpoint(one.destination, other.destination)
  );
}

function sameEndpoint(one: Endpoint | null, other: Endpoint | null): boolean {
  if (one === null || other === null || one.address !== other.address) return false;
  return one.port === null || other.port === null || one.port === other.port;
}

function isLineBlank(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9;
}
