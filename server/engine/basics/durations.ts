/** Lengths of time, in microseconds. */

export const SECOND = 1_000_000;

/** Rc 7, Rm 16, RTO 500 ms: a transaction without a response is over after 39.5 s (RFC 8489 §6.2.1). */
export const TRANSACTION_TIMEOUT = 39.5 * SECOND;

/** How long something took: `8 µs`, `0.4 ms`, `412 ms`, `31.5 s`, `2 h`. */
export function durationText(micros: number): string {
  if (micros > 0 && micros < 100) return `${Math.round(micros)} µs`;
  if (micros < 10_000) return `${(micros / 1000).toFixed(1)} ms`;
  if (micros < SECOND) return `${(micros / 1000).toFixed(0)} ms`;
  if (Math.round(micros / SECOND) >= 3600 && Math.round(micros / (60 * SECOND)) % 60 === 0)
    return `${Math.round(micros / (3600 * SECOND))} h`;
  return `${(micros / SECOND).toFixed(1)} s`;
}
