/**
 * Indexes the messages of a text as sngrep saves it, while it comes in pieces: a line with time and addresses, the
 * message, an empty line. A message that is not as it should be is left to the reader of texts, alone; as each begins
 * behind a line of sngrep's own, it cannot reach into another.
 */
import { asciiOf, hasAscii } from '../basics/bytes';
import { decodeText } from '../basics/decode';
import { ignoreMark } from '../text/directives';
import { sngrep } from '../text/formats/sngrep';
import { parseEndpoint } from '../text/endpoint';
import { readText } from '../traces/read';
import { fixedTimeAt } from '../text/time';
import { FOREIGN } from '../basics/marks';
import { ByteStrings } from './byte-strings';
import type { CallIndex } from './call-index';
import type { Host, Way } from './ways';

const LF = 10;
const CR = 13;
const SP = 32;
const DOT = 46;
const COLON = 58;
const ESC = 27;
const ARROW = ' -> ';
const DAY = 86_400_000_000;

/** `2026/01/31 10:00:00.123456`, the digits as `0`. */
const timeForm = Uint8Array.from('0000/00/00 00:00:00.000000', (letter) => letter.charCodeAt(0));
const TIME_LENGTH = timeForm.length;
/** A line with more than this before its end is none of sngrep's. */
const LONGEST_HEAD = 200;
/** What stands between two heads and is longer is no message. */
const LONGEST_BLOCK = 32 << 20;

/** So much of a piece is put behind what was left of the one before, at first. */
const SEAM = 1 << 14;

/** What became of a block: it was read, it goes on behind what is there, or it is odd. */
type Step = number | 'more' | 'odd';

export class SngrepIndexer {
  /** The text holds what cannot be judged in pieces: all of it must be read in another way. */
  gaveUp = false;
  /** What is read: a piece, or what was left of those before with the beginning of the next one. */
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  /** Where what is left of a piece waits for the next one. */
  private rest: Uint8Array = new Uint8Array(2 * SEAM);
  private restLength = 0;
  private position = 0;
  /** Octets of the text before those that are read. */
  private before = 0;
  private isLast = false;
  /** Where a head is known to begin, as the block before it was read. */
  private knownHead = -1;
  private message = 0;
  /** Hosts as they are written, and by the numbers of that; null for what is none. */
  private readonly hostTexts = new ByteStrings();
  private readonly hosts: (Host | null | undefined)[] = [];
  /** Day of the head read last, as eight digits, and its first microsecond. */
  private day = -1;
  private dayMicros = 0;
  /** Of the head read last. */
  private micros = 0;
  private way: Way | null = null;

  /** @param onBlock is told where each block of messages stood that was added, in octets of the text */
  constructor(
    private readonly index: CallIndex,
    private readonly onBlock: (start: number, end: number) => void,
  ) {
    index.scanner.isStrict = true;
  }

  /** Takes the next piece; it may be filled anew afterwards. */
  feed(piece: Uint8Array): void {
    if (this.gaveUp) return;
    const from = this.restLength === 0 ? 0 : this.readSeam(piece);
    if (from < 0) return;
    this.read(piece, from, piece.length);
    this.keep(piece, piece.length);
  }

  finish(): void {
    this.isLast = true;
    if (!this.gaveUp) this.read(this.rest, 0, this.restLength);
  }

  /**
   * Reads what was left of earlier pieces, with as much of a piece behind it as it needs; most of a piece is read where
   * it is. Gives where to go on in the piece; -1 where all of it was needed.
   */
  private readSeam(piece: Uint8Array): number {
    for (let seam = SEAM; ; seam *= 4) {
      const left = this.restLength;
      const taken = Math.min(seam, piece.length);
      this.append(piece, taken);
      this.read(this.rest, 0, left + taken);
      if (this.gaveUp) return -1;
      if (this.position >= left) {
        this.before += left;
        this.restLength = 0;
        return this.position - left;
      }
      if (taken === piece.length) {
        this.keep(this.rest, left + taken);
        return -1;
      }
      this.keep(this.rest, left);
    }
  }

  /** Puts the beginning of a piece behind what is left of earlier ones. */
  private append(piece: Uint8Array, length: number): void {
    const whole = this.restLength + length;
    if (whole > this.rest.length) {
      const larger = new Uint8Array(Math.max(this.rest.length * 2, whole));
      larger.set(this.rest.subarray(0, this.restLength));
      this.rest = larger;
    }
    this.rest.set(length < piece.length ? piece.subarray(0, length) : piece, this.restLength);
  }

  /** Keeps what was not read up to an offset. */
  private keep(bytes: Uint8Array, end: number): void {
    const { position } = this;
    if (bytes === this.rest) bytes.copyWithin(0, position, end);
    else {
      this.restLength = 0;
      this.append(bytes.subarray(position, end), end - position);
    }
    this.restLength = end - position;
    this.before += position;
  }

  private read(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
    this.knownHead = -1;
    const { lineEnds } = this.index.scanner;
    lineEnds.in(bytes);
    while (this.position < end && !this.gaveUp) {
      let step = this.readBlock();
      if (step === 'odd') step = this.readOdd();
      // Colours are no content, which takes more than a look at octets.
      this.gaveUp ||= lineEnds.sawEscape;
      if (typeof step !== 'number') return;
      this.onBlock(this.before + this.position, this.before + step);
      this.position = step;
    }
  }

  /** Reads the block at the position, which begins with a head; gives where the next one begins. */
  private readBlock(): Step {
    const { bytes, end, index } = this;
    const start = this.readHead(this.position);
    if (typeof start !== 'number') return start;
    const { scanner } = index;
    const body = scanner.scanHead(bytes, start, end);
    if (body >= end && !this.isLast) return 'more';
    if (body < 0 || !scanner.hasWholeHead || this.looksDotted(start)) return 'odd';
    const length = Math.max(0, scanner.contentLength);
    const hasCr = bytes[body - 2] === CR && body + length <= end && bytes[body + length - 1] === LF;
    const bodyEnd = hasCr ? body + length : this.endOfBody(body, length);
    if (typeof bodyEnd !== 'number') return bodyEnd;
    let next = bodyEnd;
    while (next < end && (bytes[next] === LF || bytes[next] === CR)) next++;
    if (end - next < LONGEST_HEAD && !this.isLast) return 'more';
    if (next < end && !this.isHead(next)) return 'odd';
    this.knownHead = next;
    if (length > 0) {
      if (!scanner.holdsSdp(bytes, body, bodyEnd) || !scanner.scanBody(bytes, body, bodyEnd)) return 'odd';
      if (hasCr && scanner.hasOddLines) return 'odd';
    }
    if (this.way === null) return 'odd';
    return index.addScanned(bytes, this.way, this.micros, 'full', this.message++) ? next : 'odd';
  }

  /** Reads a head; gives where the message behind it begins. */
  private readHead(at: number): Step {
    const { bytes, end } = this;
    const lineEnd = this.index.scanner.lineEnds.next(at, end);
    if (lineEnd === end) return this.isLast ? 'odd' : 'more';
    if ((at !== this.knownHead && !this.isHead(at)) || lineEnd - at > LONGEST_HEAD) return 'odd';
    const day = this.digits(at, 4) * 10_000 + this.digits(at + 5, 2) * 100 + this.digits(at + 8, 2);
    if (day !== this.day) {
      const midnight = fixedTimeAt(`${asciiOf(bytes, at, at + 11)}00:00:00.000000`, 0);
      if (midnight === null) return 'odd';
      this.day = day;
      this.dayMicros = midnight.micros;
    }
    const hour = this.digits(at + 11, 2);
    const minute = this.digits(at + 14, 2);
    const second = this.digits(at + 17, 2);
    const micros = ((hour * 60 + minute) * 60 + second) * 1e6 + this.digits(at + 20, 6);
    if (minute > 59 || second > 59 || micros >= DAY) return 'odd';
    this.micros = this.dayMicros + micros;
    this.way = this.wayAt(at + TIME_LENGTH + 1, lineEnd);
    return this.way === null ? 'odd' : lineEnd + 1;
  }

  /** Reads `192.0.2.1:5060 -> 192.0.2.2:5061`. Ports are many, and decide nothing. */
  private wayAt(start: number, lineEnd: number): Way | null {
    const { bytes } = this;
    let arrow = start;
    while (arrow < lineEnd && bytes[arrow] !== SP) arrow++;
    if (!hasAscii(bytes, arrow, ARROW)) return null;
    const from = arrow + ARROW.length;
    let end = lineEnd;
    while (end > from && (bytes[end - 1] ?? 0) <= SP) end--;
    if (from >= end) return null;
    const source = this.hostAt(start, arrow);
    const destination = this.hostAt(from, end);
    return source === null || destination === null ? null : this.index.ways.between(source, destination);
  }

  private hostAt(start: number, end: number): Host | null {
    const { bytes, hosts } = this;
    const number = this.hostTexts.intern(bytes, start, hostEnd(bytes, start, end));
    if (number === FOREIGN) return null;
    let host = hosts[number];
    if (host === undefined) {
      const endpoint = parseEndpoint(asciiOf(bytes, start, end));
      host = endpoint === null ? null : this.index.ways.host(endpoint.address);
      hosts[number] = host;
    }
    return host;
  }

  /** Whether a line begins with a time as sngrep writes it, and an arrow follows. */
  private isHead(at: number): boolean {
    const { bytes } = this;
    if (at + TIME_LENGTH >= this.end || bytes[at + TIME_LENGTH] !== SP) return false;
    for (let index = 0; index < TIME_LENGTH; index++) {
      const wanted = timeForm[index] ?? 0;
      const octet = bytes[at + index] ?? 0;
      if (wanted === 48 ? octet < 48 || octet > 57 : octet !== wanted) return false;
    }
    return true;
  }

  private digits(at: number, count: number): number {
    let value = 0;
    for (let place = at; place < at + count; place++) value = value * 10 + (this.bytes[place] ?? 0) - 48;
    return value;
  }

  /** A start line that ends in a dot may be one of a log in which all lines do. */
  private looksDotted(start: number): boolean {
    const { bytes } = this;
    let at = this.index.scanner.lineEnds.next(start, this.end);
    if (bytes[at - 1] === CR) at--;
    const next = bytes[at] === CR ? at + 2 : at + 1;
    // And a message without headers is not believed everywhere.
    return bytes[at - 1] === DOT || bytes[next] === LF || bytes[next] === CR;
  }

  /** Where a body of a length ends, whose line ends may have lost their CR. */
  private endOfBody(start: number, length: number): Step {
    const { bytes, end } = this;
    // The octets that are wanted, and those that are there.
    let left = length;
    let at = start;
    while (left > 0) {
      const lineEnd = this.index.scanner.lineEnds.next(at, end);
      if (lineEnd === end) {
        if (!this.isLast) return 'more';
        return left === end - at ? end : 'odd';
      }
      const hasCr = lineEnd > at && bytes[lineEnd - 1] === CR;
      const text = lineEnd - at - (hasCr ? 1 : 0);
      // A blank line in a body is not what it seems.
      if (text === 0) return 'odd';
      if (left === text) return lineEnd + 1;
      left -= text + 2;
      at = lineEnd + 1;
    }
    return left === 0 ? at : 'odd';
  }

  /** Leaves a block to the reader of texts. */
  private readOdd(): Step {
    const { bytes, end, position, index } = this;
    let next = position;
    do {
      const lineEnd = bytes.indexOf(LF, next);
      next = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
      if (end - next < LONGEST_HEAD && !this.isLast) {
        this.gaveUp = end - position > LONGEST_BLOCK;
        return 'more';
      }
    } while (next < end && !this.isHead(next));
    const block = bytes.subarray(position, next);
    // How a text is encoded is decided over all of it, and colours are no content.
    if (block.some((octet) => octet > 127 || octet === ESC)) {
      this.gaveUp = true;
      return 'more';
    }
    const { text } = decodeText(block);
    // A line for the message below stands in another block than that one.
    if (text.includes(ignoreMark)) {
      this.gaveUp = true;
      return 'more';
    }
    for (const record of readText(text).records) {
      if (record.kind !== 'sip' || record.format !== sngrep.id) {
        this.gaveUp = true;
        return 'more';
      }
      index.addRecord(record, this.message++);
    }
    return next;
  }
}

/** Where an endpoint's port begins, with its colon; the end where it has none that {@link parseEndpoint} would take. */
function hostEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  let port = 0;
  for (let scale = 1; at > start && end - at < 5; scale *= 10) {
    const digit = (bytes[at - 1] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    port += digit * scale;
    at--;
  }
  return at < end && port <= 65_535 && at - 1 > start && bytes[at - 1] === COLON ? at - 1 : end;
}

/** Whether a text begins as sngrep saves it. */
export function isSngrepText(beginning: Uint8Array): boolean {
  return sngrepHead.test(decodeText(beginning.subarray(0, LONGEST_HEAD)).text);
}

const sngrepHead = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6} \S+ -> \S+\r?\n/;
