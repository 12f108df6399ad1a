/** Time of the replay: that of the trace's messages, made to never go backwards. */
import type { TraceTime } from '../../../shared/times';
import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';

/**
 * Microseconds of each message by its index in the trace; a message without a time has that of the one before it. Of
 * joined logs some may know no date, or no time: only times of one kind can be compared.
 */
export class Clock {
  private readonly micros: Float64Array;
  private readonly date: TraceTime['date'] | null;
  /** Whether any message has a time. */
  readonly known: boolean;

  constructor({ messages }: Trace) {
    this.micros = new Float64Array(messages.length);
    const times = messages.flatMap(({ record: { meta } }) => (meta.time === null ? [] : [meta.time]));
    const first = times.find(({ date }) => date === 'full') ?? times[0] ?? null;
    this.date = first?.date ?? null;
    let now = first?.micros ?? 0;
    for (const message of messages) {
      const own = this.has(message) ? (message.record.meta.time?.micros ?? now) : now;
      this.micros[message.index] = Math.max(now, own);
      // The clock of a log's program may be ahead of the packets'.
      if (!isLogLine(message)) now = Math.max(now, own);
    }
    this.known = first !== null;
  }

  /** Whether a message has a time of its own. */
  has({ record }: TraceMessage): boolean {
    return this.date !== null && record.meta.time?.date === this.date;
  }

  at(message: TraceMessage): number {
    return this.micros[message.index] ?? 0;
  }
}

function isLogLine({ parsed }: TraceMessage): boolean {
  return parsed.kind === 'packet' && parsed.type === 'log' && parsed.log !== null;
}

export const SECOND = 1_000_000;

/** Rc 7, Rm 16, RTO 500 ms: a transaction without a response is over after 39.5 s (RFC 8489 §6.2.1). */
export const TRANSACTION_TIMEOUT = 39.5 * SECOND;

/** How long something took: `0.4 ms`, `412 ms`, `31.5 s`. */
export function durationText(micros: number): string {
  if (micros < 10_000) return `${(micros / 1000).toFixed(1)} ms`;
  if (micros < SECOND) return `${(micros / 1000).toFixed(0)} ms`;
  return `${(micros / SECOND).toFixed(1)} s`;
}
