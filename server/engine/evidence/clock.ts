/** Time as judgements count it: that of the trace's messages without what its clocks do, never going backwards. */
import { type CaptureClocks, steadyClocks, withoutClockErrors } from '../basics/capture-clocks';
import { SECOND } from '../basics/durations';
import type { TraceTime } from '../../../shared/times';
import type { TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';

/** As far as a join lets the clock of a log be off. */
const LOG_DOUBT = 5 * SECOND;

/**
 * Microseconds of each message by its index in the trace; a message without a time has that of the one before it. Of
 * joined logs some may know no date, or no time: only times of one kind can be compared. Leaps and skew of a capture's
 * clocks are taken out; its stamps stay as they are.
 */
export class Clock {
  private readonly micros = new Map<number, number>();
  /** The same of a whole trace, whose messages have all places from 0 on. */
  private readonly row: number[] = [];
  private readonly date: TraceTime['date'] | null;
  /** Microseconds of the message that was seen last. */
  private now: number;

  /**
   * @param first the time that the others are compared with; null where none is known. See {@link firstTime}
   * @param rest tells the time of messages that were not told of here; null where there are none
   */
  constructor(
    readonly first: TraceTime | null,
    private readonly clocks: CaptureClocks = steadyClocks,
    private readonly rest: Clock | null = null,
  ) {
    this.date = first?.date ?? null;
    this.now = first?.micros ?? 0;
  }

  /** Whether any message has a time. */
  get known(): boolean {
    return this.date !== null;
  }

  /** The clock of a whole trace. */
  static of(messages: readonly TraceMessage[], clocks?: CaptureClocks): Clock {
    const clock = new Clock(firstTime(timesOf(messages)), clocks);
    for (const message of messages) clock.see(message);
    return clock;
  }

  /** Tells when a message is judged to have come, where that is known beforehand. */
  place({ index }: TraceMessage, micros: number): void {
    this.micros.set(index, micros);
  }

  /** Takes the next message of the trace. */
  private see(message: TraceMessage): void {
    const { now } = this;
    const own = this.has(message) ? this.corrected(message.record.meta.time?.micros ?? now, message) : now;
    const later = Math.max(now, own);
    if (message.index === this.row.length) this.row.push(later);
    else this.micros.set(message.index, later);
    // The clock of a log's program may be ahead of the packets'.
    if (sightOf(message).type !== 'log') this.now = later;
  }

  /** Whether a message has a time of its own. */
  has({ record }: TraceMessage): boolean {
    return this.date !== null && record.meta.time?.date === this.date;
  }

  /**
   * By how many microseconds a message's time may be off beside those of packets: the clock of a log that stands beside a
   * capture is known by what it has in common with that, and it may drift.
   */
  doubtOf(message: TraceMessage): number {
    if (!this.has(message)) return Infinity;
    return message.record.meta.frame === undefined ? LOG_DOUBT : 0;
  }

  at(message: TraceMessage): number {
    const { index } = message;
    return this.row[index] ?? this.micros.get(index) ?? this.rest?.at(message) ?? 0;
  }

  /** When the last packet was sent that a message stands for: a stream of RTP is one. */
  lastOf(message: TraceMessage): number {
    const first = this.at(message);
    const { stream } = sightOf(message);
    if (stream === null) return first;
    const { last, lastFrame } = stream;
    return last === null
      ? first
      : Math.max(first, this.corrected(last.micros, message, lastFrame ?? undefined));
  }

  /**
   * A stamp of a message's sender without what the clocks do.
   *
   * @param micros since 1970, as stamped
   * @param frame the packet that was stamped; that of the message where it is not told
   */
  corrected(micros: number, { record: { meta } }: TraceMessage, frame = meta.frame ?? 0): number {
    return withoutClockErrors(this.clocks, micros, frame, meta.source?.address);
  }
}

function* timesOf(messages: readonly TraceMessage[]): Generator<TraceTime | null> {
  for (const { record } of messages) yield record.meta.time;
}

/** The time that the others are compared with: the first one with its date, else the first one. */
export function firstTime(times: Iterable<TraceTime | null>): TraceTime | null {
  let found: TraceTime | null = null;
  for (const time of times) {
    if (time?.date === 'full') return time;
    found ??= time;
  }
  return found;
}
