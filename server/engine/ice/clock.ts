/** Time of the replay: that of the trace's messages, made to never go backwards. */
import type { Trace, TraceMessage } from '../trace';

/** Microseconds of each message by its index in the trace; a message without a time has that of the one before it. */
export class Clock {
  private readonly micros: Float64Array;
  /** Whether any message has a time. */
  readonly known: boolean;

  constructor({ messages }: Trace) {
    this.micros = new Float64Array(messages.length);
    let now: number | null = null;
    for (const { index, record } of messages) {
      const own = record.meta.time?.micros;
      if (own !== undefined && (now === null || own > now)) now = own;
      this.micros[index] = now ?? 0;
    }
    this.known = now !== null;
  }

  at(message: TraceMessage): number {
    return this.micros[message.index] ?? 0;
  }
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
