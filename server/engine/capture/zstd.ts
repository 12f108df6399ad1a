import { ByteQueue } from './byte-queue';
import { u16le, u32le, u8 } from '../basics/bytes';

/** Where a decompressor puts what it makes. The octets are the taker's. */
export type TakeOctets = (octets: Uint8Array) => void;

/**
 * Zstandard (RFC 8878) in pieces. Time and memory are bounded by what comes in and what goes out: a block is never
 * longer than 128 KiB, and the window grows with what is in it. Checksums are passed over; dictionaries are not
 * supported. `push` and `finish` throw {@link BadZstd} where the data is not as it should be; what was made before
 * stands.
 */
export class ZstdDecoder {
  private readonly input = new ByteQueue();
  private readonly frame = new Frame();
  private inFrame = false;
  private toSkip = 0;

  constructor(private readonly take: TakeOctets) {}

  push(piece: Uint8Array): void {
    this.input.push(piece);
    while (this.step());
  }

  /** Says that there is no more. */
  finish(): void {
    if (this.inFrame || this.toSkip > 0 || this.input.available > 0) throw new BadZstd('cut off');
  }

  /** Reads one frame header or one block; false where more octets are needed. */
  private step(): boolean {
    if (this.toSkip > 0) this.toSkip -= this.input.skip(this.toSkip);
    if (this.toSkip > 0) return false;
    return this.inFrame ? this.readBlock() : this.beginFrame();
  }

  private beginFrame(): boolean {
    const { input } = this;
    if (!input.ensure(8)) return false;
    const magic = u32le(input.bytes, input.at);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      this.toSkip = 8 + u32le(input.bytes, input.at + 4);
      return true;
    }
    if (magic !== 0xfd2fb528) throw new BadZstd('damaged');
    const descriptor = u8(input.bytes, input.at + 4);
    const isSingle = (descriptor & 0x20) !== 0;
    const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const sizeLength = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
    const sizeAt = 5 + (isSingle ? 0 : 1) + dictionaryLength;
    if (!input.ensure(sizeAt + sizeLength)) return false;
    const { bytes, at } = input;
    if ((descriptor & 8) !== 0) throw new BadZstd('damaged');
    const dictionary = bytes.subarray(at + sizeAt - dictionaryLength, at + sizeAt);
    if (dictionary.some((octet) => octet !== 0)) throw new BadZstd('dictionary');
    const window = isSingle ? contentSize(bytes, at + sizeAt, sizeLength) : windowSize(u8(bytes, at + 5));
    if (window > LARGEST_WINDOW) throw new BadZstd('window');
    input.skip(sizeAt + sizeLength);
    this.frame.begin(window, (descriptor & 4) !== 0);
    this.inFrame = true;
    return true;
  }

  private readBlock(): boolean {
    const { input, frame } = this;
    if (!input.ensure(3)) return false;
    const header = u16le(input.bytes, input.at) | (u8(input.bytes, input.at + 2) << 16);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (size > LONGEST_BLOCK || type === 3) throw new BadZstd('damaged');
    const length = 3 + (type === 1 ? 1 : size);
    if (!input.ensure(length)) return false;
    const start = input.at + 3;
    const block = input.bytes.subarray(start, input.at + length);
    if (type === 0) frame.addRaw(block);
    else if (type === 1) frame.addRun(u8(block, 0), size);
    else frame.addCompressed(block);
    const made = frame.takeBlock();
    if (made.length > 0) this.take(made);
    input.skip(length);
    if ((header & 1) !== 0) {
      this.toSkip = frame.hasChecksum ? 4 : 0;
      this.inFrame = false;
    }
    return true;
  }
}

/** What is wrong with Zstandard data. */
export class BadZstd extends Error {
  constructor(readonly kind: 'cut off' | 'damaged' | 'dictionary' | 'window') {
    super(kind);
  }
}

/** Block_Maximum_Size (RFC 8878 §3.1.1.2.4). */
const LONGEST_BLOCK = 1 << 17;
/** What `zstd -d` accepts without being told otherwise. */
const LARGEST_WINDOW = 1 << 27;
/** How much more than the window is kept at most, so that it need not be moved for each block. */
const SLACK = 1 << 23;

/** RFC 8878 §3.1.1.1.2. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** RFC 8878 §3.1.1.1.4. */
function contentSize(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return u8(bytes, at);
  if (length === 2) return u16le(bytes, at) + 256;
  return u32le(bytes, at) + (length === 8 ? u32le(bytes, at + 4) * 2 ** 32 : 0);
}

/** The frame that is being read: the octets that later blocks may copy from, and the tables that they may use again. */
class Frame {
  private history = new Uint8Array(0);
  private end = 0;
  private blockStart = 0;
  private readonly literals = new Uint8Array(LONGEST_BLOCK);
  private huffman: HuffmanTable | null = null;
  private literalLengths: FseTable | null = null;
  private offsets: FseTable | null = null;
  private matchLengths: FseTable | null = null;
  private recent: [number, number, number] = [1, 4, 8];
  private window = 0;
  hasChecksum = false;

  /** Begins another frame; the memory of the last one serves again. */
  begin(window: number, hasChecksum: boolean): void {
    this.window = window;
    this.hasChecksum = hasChecksum;
    this.end = 0;
    this.huffman = this.literalLengths = this.offsets = this.matchLengths = null;
    this.recent = [1, 4, 8];
  }

  addRaw(octets: Uint8Array): void {
    this.beginBlock(octets.length);
    this.history.set(octets, this.end);
    this.end += octets.length;
  }

  addRun(octet: number, length: number): void {
    this.beginBlock(length);
    this.history.fill(octet, this.end, this.end + length);
    this.end += length;
  }

  addCompressed(block: Uint8Array): void {
    this.beginBlock(LONGEST_BLOCK);
    const { at, length } = this.readLiterals(block);
    this.readSequences(block, at, length);
  }

  /** What the last block made. */
  takeBlock(): Uint8Array {
    return this.history.slice(this.blockStart, this.end);
  }

  /** Makes room behind the window. */
  private beginBlock(length: number): void {
    const wanted = this.end + length;
    if (wanted > this.history.length) {
      const most = this.window + Math.max(LONGEST_BLOCK, Math.min(this.window, SLACK));
      if (this.end > this.window && wanted > most) {
        this.history.copyWithin(0, this.end - this.window, this.end);
        this.end = this.window;
      }
      if (this.end + length > this.history.length) {
        const grown = new Uint8Array(Math.max(this.end + length, Math.min(2 * this.history.length, most)));
        grown.set(this.history.subarray(0, this.end));
        this.history = grown;
      }
    }
    this.blockStart = this.end;
  }

  /** RFC 8878 §3.1.1.3.1. */
  private readLiterals(block: Uint8Array): { readonly at: number; readonly length: number } {
    const first = u8(block, 0);
    const type = first & 3;
    const format = (first >> 2) & 3;
    if (type < 2) {
      const headerLength = format === 1 ? 2 : format === 3 ? 3 : 1;
      const length =
        headerLength === 1 ? first >> 3 : (u32le(block, 0) & (headerLength === 2 ? 0xffff : 0xffffff)) >> 4;
      const at = headerLength + (type === 0 ? length : 1);
      if (length > LONGEST_BLOCK || at > block.length) throw new BadZstd('damaged');
      if (type === 0) this.literals.set(block.subarray(headerLength, at));
      else this.literals.fill(u8(block, headerLength), 0, length);
      return { at, length };
    }
    const bits = format < 2 ? 10 : format === 2 ? 14 : 18;
    const headerLength = format < 2 ? 3 : format === 2 ? 4 : 5;
    const sizes = u32le(block, 0) + u8(block, 4) * 2 ** 32;
    const length = Math.floor(sizes / 16) % 2 ** bits;
    const end = headerLength + (Math.floor(sizes / 2 ** (4 + bits)) % 2 ** bits);
    if (length > LONGEST_BLOCK || end > block.length) throw new BadZstd('damaged');
    let at = headerLength;
    if (type === 2) {
      const read = readHuffmanTable(block, at, end);
      this.huffman = read.table;
      at = read.end;
    }
    if (this.huffman === null) throw new BadZstd('damaged');
    if (format === 0) decodeHuffman(block, at, end, this.huffman, this.literals, 0, length);
    else decodeFourStreams(block, at, end, this.huffman, this.literals, length);
    return { at: end, length };
  }

  /** RFC 8878 §3.1.1.3.2 and §3.1.1.4. */
  private readSequences(block: Uint8Array, start: number, literalsLength: number): void {
    let at = start;
    let count = u8(block, at++);
    if (count === 255) {
      count = u16le(block, at) + 0x7f00;
      at += 2;
    } else if (count > 127) {
      count = ((count - 128) << 8) | u8(block, at++);
    }
    if (count === 0) {
      if (at !== block.length) throw new BadZstd('damaged');
      this.copyLiterals(0, literalsLength);
      return;
    }
    const modes = u8(block, at++);
    if ((modes & 3) !== 0) throw new BadZstd('damaged');
    const lengths = readTable(block, at, modes >> 6, LITERAL_LENGTHS, this.literalLengths);
    const offsets = readTable(block, lengths.end, (modes >> 4) & 3, OFFSETS, this.offsets);
    const matches = readTable(block, offsets.end, (modes >> 2) & 3, MATCH_LENGTHS, this.matchLengths);
    this.literalLengths = lengths.table;
    this.offsets = offsets.table;
    this.matchLengths = matches.table;
    const used = this.runSequences(new BackwardBits(block, matches.end, block.length), count, literalsLength);
    this.copyLiterals(used, literalsLength - used);
  }

  /** Carries out the sequences; tells how many literals they used. */
  private runSequences(bits: BackwardBits, count: number, literalsLength: number): number {
    const { literalLengths, offsets, matchLengths } = this;
    if (literalLengths === null || offsets === null || matchLengths === null) throw new BadZstd('damaged');
    let literalState = bits.read(literalLengths.log);
    let offsetState = bits.read(offsets.log);
    let matchState = bits.read(matchLengths.log);
    let used = 0;
    const blockEnd = this.blockStart + LONGEST_BLOCK;
    for (let left = count; left > 0; left--) {
      const offsetCode = offsets.symbols[offsetState] ?? 0;
      const matchCode = matchLengths.symbols[matchState] ?? 0;
      const literalCode = literalLengths.symbols[literalState] ?? 0;
      const offsetValue = 2 ** offsetCode + bits.read(offsetCode);
      const matchLength = (MATCH_BASES[matchCode] ?? 0) + bits.read(MATCH_BITS[matchCode] ?? 0);
      const literalLength = (LITERAL_BASES[literalCode] ?? 0) + bits.read(LITERAL_BITS[literalCode] ?? 0);
      if (left > 1) {
        literalState = literalLengths.next(literalState, bits);
        matchState = matchLengths.next(matchState, bits);
        offsetState = offsets.next(offsetState, bits);
      }
      const offset = this.offsetOf(offsetValue, literalLength);
      if (used + literalLength > literalsLength || this.end + literalLength + matchLength > blockEnd) {
        throw new BadZstd('damaged');
      }
      this.copyLiterals(used, literalLength);
      used += literalLength;
      this.copyMatch(offset, matchLength);
    }
    if (!bits.isUsedUp) throw new BadZstd('damaged');
    return used;
  }

  /** The three offsets that were used last have short names (RFC 8878 §3.1.1.5). */
  private offsetOf(value: number, literalLength: number): number {
    const { recent } = this;
    if (value > 3) {
      recent[2] = recent[1];
      recent[1] = recent[0];
      recent[0] = value - 3;
      return recent[0];
    }
    const index = literalLength === 0 ? value : value - 1;
    if (index === 0) return recent[0];
    const offset = index === 1 ? recent[1] : index === 2 ? recent[2] : recent[0] - 1;
    if (index > 1) recent[2] = recent[1];
    recent[1] = recent[0];
    recent[0] = offset;
    return offset;
  }

  private copyLiterals(from: number, length: number): void {
    if (this.end + length > this.blockStart + LONGEST_BLOCK) throw new BadZstd('damaged');
    const { history, literals, end } = this;
    if (length > 32) history.set(literals.subarray(from, from + length), end);
    else for (let index = 0; index < length; index++) history[end + index] = literals[from + index] ?? 0;
    this.end = end + length;
  }

  private copyMatch(offset: number, length: number): void {
    const { history, end } = this;
    const from = end - offset;
    if (offset === 0 || from < 0) throw new BadZstd('damaged');
    // A match may reach into what it makes itself: then it must be copied octet by octet.
    if (offset >= length && length > 32) history.copyWithin(end, from, from + length);
    else for (let index = 0; index < length; index++) history[end + index] = history[from + index] ?? 0;
    this.end = end + length;
  }
}

/** Bits that are read from the end to the start, behind a mark of a one bit (RFC 8878 §4.1). */
class BackwardBits {
  private position: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    end: number,
  ) {
    const last = end > start ? u8(bytes, end - 1) : 0;
    if (last === 0) throw new BadZstd('damaged');
    this.position = (end - start) * 8 - (Math.clz32(last) - 24) - 1;
  }

  /** The next bits, at most 31; zeros where there are no more, which {@link isOverrun} tells. */
  read(count: number): number {
    if (count > 16) {
      const high = this.read(count - 16);
      return high * 0x10000 + this.read(16);
    }
    this.position -= count;
    return this.look(count);
  }

  /** The bits from the current position on; zeros stand before the start. */
  look(count: number): number {
    const { bytes, position } = this;
    const at = this.start + (position < 0 ? 0 : position >> 3);
    const bits = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const mask = (1 << count) - 1;
    if (position >= 0) return (bits >> (position & 7)) & mask;
    return position > -count ? (bits << -position) & mask : 0;
  }

  /** Goes back over bits, or forward again where the count is less than zero. */
  advance(count: number): void {
    this.position -= count;
  }

  get isUsedUp(): boolean {
    return this.position === 0;
  }

  get isOverrun(): boolean {
    return this.position < 0;
  }

  get left(): number {
    return this.position;
  }
}

/** A decoding table of finite state entropy (RFC 8878 §4.1). */
class FseTable {
  constructor(
    /** The accuracy: the table has two to the power of it states. */
    readonly log: number,
    readonly symbols: Uint8Array,
    private readonly bits: Uint8Array,
    private readonly bases: Uint16Array,
  ) {}

  next(state: number, bits: BackwardBits): number {
    return (this.bases[state] ?? 0) + bits.read(this.bits[state] ?? 0);
  }

  bitsOf(state: number): number {
    return this.bits[state] ?? 0;
  }
}

/** What one of the three kinds of codes may be. */
interface CodeKind {
  readonly largestLog: number;
  readonly largestSymbol: number;
  readonly predefined: FseTable;
}

function readTable(
  block: Uint8Array,
  at: number,
  mode: number,
  kind: CodeKind,
  previous: FseTable | null,
): { readonly table: FseTable; readonly end: number } {
  switch (mode) {
    case 0:
      return { table: kind.predefined, end: at };
    case 1: {
      const symbol = u8(block, at);
      if (at >= block.length || symbol > kind.largestSymbol) throw new BadZstd('damaged');
      const table = new FseTable(0, Uint8Array.of(symbol), new Uint8Array(1), new Uint16Array(1));
      return { table, end: at + 1 };
    }
    case 2: {
      const { counts, log, end } = readCounts(block, at, block.length, kind.largestLog, kind.largestSymbol);
      return { table: fseTable(counts, log), end };
    }
    default:
      if (previous === null) throw new BadZstd('damaged');
      return { table: previous, end: at };
  }
}

/** RFC 8878 §4.1.1: how often each symbol stands in the table; -1 is less than once. */
function readCounts(
  bytes: Uint8Array,
  start: number,
  end: number,
  largestLog: number,
  largestSymbol: number,
): { readonly counts: readonly number[]; readonly log: number; readonly end: number } {
  let position = start * 8;
  const read = (count: number): number => {
    const value = (u32le(bytes, position >> 3) >>> (position & 7)) & ((1 << count) - 1);
    position += count;
    return value;
  };
  const log = read(4) + 5;
  if (log > largestLog) throw new BadZstd('damaged');
  const counts: number[] = [];
  let remaining = (1 << log) + 1;
  while (remaining > 1) {
    const width = 32 - Math.clz32(remaining);
    // Small values take one bit less.
    const small = (1 << width) - 1 - remaining;
    let value = read(width - 1);
    if (value >= small) {
      value |= read(1) << (width - 1);
      if (value >= 1 << (width - 1)) value -= small;
    }
    const count = value - 1;
    counts.push(count);
    remaining -= Math.abs(count);
    if (count === 0) {
      let repeat: number;
      do {
        repeat = read(2);
        for (let index = 0; index < repeat; index++) counts.push(0);
      } while (repeat === 3 && counts.length <= largestSymbol);
    }
    if (remaining < 1 || counts.length > largestSymbol + 1 || position > end * 8)
      throw new BadZstd('damaged');
  }
  return { counts, log, end: (position + 7) >> 3 };
}

/** RFC 8878 §4.1.1: spreads the symbols over the states. */
function fseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  let high = size;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[--high] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  counts.forEach((count, symbol) => {
    for (let index = 0; index < count; index++) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position >= high);
    }
  });
  if (position !== 0) throw new BadZstd('damaged');
  const seen = counts.map((count) => Math.max(count, 1));
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0;
    const next = seen[symbol] ?? 1;
    seen[symbol] = next + 1;
    const width = log - (31 - Math.clz32(next));
    bits[state] = width;
    bases[state] = (next << width) - size;
  }
  return new FseTable(log, symbols, bits, bases);
}

/** A decoding table of Huffman codes (RFC 8878 §4.2): what the next `log` bits mean. */
interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const LARGEST_HUFFMAN_LOG = 11;

function readHuffmanTable(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly table: HuffmanTable; readonly end: number } {
  const header = u8(bytes, at);
  const isDirect = header >= 128;
  const tableEnd = at + 1 + (isDirect ? (header - 126) >> 1 : header);
  if (tableEnd > end) throw new BadZstd('damaged');
  const weights = isDirect
    ? Array.from({ length: header - 127 }, (_, index) => {
        const pair = u8(bytes, at + 1 + (index >> 1));
        return index % 2 === 0 ? pair >> 4 : pair & 15;
      })
    : readWeights(bytes, at + 1, tableEnd);
  return { table: huffmanTable(weights), end: tableEnd };
}

/** RFC 8878 §4.2.1.2: two states that take turns, until the bits are used up. */
function readWeights(bytes: Uint8Array, start: number, end: number): number[] {
  const { counts, log, end: streamStart } = readCounts(bytes, start, end, 6, LARGEST_HUFFMAN_LOG + 1);
  const table = fseTable(counts, log);
  const bits = new BackwardBits(bytes, streamStart, end);
  const weights: number[] = [];
  let current = bits.read(log);
  let other = bits.read(log);
  if (bits.isOverrun) throw new BadZstd('damaged');
  while (weights.length < 255) {
    weights.push(table.symbols[current] ?? 0);
    if (table.bitsOf(current) > bits.left) {
      weights.push(table.symbols[other] ?? 0);
      return weights;
    }
    const next = table.next(current, bits);
    current = other;
    other = next;
  }
  throw new BadZstd('damaged');
}

/** The last weight is not sent: it makes the sum a power of two. */
function huffmanTable(sent: readonly number[]): HuffmanTable {
  const sum = sent.reduce((total, weight) => total + (weight > 0 ? 2 ** (weight - 1) : 0), 0);
  const log = sum === 0 ? 0 : Math.floor(Math.log2(sum)) + 1;
  const rest = 2 ** log - sum;
  if (log === 0 || log > LARGEST_HUFFMAN_LOG || sent.length > 255 || !Number.isInteger(Math.log2(rest))) {
    throw new BadZstd('damaged');
  }
  const weights = [...sent, Math.log2(rest) + 1];
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return;
      const end = at + (1 << (weight - 1));
      symbols.fill(symbol, at, end);
      bits.fill(log + 1 - weight, at, end);
      at = end;
    });
  }
  return { log, symbols, bits };
}

/** RFC 8878 §4.2.2: three sizes, then four streams. */
function decodeFourStreams(
  bytes: Uint8Array,
  start: number,
  end: number,
  table: HuffmanTable,
  into: Uint8Array,
  length: number,
): void {
  const share = (length + 3) >> 2;
  let at = start + 6;
  for (let stream = 0; stream < 4; stream++) {
    const streamEnd = stream === 3 ? end : at + u16le(bytes, start + 2 * stream);
    if (streamEnd > end) throw new BadZstd('damaged');
    const from = Math.min(share * stream, length);
    decodeHuffman(
      bytes,
      at,
      streamEnd,
      table,
      into,
      from,
      stream === 3 ? length : Math.min(from + share, length),
    );
    at = streamEnd;
  }
}

function decodeHuffman(
  bytes: Uint8Array,
  start: number,
  end: number,
  table: HuffmanTable,
  into: Uint8Array,
  from: number,
  to: number,
): void {
  const stream = new BackwardBits(bytes, start, end);
  const { log, symbols, bits } = table;
  for (let at = from; at < to; at++) {
    stream.advance(log);
    const code = stream.look(log);
    into[at] = symbols[code] ?? 0;
    stream.advance((bits[code] ?? 0) - log);
  }
  if (!stream.isUsedUp) throw new BadZstd('damaged');
}

/** RFC 8878 §3.1.1.3.2.1.1: from code 16 and 32 on a code stands for a range, by its base and a number of bits. */
const LITERAL_BITS: readonly number[] = [
  ...new Array<number>(16).fill(0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
];
const MATCH_BITS: readonly number[] = [
  ...new Array<number>(32).fill(0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
];
const LITERAL_BASES = bases(LITERAL_BITS, 0);
const MATCH_BASES = bases(MATCH_BITS, 3);

function bases(bits: readonly number[], first: number): readonly number[] {
  let base = first;
  return bits.map((count) => {
    const own = base;
    base += 2 ** count;
    return own;
  });
}

/** RFC 8878 §3.1.1.3.2.2. */
const LITERAL_LENGTHS: CodeKind = {
  largestLog: 9,
  largestSymbol: 35,
  predefined: fseTable(
    [
      ...[4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1],
      ...[-1, -1, -1, -1],
    ],
    6,
  ),
};
const MATCH_LENGTHS: CodeKind = {
  largestLog: 9,
  largestSymbol: 52,
  predefined: fseTable(
    [
      ...[
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1,
      ],
      ...[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1],
    ],
    6,
  ),
};
const OFFSETS: CodeKind = {
  largestLog: 8,
  largestSymbol: 31,
  predefined: fseTable(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    5,
  ),
};
