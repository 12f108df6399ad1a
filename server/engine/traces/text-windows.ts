/**
 * Reads the messages of a text that is too large to be read at once: a window after another, each from where the
 * last message of the one before begins. What the reader of texts knows of a log from its beginning, such as the
 * year of its times, each window must tell anew.
 */
import { decodeAs, decodeText, type Encoding, markLength } from '../basics/decode';
import { readTextInSlices } from './read';
import { withIgnored } from '../text/directives';
import type { Repair } from '../layout/repair';
import type { RecordDirectives, TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { onYearOf } from '../text/time';
import { traceTextFormat, traceTextMark } from '../trace-text/read';

/** A message and where it stands in the file, in octets. */
export interface PlacedRecord {
  readonly record: TextRecord;
  readonly start: number;
  readonly end: number;
  /** The text in which its offsets count. */
  readonly text: string;
  /** Where that begins in the text of the file, in UTF-16 units. */
  readonly textStart: number;
}

/** What is known of a text that was read before. */
export interface KnownText {
  readonly encoding: Encoding;
  /** The first full time that it tells. */
  readonly dated: TraceTime | null;
}

export interface WindowedText {
  /** Octets of the lines at the top that speak of all that follows; 0 where there are none. */
  readonly heading: number;
  /** There is nothing in it but blanks. */
  readonly isBlank: boolean;
  /** What was repaired, with the place of the first damage of each kind in octets of the file. */
  readonly repairs: readonly WindowedRepair[];
}

/** A kind of damage that was repaired in several windows. */
export interface WindowedRepair {
  readonly what: string;
  /** At how many places. */
  readonly places: number;
  readonly first: number;
}

const WINDOW = 8 << 20;
/** A message that is longer is cut: nobody sends one. */
const LONGEST_WINDOW = 32 << 20;
/** A message may go on in packets that far behind. */
const OVERLAP = 256 << 10;
/** Messages taken between two slices. */
const SLICE = 100;

/**
 * Reads a text in windows; yields now and then.
 *
 * @param take is given each message, in order
 * @param known of an earlier reading; without it each window is decoded as it looks by itself
 * @param passed is given each window's text, where it begins in that of the file and where the next one does
 */
export function* readWindows(
  pieces: Iterable<Uint8Array>,
  take: (record: PlacedRecord) => void,
  known: KnownText | null = null,
  passed: (text: string, start: number, end: number) => void = () => undefined,
): Generator<void, WindowedText> {
  const reader = new WindowReader(take, known, passed);
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += WINDOW) yield* reader.feed(piece.subarray(at, at + WINDOW));
    yield;
  }
  return yield* reader.finish();
}

class WindowReader {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;
  /** Octets of the file before those that are kept. */
  private before = 0;
  /** UTF-16 units of the text before them. */
  private textStart = 0;
  private wanted = WINDOW;
  private encoding: Encoding | null = null;
  private format = 'text';
  private heading = 0;
  private isWide = false;
  private readonly repairs = new Map<string, WindowedRepair>();
  private isBlank = true;
  private profile: RecordDirectives['profile'] = null;
  /** Rules that the file's head says are to be ignored. */
  private ignored: readonly string[] = [];
  /** The full time that was met last. */
  private dated: TraceTime | null;
  /** Of the window that is read. */
  private text = '';

  constructor(
    private readonly take: (record: PlacedRecord) => void,
    private readonly known: KnownText | null,
    private readonly passed: (text: string, start: number, end: number) => void,
  ) {
    this.dated = known?.dated ?? null;
  }

  *feed(piece: Uint8Array): Generator<void> {
    if (this.length + piece.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + piece.length));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(piece, this.length);
    this.length += piece.length;
    if (this.length >= this.wanted) yield* this.read(false);
  }

  *finish(): Generator<void, WindowedText> {
    yield* this.read(true);
    return { heading: this.heading, isBlank: this.isBlank, repairs: [...this.repairs.values()] };
  }

  private *read(isLast: boolean): Generator<void> {
    const window = this.bytes.subarray(0, isLast ? this.length : this.endOfLines());
    const isFirst = this.before === 0;
    const { text, mark } = this.decode(window);
    const encoding = this.encoding ?? 'utf-8';
    this.isBlank &&= text.trim() === '';
    // Trace text is known by its first line.
    const prefix = !isFirst && this.format === traceTextFormat ? `${traceTextMark}\n` : '';
    this.text = prefix + text;
    const { records: found, directives, ignored = [], repairs = [] } = yield* readTextInSlices(this.text);
    // What is no head of the file speaks of the next message alone.
    const records = isFirst
      ? found
      : found.map((each, place) => (place === 0 ? withIgnored(each, ignored) : each));
    const octets = new OctetCounter(prefix + text, encoding, mark - prefix.length * widthOf(encoding));
    if (isFirst) {
      this.format = records[0]?.format ?? 'text';
      this.heading = this.headingOf(records[0], directives.length > 0, octets);
      this.profile = records[0]?.directives.profile ?? null;
      this.ignored = ignored;
    }
    const used = isLast
      ? yield* this.takeAll(records, octets)
      : yield* this.takeWhole(records, octets, window);
    if (repairs.length > 0)
      this.note(
        repairs,
        new OctetCounter(this.text, encoding, mark - prefix.length * widthOf(encoding)),
        used,
      );
    if (used === 0 && !isLast) {
      this.wanted = this.length + WINDOW;
      return;
    }
    const taken = this.bytes.subarray(isFirst ? mark : 0, used);
    const { textStart } = this;
    this.textStart +=
      encoding === 'utf-8' ? decodeAs(taken, encoding).length : taken.length / widthOf(encoding);
    this.passed(this.text, textStart, this.textStart);
    this.bytes.copyWithin(0, used, this.length);
    this.length -= used;
    this.before += used;
    this.wanted = this.length + WINDOW;
  }

  /** Takes note of what was repaired before an octet of the window; what stands behind comes again in the next one. */
  private note(repairs: readonly Repair[], octets: OctetCounter, used: number): void {
    for (const { what, places } of repairs) {
      const own = places.map((place) => octets.upTo(place)).filter((octet) => octet < used);
      const first = this.before + (own[0] ?? 0);
      const known = this.repairs.get(what) ?? { what, places: 0, first };
      if (own.length > 0) this.repairs.set(what, { ...known, places: known.places + own.length });
    }
  }

  private *takeAll(records: readonly TextRecord[], octets: OctetCounter): Generator<void, number> {
    for (const [place, record] of records.entries()) {
      this.takeOne(record, octets);
      if (place % SLICE === 0) yield;
    }
    return this.length;
  }

  /** Takes the messages that cannot go on behind the window; gives where the others begin. */
  private *takeWhole(
    records: readonly TextRecord[],
    octets: OctetCounter,
    window: Uint8Array,
  ): Generator<void, number> {
    const keptFrom = Math.max(0, window.length - OVERLAP);
    for (const [place, record] of records.entries()) {
      const start = octets.upTo(record.span.start);
      const mayGoOn = place === records.length - 1 && octets.upTo(endOf(record)) >= keptFrom;
      if (mayGoOn || start >= keptFrom) {
        // A message that fills the window: more of it is wanted, as far as that goes.
        if (start > 0 || window.length < LONGEST_WINDOW) return start;
        this.takeOne(record, octets);
        return window.length;
      }
      this.takeOne(record, octets);
      if (place % SLICE === 0) yield;
    }
    const lineEnd = this.isWide ? -1 : window.lastIndexOf(LF, keptFrom);
    return lineEnd < 0 ? keptFrom & ~1 : lineEnd + 1;
  }

  private takeOne(record: TextRecord, octets: OctetCounter): void {
    const start = this.before + octets.upTo(record.span.start);
    const end = this.before + octets.upTo(endOf(record));
    const { text, textStart } = this;
    this.take({ record: this.inContext(record), start, end, text, textStart });
  }

  /** Of a text's first octets, as their file is encoded. */
  private decode(window: Uint8Array): { readonly text: string; readonly mark: number } {
    const isFirst = this.before === 0;
    const encoding = this.known?.encoding ?? this.encoding;
    if (this.known !== null || encoding === 'utf-16le' || encoding === 'utf-16be') {
      this.encoding = encoding ?? 'utf-8';
      const mark = isFirst ? markLength(window) : 0;
      return { text: decodeAs(window.subarray(mark), this.encoding), mark };
    }
    const decoded = decodeText(window);
    this.encoding = decoded.encoding;
    return { text: decoded.text, mark: isFirst ? markLength(window) : 0 };
  }

  /** Where the last whole line ends. */
  private endOfLines(): number {
    if (this.encoding === null)
      this.isWide = widthOf(decodeText(this.bytes.subarray(0, SAMPLE)).encoding) === 2;
    // In UTF-16, the octet of a line end may stand for something else.
    if (this.isWide) return this.length & ~1;
    const at = this.bytes.lastIndexOf(LF, this.length - 1);
    return at < 0 ? this.length : at + 1;
  }

  private headingOf(first: TextRecord | undefined, hasDirectives: boolean, octets: OctetCounter): number {
    if (first === undefined) return 0;
    const isNeeded = hasDirectives || this.format === traceTextFormat;
    return isNeeded ? octets.upTo(first.span.start) : 0;
  }

  /** With what the text before has told: its profile and the year. */
  private inContext(record: TextRecord): TextRecord {
    const { profile } = this;
    const directives = profile === null ? record.directives : { ...record.directives, profile };
    let { time } = record.meta;
    if (time?.date === 'year-missing') time = onYearOf(this.dated, time);
    // ngrep counts each time from the packet before: of a later window the beginning is not known.
    if (time?.date === 'relative' && this.before > 0 && record.format.startsWith('ngrep')) time = null;
    if (time?.date === 'full') this.dated = time;
    return { ...withIgnored(record, this.ignored), directives, meta: { ...record.meta, time } };
  }
}

function endOf({ span, continuations }: TextRecord): number {
  return Math.max(span.end, continuations.at(-1)?.end ?? 0);
}

/** Octets of the mostly used characters. */
function widthOf(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

const LF = 10;
/** Octets by which an encoding is told. */
const SAMPLE = 8192;

/** Octets of a text up to a character; it is asked from front to back. */
class OctetCounter {
  private at = 0;
  private octets: number;

  /** @param mark octets before the text */
  constructor(
    private readonly text: string,
    private readonly encoding: Encoding,
    mark: number,
  ) {
    this.octets = mark;
  }

  upTo(place: number): number {
    const { text, encoding } = this;
    if (encoding === 'latin-1') return this.octets + place;
    if (encoding !== 'utf-8') return this.octets + place * 2;
    if (place < this.at) {
      // Behind the rest of a message that came late.
      this.octets -= this.between(place, this.at);
    } else this.octets += this.between(this.at, place);
    this.at = Math.min(place, text.length);
    return this.octets;
  }

  private between(start: number, end: number): number {
    let octets = 0;
    for (let at = start; at < end && at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      // Half of a pair that stands for four octets.
      octets += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    }
    return octets;
  }
}
