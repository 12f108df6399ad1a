/**
 * An index of calls: what a list of calls shows, built while a trace streams by. It keeps a row of numbers a message
 * and each string once, so memory grows with the calls, not with the trace. What decides over calls is the same code
 * that analyses them (engine/calls).
 */
import type { Profile } from '../../../shared/calls';
import { decideLeg, type LegDecision } from '../calls/leg-decision';
import { splitLegs } from '../calls/legs';
import { type Mark, MessageSignal, type Signal } from '../calls/signal';
import { parseSip } from '../sip/parse';
import type { RecordDirectives, TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { EMPTY, FOREIGN, markOfText } from '../basics/marks';
import { ByteStrings } from './byte-strings';
import type { NumberTable } from '../basics/number-table';
import { column, flag, messageTable, wide } from './message-table';
import { withoutTwins } from './nat-twins';
import { SipScan } from './sip-scan';
import { type Way, Ways } from './ways';

/** A leg as {@link CallIndex.collect} shows it: its messages are true until the next one. */
export interface IndexedLeg {
  readonly callId: string;
  /** Among the legs of the Call-ID. */
  readonly place: number;
  readonly decision: LegDecision<Signal>;
  readonly messages: readonly (Signal & {
    /** In the order in which messages were added. */
    readonly row: number;
    /** As it was added with. */
    readonly frame: number;
  })[];
}

/** What was made of a leg, with its first message. */
interface PlacedRow<Row> {
  readonly row: Row;
  readonly first: number;
}

const dates: readonly TraceTime['date'][] = ['full', 'year-missing', 'missing', 'relative'];
/** Bits of a row's flags above those of {@link flag}: the kind of its time. */
const DATE_SHIFT = 8;

/** Calls decided between two slices. */
const CALLS_PER_SLICE = 1000;

const noDirectives: RecordDirectives = { side: null, role: null, profile: null };

export class CallIndex {
  private readonly strings = new ByteStrings();
  private readonly callIds = new ByteStrings();
  private readonly invite = this.strings.internText('INVITE');
  private readonly ack = this.strings.internText('ACK');
  /** For those who find out by themselves where a message ends, and then {@link addScanned} it. */
  readonly scanner = new SipScan(this.strings, this.callIds);
  private readonly table = messageTable();
  readonly ways = new Ways();
  /** First and last message of each Call-ID; -1 for none. */
  private first: Int32Array = new Int32Array(1 << 10).fill(-1);
  private last: Int32Array = new Int32Array(1 << 10).fill(-1);
  private readonly directives: RecordDirectives[] = [noDirectives];
  private readonly pool: IndexedSignal[] = [];
  /** The branch of the latest request of each Call-ID but ACK; 0 for none. */
  private latestAsked: Float64Array = new Float64Array(1 << 10);
  /** Call-IDs with a response to another request than the latest. */
  private readonly unasked = new Set<number>();
  private latestFrame = 0;
  private isDisordered = false;

  /** @param isCapture whether packets were captured, which may have been on both sides of a NAT */
  constructor(private readonly isCapture = false) {}

  /** Messages that were added. */
  get size(): number {
    return this.table.size;
  }

  /** The number of a message's Call-ID, from 0 in the order in which they are met. */
  callIdOf(row: number): number {
    return this.table.get(row, column.callId);
  }

  /** The message of a Call-ID that was added last. */
  lastOf(callId: number): number {
    return this.last[callId] ?? -1;
  }

  /** When a message was sent; null where no time is known. */
  timeOf(row: number): TraceTime | null {
    return timeIn(this.table, row);
  }

  /** What names each message, as {@link import('../basics/marks').markOfText marks}: its Call-ID, CSeq, method and status. */
  *names(): Generator<number> {
    const { table } = this;
    for (let row = 0; row < table.size; row++) {
      const callId = this.callIds.text(table.get(row, column.callId));
      const method = this.strings.text(table.get(row, column.method));
      const numbers = `${table.getWide(row, wide.cseq)} ${table.getWide(row, wide.status)}`;
      if (callId !== '') yield markOfText(`${numbers} ${method} ${callId}`);
    }
  }

  /** Whether a response stands before the request that it answers. */
  get holdsEarlyAnswer(): boolean {
    const asked = new Set<number>();
    const answered = new Map<number, number>();
    for (const number of this.unasked) {
      if (this.isAnsweredEarly(this.first[number] ?? -1, asked, answered)) return true;
      asked.clear();
      answered.clear();
    }
    return false;
  }

  /**
   * @param asked branches of requests, empty
   * @param answered methods of responses to nothing that was asked, by their branches, empty
   */
  private isAnsweredEarly(first: number, asked: Set<number>, answered: Map<number, number>): boolean {
    const { table } = this;
    for (let row = first; row >= 0; row = table.get(row, column.next)) {
      const branch = table.getWide(row, wide.branch);
      const method = table.get(row, column.method);
      if (table.getWide(row, wide.status) !== 0) {
        if (!asked.has(branch)) answered.set(branch, method);
      } else if (method !== this.ack) {
        if (answered.size > 0 && !asked.has(branch) && answered.get(branch) === method) return true;
        asked.add(branch);
      }
    }
    return false;
  }

  /** The way between two addresses. */
  way(source: string | null, destination: string | null): Way {
    return this.ways.between(this.ways.host(source), this.ways.host(destination));
  }

  /**
   * Adds a message that stands in octets; false where it is not of a form that is read so, and {@link addRecord} is wanted.
   *
   * @param micros as in {@link TraceTime}; NaN where no time is known
   * @param frame rows are put in the order of frames
   */
  addOctets(
    bytes: Uint8Array,
    start: number,
    end: number,
    way: Way,
    micros: number,
    date: TraceTime['date'],
    frame: number,
  ): boolean {
    return this.scanner.scan(bytes, start, end) && this.addScanned(bytes, way, micros, date, frame);
  }

  /** Adds the message that was scanned last; false as {@link addOctets}. */
  addScanned(bytes: Uint8Array, way: Way, micros: number, date: TraceTime['date'], frame: number): boolean {
    const { scanner, table } = this;
    let from = EMPTY;
    let to = EMPTY;
    if (!this.isOfKnownLeg(way, frame)) {
      from = scanner.fromUri(bytes);
      to = scanner.toUri(bytes);
      if (from === FOREIGN || to === FOREIGN) return false;
    }
    const row = this.addRow(scanner.callId, micros, frame);
    table.set(row, column.method, scanner.method);
    table.setWide(row, wide.status, scanner.status);
    table.setWide(row, wide.cseq, scanner.cseq);
    table.setWide(row, wide.branch, scanner.branch);
    table.setWide(row, wide.fromTag, scanner.fromTag);
    table.setWide(row, wide.toTag, scanner.toTag);
    table.set(row, column.from, from);
    table.set(row, column.to, to);
    table.set(row, column.viaCount, scanner.viaCount);
    const { status } = scanner;
    if (status > 100 && scanner.method === this.invite)
      table.set(row, column.toTag, scanner.toTagText(bytes));
    const phrase = scanner.phrase;
    this.noteBranch(scanner.callId, scanner.method, status !== 0, scanner.branch);
    table.set(row, column.reason, status === 0 || status >= 200 ? scanner.reason || phrase : phrase);
    this.setWay(row, way.path, scanner.flags | way.flags, date);
    return true;
  }

  /**
   * Whether the message scanned last goes on the path and in the dialog of its call's first one, so that it begins no
   * leg: what From and To name is known.
   */
  private isOfKnownLeg({ path }: Way, frame: number): boolean {
    const { scanner, table } = this;
    const first = this.first[scanner.callId] ?? -1;
    if (first < 0 || path === null || frame < this.latestFrame) return false;
    const tag = table.getWide(first, wide.fromTag);
    return (
      table.get(first, column.path) === path &&
      (table.get(first, column.flags) & flag.noPath) === 0 &&
      (scanner.fromTag === tag || scanner.toTag === tag)
    );
  }

  /** Adds a message of any form: it is parsed. */
  addRecord(record: TextRecord, frame: number): void {
    const { strings, table } = this;
    const signal = new MessageSignal({
      index: frame,
      record,
      parsed: parseSip(record.content, record.isCut),
    });
    const { time, directives } = signal;
    const { source, destination } = record.meta;
    const callId = this.callIds.internText(signal.callId);
    const row = this.addRow(callId, time?.micros ?? NaN, frame);
    const method = strings.internText(signal.method);
    table.set(row, column.method, method);
    table.setWide(row, wide.status, signal.status === null ? 0 : signal.status || -1);
    table.setWide(row, wide.cseq, markOfText(signal.cseq));
    const branch = markOfText(signal.branch);
    table.setWide(row, wide.branch, branch);
    this.noteBranch(callId, method, signal.status !== null, branch);
    table.setWide(row, wide.fromTag, markOfText(signal.fromTag));
    table.setWide(row, wide.toTag, markOfText(signal.toTag));
    table.set(row, column.from, strings.internText(signal.from));
    table.set(row, column.to, strings.internText(signal.to));
    table.set(row, column.viaCount, signal.viaCount);
    table.set(row, column.toTag, strings.internText(signal.toTagText));
    table.set(row, column.reason, strings.internText(signal.reason ?? ''));
    if (directives.side !== null || directives.profile !== null)
      table.set(row, column.directives, this.directives.push(directives) - 1);
    this.setWay(
      row,
      this.way(source?.address ?? null, destination?.address ?? null).path,
      (signal.sentByMicrosoft ? flag.sentByMicrosoft : 0) |
        (signal.sentToMicrosoft ? flag.sentToMicrosoft : 0) |
        (signal.iceLite ? flag.iceLite : 0) |
        (signal.ice ? flag.ice : 0) |
        (signal.media === 'none' ? 0 : flag.media) |
        (signal.media === 'secure' ? flag.secure : 0),
      time?.date ?? 'full',
    );
  }

  /**
   * Takes what is made of each leg, in order of their first messages; a leg of which nothing is made is left out. Yields
   * now and then; gives how many were taken.
   */
  *collect<Row>(
    chosen: Profile | null,
    rowOf: (leg: IndexedLeg) => Row | null,
    take: (row: Row) => void,
  ): Generator<void, number> {
    const isInOrder = this.isInOrder();
    let waiting: PlacedRow<Row>[] = [];
    let made = 0;
    for (let number = 0; number < this.callIds.size; number++) {
      // Messages are true until the next call's: nobody may come in between.
      if (number % CALLS_PER_SLICE === CALLS_PER_SLICE - 1) {
        // Of what stands before this one nothing more comes.
        if (isInOrder) waiting = this.takeBefore(this.first[number] ?? 0, waiting, take);
        yield;
      }
      const legs = splitLegs(this.messagesOf(number));
      const callId = this.callIds.text(number);
      for (const [place, messages] of legs.entries()) {
        const [first] = messages;
        if (first === undefined) continue;
        const row = rowOf({ callId, place, decision: decideLeg(messages, legs, chosen), messages });
        if (row === null) continue;
        waiting.push({ row, first: first.row });
        made++;
      }
    }
    this.takeBefore(Infinity, waiting, take);
    return made;
  }

  /**
   * Whether Call-IDs are numbered in the order of their first messages. One is numbered where it is met, which may be in
   * what turns out to be no message.
   */
  private isInOrder(): boolean {
    if (this.isDisordered) return false;
    let latest = -1;
    for (let number = 0; number < this.callIds.size; number++) {
      const first = this.first[number] ?? -1;
      if (first >= 0 && first < latest) return false;
      latest = Math.max(latest, first);
    }
    return true;
  }

  /** Takes the rows of legs that begin before a message, in order; gives those that are left. */
  private takeBefore<Row>(
    end: number,
    rows: readonly PlacedRow<Row>[],
    take: (row: Row) => void,
  ): PlacedRow<Row>[] {
    const ready = rows.filter(({ first }) => first < end);
    for (const { row } of ready.sort((a, b) => this.compare(a.first, b.first))) take(row);
    return rows.filter(({ first }) => first >= end);
  }

  private addRow(callId: number, micros: number, frame: number): number {
    const { table } = this;
    const row = table.add();
    table.setWide(row, wide.micros, micros);
    table.set(row, column.next, -1);
    table.set(row, column.frame, frame);
    table.set(row, column.callId, callId);
    if (frame < this.latestFrame) this.isDisordered = true;
    else this.latestFrame = frame;
    this.makeRoom(callId);
    const before = this.last[callId] ?? -1;
    if (before < 0) this.first[callId] = row;
    else table.set(before, column.next, row);
    this.last[callId] = row;
    return row;
  }

  private noteBranch(callId: number, method: number, isResponse: boolean, branch: number): void {
    if (isResponse) {
      if (this.latestAsked[callId] !== branch) this.unasked.add(callId);
    } else if (method !== this.ack) this.latestAsked[callId] = branch;
  }

  private makeRoom(callId: number): void {
    if (callId < this.first.length) return;
    this.first = doubled(this.first, callId);
    this.last = doubled(this.last, callId);
    const latestAsked = new Float64Array(this.last.length);
    latestAsked.set(this.latestAsked);
    this.latestAsked = latestAsked;
  }

  private setWay(row: number, path: number | null, flags: number, date: TraceTime['date']): void {
    const { table } = this;
    table.set(row, column.path, path ?? EMPTY);
    table.set(
      row,
      column.flags,
      flags | (path === null ? flag.noPath : 0) | (dates.indexOf(date) << DATE_SHIFT),
    );
  }

  /** The messages of a Call-ID, in objects that the next call of this fills anew. */
  private messagesOf(callId: number): readonly IndexedSignal[] {
    const { table, pool } = this;
    const found: IndexedSignal[] = [];
    for (let row = this.first[callId] ?? -1; row >= 0; row = table.get(row, column.next)) {
      const signal = (pool[found.length] ??= new IndexedSignal(
        table,
        this.strings,
        this.ways,
        this.directives,
      ));
      signal.fill(row);
      found.push(signal);
    }
    // What was captured early may have become complete late.
    const ordered = this.isDisordered ? found.sort((a, b) => this.compare(a.row, b.row)) : found;
    return this.isCapture ? withoutTwins(ordered) : ordered;
  }

  private compare(one: number, other: number): number {
    const { table } = this;
    return table.get(one, column.frame) - table.get(other, column.frame) || one - other;
  }
}

/**
 * A message of the index as what decides over calls sees it. What it mostly looks at is filled in at once, the rest
 * is looked up.
 */
class IndexedSignal implements Signal {
  row = 0;
  method = '';
  status: number | null = null;
  path: string | null = null;
  fromTag: Mark = '';
  toTag: Mark = '';
  sentByMicrosoft = false;
  sentToMicrosoft = false;
  iceLite = false;
  ice = false;
  media: Signal['media'] = 'none';

  constructor(
    private readonly table: NumberTable,
    private readonly strings: ByteStrings,
    private readonly ways: Ways,
    private readonly allDirectives: readonly RecordDirectives[],
  ) {}

  fill(row: number): void {
    const { table, strings, ways } = this;
    const flags = table.get(row, column.flags);
    const status = table.getWide(row, wide.status);
    this.row = row;
    this.method = strings.text(table.get(row, column.method));
    this.status = status === 0 ? null : Math.max(0, status);
    this.path = (flags & flag.noPath) === 0 ? ways.path(table.get(row, column.path)) : null;
    this.fromTag = this.mark(wide.fromTag);
    this.toTag = this.mark(wide.toTag);
    this.sentByMicrosoft = (flags & flag.sentByMicrosoft) !== 0;
    this.sentToMicrosoft = (flags & flag.sentToMicrosoft) !== 0;
    this.iceLite = (flags & flag.iceLite) !== 0;
    this.ice = (flags & flag.ice) !== 0;
    this.media = (flags & flag.media) === 0 ? 'none' : (flags & flag.secure) !== 0 ? 'secure' : 'plain';
  }

  get frame(): number {
    return this.table.get(this.row, column.frame);
  }

  get cseq(): Mark {
    return this.mark(wide.cseq);
  }

  get branch(): Mark {
    return this.mark(wide.branch);
  }

  get viaCount(): number {
    return this.table.get(this.row, column.viaCount);
  }

  get toTagText(): string {
    return this.strings.text(this.table.get(this.row, column.toTag));
  }

  get from(): string {
    return this.strings.text(this.table.get(this.row, column.from));
  }

  get to(): string {
    return this.strings.text(this.table.get(this.row, column.to));
  }

  get reason(): string | null {
    const reason = this.table.get(this.row, column.reason);
    return reason === EMPTY && this.status === null ? null : this.strings.text(reason);
  }

  get time(): TraceTime | null {
    return timeIn(this.table, this.row);
  }

  get directives(): RecordDirectives {
    return this.allDirectives[this.table.get(this.row, column.directives)] ?? noDirectives;
  }

  private mark(field: number): Mark {
    const mark = this.table.getWide(this.row, field);
    return mark === EMPTY ? '' : mark;
  }
}

function timeIn(table: NumberTable, row: number): TraceTime | null {
  const micros = table.getWide(row, wide.micros);
  const date = dates[table.get(row, column.flags) >> DATE_SHIFT];
  return Number.isNaN(micros) || date === undefined ? null : { micros, date };
}

function doubled(from: Int32Array, place: number): Int32Array {
  const to = new Int32Array(Math.max(from.length * 2, place + 1)).fill(-1);
  to.set(from);
  return to;
}
