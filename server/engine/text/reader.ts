/**
 * Finds the messages of a text. A message starts at a SIP start line; what stands before it is its preamble,
 * which the formats read; extent.ts says where it ends. A text without any is looked at for bare SDP.
 */
import type { TextReading } from './reading';
import { unbroken, type OffsetMap, type Span } from '../basics/span';
import { Assembler } from './assembler';
import { claimOf, type Claim } from './claim';
import { contentOf } from './content';
import { directivesIn, ignoredRules, ignoresIn, recordDirectives, type Directive } from './directives';
import { measure, type Extent } from './extent';
import type { DumpFormat, Preamble, TextFormat } from './format';
import { bare } from './formats/bare';
import { dumpFormats, formats } from './formats/index';
import { log } from './formats/log';
import { plainSdp } from './formats/sdp';
import { iceLogRecords } from './ice-log/find';
import { learnLayout, type Layout } from './layout';
import { timeOfLine } from './log-facts';
import { mainOf } from './main-format';
import { LoggedPackets, MAX_DISTANCE, type Rest } from './logged-packets';
import { Lookback } from './lookback';
import type { RecordMeta, TextRecord } from './record';
import { Scanner } from './scanner';
import { startLineAt, type StartLine, unversionedStartLine } from './start-line';
import { joinTrailingOctets } from './trailing-octets';
import { withYears } from './years';

/** Characters read between two slices. */
const SLICE = 256 * 1024;
/** Ends of packets remembered. */
const MAX_TAILS = 32;

const none: readonly Span[] = [];

/** Reads a log, or any text that is no trace text; yields after each few hundred thousand characters. */
export function* readLogInSlices(text: string): Generator<void, TextReading> {
  const reader = new Reader(text);
  let at = 0;
  let slice = SLICE;
  while (at < text.length) {
    at = reader.step(at);
    if (at < slice) continue;
    slice = at + SLICE;
    yield;
  }
  return yield* withIceLogs(text, reader.finish());
}

/** A reading with the lines of ICE agents that stand between its messages. */
function* withIceLogs(text: string, reading: TextReading): Generator<void, TextReading> {
  const lines = yield* iceLogRecords(text, reading.records);
  const [first] = lines;
  if (first === undefined) return reading;
  const records = [...reading.records, ...lines].sort((one, other) => one.span.start - other.span.start);
  const format = reading.records.length === 0 ? first.format : reading.format;
  return { ...reading, format, records: withYears(records) };
}

/** A message that was measured; its end may still be drawn in by the next one's preamble. */
interface Found {
  readonly claim: Claim;
  readonly extent: Extent;
  /** Where the rest of a message in several packets stands. */
  readonly rest: Rest | null;
}

class Reader {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #records: TextRecord[] = [];
  #isBegun = false;
  #directives: readonly Directive[] = [];
  /** What the directives say of the next message, and of all. */
  #said = recordDirectives([]);
  #latest: Found | null = null;
  #latestFormat: TextFormat | null = null;
  readonly #packets: LoggedPackets;
  /** The format of the dumped packet read last; another packet of it may follow at once. */
  #dump: DumpFormat | null = null;
  /** What stands before belongs to dumped packets. */
  #dumpEnd = 0;
  readonly #counter = { count: 0 };
  readonly #assemblers = new Map<DumpFormat, Assembler>();
  /** Up to where a format's packets were looked for in vain. */
  readonly #searched = new Map<DumpFormat, number>();
  /** Where messages of a packet ended: another may follow in the same packet. */
  readonly #tails = new Map<number, { readonly format: TextFormat; readonly meta: RecordMeta }>();

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new Scanner(text);
    this.#packets = new LoggedPackets(this.#scanner);
  }

  /** Reads on to the next message, if there is one; gives where to go on. */
  step(from: number): number {
    const behindDump = this.#dump === null ? null : this.#nextDumped(this.#dump, from);
    if (behindDump !== null) return behindDump;
    const marker = this.#scanner.nextMarker(from);
    const behindRest = this.#assemblers.size === 0 ? null : this.#awaited(marker);
    if (behindRest !== null) return behindRest;
    if (marker >= this.#text.length) return marker;
    const startLine = startLineAt(this.#scanner, marker);
    const usable = startLine !== null && startLine.start >= from;
    const claim = (usable ? this.#claim(startLine) : null) ?? this.#dumped(marker);
    if (typeof claim === 'number') return claim;
    const plain = claim ?? (usable ? this.#claimPlain(startLine) : null);
    if (plain === null) return marker + 3;
    return this.#read(plain, marker);
  }

  #read(claim: Claim, marker: number): number {
    this.#counter.count++;
    this.#readDirectives(claim.preamble.start);
    this.#settleLatest(claim.preamble.start);
    const measured = measure(
      this.#scanner,
      claim.start,
      claim.layout,
      claim.format,
      claim.preamble.byteCount ?? null,
    );
    const extent = this.#packets.withinPacket(claim, measured);
    const rest = extent.complete ? null : this.#packets.restOf(claim, extent);
    this.#latest = { claim, extent, rest };
    // These two claim whatever nobody else does.
    if (claim.format !== bare && claim.format !== log) this.#latestFormat = claim.format;
    this.#rememberTail(this.#latest);
    return Math.max(rest?.resume ?? extent.recordEnd, marker + 3);
  }

  finish(): TextReading {
    this.#settleLatest(this.#text.length);
    if (this.#records.length === 0 && this.#assemblers.size === 0) this.#readHidden();
    if (this.#assemblers.size > 0) this.#finishDumps();
    if (this.#records.length === 0) this.#readUnversioned();
    if (this.#records.length === 0) {
      const directives = directivesIn(this.#text, 0, this.#text.length);
      const records = plainSdp(this.#scanner, directives);
      return {
        format: records.length > 0 ? 'sdp' : 'text',
        records,
        directives,
        ...headOf(records, directives),
      };
    }
    const records = this.#settled();
    const directives = this.#directives;
    return { format: mainFormat(records), records, directives, ...headOf(records, directives) };
  }

  /** A text that is one request without the version that tells a start line. */
  #readUnversioned(): void {
    const startLine = unversionedStartLine(this.#scanner);
    const claim = startLine === null ? null : this.#claimPlain(startLine);
    if (claim === null) return;
    this.#read(claim, claim.start);
    this.#settleLatest(this.#text.length);
  }

  /** The lines before the first message may say who sent it. */
  #readDirectives(end: number): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#directives = directivesIn(this.#text, 0, end);
    this.#said = recordDirectives(this.#directives);
  }

  #claim(startLine: StartLine): Claim | null {
    const layout = learnLayout(this.#scanner, startLine);
    const alone = startLine.start === startLine.lineStart;
    if (layout === null && !alone) return null;
    const look = new Lookback(this.#text, startLine, this.#floor(startLine.start));
    if (look.isBare) return null;
    if (this.#latestFormat !== null) {
      const preamble = this.#latestFormat.preamble(look);
      if (preamble !== null)
        return claimOf(this.#latestFormat, this.#timed(preamble, layout), startLine, layout);
    }
    for (const format of formats) {
      if (format === this.#latestFormat) continue;
      const preamble = format.preamble(look);
      if (preamble !== null) return claimOf(format, this.#timed(preamble, layout), startLine, layout);
    }
    return layout === null || layout.prefix === null
      ? null
      : this.#claimPrefixed(startLine, layout, layout.prefix);
  }

  /** Claims a start line of a log that another program has written line by line, each behind a prefix of its own. */
  #claimPrefixed(startLine: StartLine, layout: Layout, prefix: Span): Claim | null {
    const look = new Lookback(this.#text, startLine, this.#floor(startLine.start), prefix);
    for (const format of formats) {
      const preamble = format.preamble(look);
      if (preamble === null) continue;
      const { messageStart, ...rest } = this.#timed(preamble, layout);
      // A format that has junk before the message counted it without the prefix.
      const start =
        messageStart === undefined ? {} : { messageStart: Math.max(messageStart, startLine.start) };
      return claimOf(format, { ...rest, ...start }, startLine, layout);
    }
    return null;
  }

  /** A preamble with the time that stands before every line, where it tells none itself. */
  #timed(preamble: Preamble, layout: Layout | null): Preamble {
    const prefix = layout?.prefix ?? null;
    if (prefix === null || preamble.meta.time !== null) return preamble;
    const time = timeOfLine(this.#text.slice(prefix.start, prefix.end));
    return { ...preamble, meta: { ...preamble.meta, time } };
  }

  /** Claims a start line that no format knows. */
  #claimPlain(startLine: StartLine): Claim | null {
    const layout = learnLayout(this.#scanner, startLine);
    if (layout === null) return null;
    const packet = this.#tails.get(this.#scanner.blanksBefore(startLine.lineStart));
    if (packet !== undefined)
      return claimOf(packet.format, { start: startLine.start, meta: packet.meta }, startLine, layout);
    const look = new Lookback(this.#text, startLine, this.#floor(startLine.start), layout.prefix);
    for (const format of [log, bare]) {
      const preamble = format.preamble(look);
      if (preamble !== null) return claimOf(format, preamble, startLine, layout);
    }
    return null;
  }

  /** Reads the dumped packet in which `SIP` stands at an offset; gives where to go on, or null if there is none. */
  #dumped(marker: number): number | null {
    let line: Span | null = null;
    for (const format of dumpFormats) {
      line ??= this.#scanner.lineAt(marker);
      if (!format.shows(this.#text, line, marker)) continue;
      const end = this.#packetsUpTo(format, marker);
      if (end !== null) return end;
    }
    return null;
  }

  /** Reads the packets of a format from the first one that was not looked at up to the one that holds an offset. */
  #packetsUpTo(format: DumpFormat, marker: number): number | null {
    const text = this.#text;
    let at = Math.max(this.#floor(marker), this.#searched.get(format) ?? 0);
    if (at > 0 && text.charCodeAt(at - 1) !== this.#scanner.eol) at = this.#scanner.endOfLine(at) + 1;
    while (at <= marker) {
      const end = this.#scanner.endOfLine(at);
      const starts = format.starts(text, { start: at, end: this.#scanner.withoutCr(at, end) });
      const behind = starts ? this.#take(format, at) : null;
      if (behind !== null && behind > marker) return behind;
      at = behind ?? end + 1;
    }
    this.#searched.set(format, at);
    return null;
  }

  /** Reads the packet that follows the one read last; null where none does. */
  #nextDumped(format: DumpFormat, from: number): number | null {
    const at = this.#behindLineEnds(from);
    this.#dump = null;
    const isLineStart = at === 0 || this.#text.charCodeAt(at - 1) === this.#scanner.eol;
    if (!isLineStart || at >= this.#text.length) return null;
    const end = this.#scanner.withoutCr(at, this.#scanner.endOfLine(at));
    return format.starts(this.#text, { start: at, end }) ? this.#take(format, at) : null;
  }

  /** Reads the packets before an offset that may hold the rest of a message; the rest itself need not show `SIP`. */
  #awaited(marker: number): number | null {
    for (const [format, assembler] of this.#assemblers) {
      if (!assembler.isWaiting) continue;
      const end = this.#packetsUpTo(format, Math.min(marker, this.#dumpEnd + MAX_DISTANCE));
      if (end !== null) return end;
    }
    return null;
  }

  /** Reads what starts with a line; gives where that ends, or null if it is no packet. */
  #take(format: DumpFormat, start: number): number | null {
    const found = format.packet(this.#scanner, start);
    if (found === null) return null;
    const packets = [found, ...(found.then ?? [])];
    const end = packets.at(-1)?.end ?? start;
    if (end <= start) return null;
    this.#readDirectives(start);
    this.#settleLatest(start);
    this.#dump = format;
    this.#dumpEnd = end;
    let assembler = this.#assemblers.get(format);
    if (assembler === undefined) {
      assembler = new Assembler(format, this.#counter, (record) => {
        this.#push({ ...record, directives: this.#said });
      });
      this.#assemblers.set(format, assembler);
    }
    let at = start;
    for (const packet of packets) {
      assembler.add(at, packet);
      at = packet.end;
    }
    return end;
  }

  /** Looks for packets in which nothing shows that they hold SIP. */
  #readHidden(): void {
    for (const format of dumpFormats) {
      if (format.hidden === undefined) continue;
      let marker = this.#text.indexOf(format.hidden);
      while (marker >= 0) {
        const end = this.#packetsUpTo(format, marker) ?? marker + format.hidden.length;
        marker = this.#text.indexOf(format.hidden, Math.max(end, marker + 1));
      }
    }
  }

  #finishDumps(): void {
    for (const assembler of this.#assemblers.values()) assembler.finish();
    // A message that came in several packets is whole only when others already are.
    this.#records.sort((one, other) => one.span.start - other.span.start);
  }

  /** Behind the line ends that follow. */
  #behindLineEnds(from: number): number {
    let at = from;
    for (let code = this.#text.charCodeAt(at); code === 10 || code === 13; at++)
      code = this.#text.charCodeAt(at + 1);
    return at;
  }

  /** How far back a preamble may reach: a message whose end is certain keeps what it has. */
  #floor(before: number): number {
    const latest = this.#latest;
    if (latest === null) return Math.min(this.#dumpEnd, before);
    const certain = latest.rest !== null || latest.extent.reason !== 'next';
    const floor = certain
      ? (latest.rest?.resume ?? latest.extent.recordEnd)
      : this.#scanner.endOfLine(latest.claim.start) + 1;
    return Math.min(Math.max(floor, this.#dumpEnd), before);
  }

  #rememberTail({ claim, extent, rest }: Found): void {
    if (claim.format.packet === undefined) return;
    const end = rest?.pieces.at(-1)?.end ?? extent.end;
    if (this.#tails.size > MAX_TAILS) this.#tails.clear();
    this.#tails.set(this.#scanner.blanksBefore(end), {
      format: claim.format,
      meta: rest?.meta ?? claim.preamble.meta,
    });
  }

  /** Makes a record of the message found last; nothing behind `limit` belongs to it. */
  #settleLatest(limit: number): void {
    const found = this.#latest;
    this.#latest = null;
    if (found === null) return;
    this.#push(found.rest === null ? this.#simple(found, limit) : this.#joined(found, found.rest));
  }

  #push(record: TextRecord): void {
    const latest = this.#records.at(-1);
    this.#records.push(latest === undefined ? record : this.#belowIgnores(record, endOf(latest)));
    // The profile is the file's; side and role are the first message's.
    if (this.#records.length === 1) this.#said = { side: null, role: null, profile: this.#said.profile };
  }

  /** A record with the `#!ignore` lines that stand between it and the one before; they belong to its preamble. */
  #belowIgnores(record: TextRecord, from: number): TextRecord {
    const above = ignoresIn(this.#text, from, record.message.start);
    const [first] = above;
    if (first === undefined) return record;
    const start = Math.min(first.start, record.span.start);
    const moved = record.span.start - start;
    return {
      ...record,
      span: { start, end: record.span.end },
      preamble: { start, end: record.preamble.end },
      map: { content: record.map.content, trace: record.map.trace.map((offset) => offset + moved) },
      ignored: ignoredRules(above),
    };
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
    const blank = this.#scanner.blanksBefore(limit);
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
    let records = joinTrailingOctets(this.#text, this.#records);
    for (const format of [...formats, ...dumpFormats]) {
      if (format.settle === undefined) continue;
      const own = records.filter((record) => record.format === format.id);
      if (own.length === 0) continue;
      const settled = new Map(format.settle(this.#text, own).map((record) => [record.span.start, record]));
      records = records.map((record) => settled.get(record.span.start) ?? record);
    }
    return withYears(records);
  }
}

function endOf({ span, continuations }: TextRecord): number {
  return Math.max(span.end, continuations.at(-1)?.end ?? 0);
}

/** What the lines above the first message say of the whole file. */
function headOf(
  [first]: readonly TextRecord[],
  directives: readonly Directive[],
): Pick<TextReading, 'ignored'> {
  const ignored = ignoredRules(directives.filter(({ start }) => start < (first?.message.start ?? 0)));
  return ignored.length === 0 ? {} : { ignored };
}

/** The format of most records. */
export function mainFormat(records: readonly TextRecord[]): string {
  const counts = new Map<string, number>();
  for (const { format } of records) counts.set(format, (counts.get(format) ?? 0) + 1);
  return mainOf(counts);
}

function relative(map: OffsetMap, start: number): OffsetMap {
  if (map.content.length === 1) return unbroken((map.trace[0] ?? 0) - start);
  return { content: map.content, trace: map.trace.map((offset) => offset - start) };
}
