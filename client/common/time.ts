import { isoOfMicros, type TraceTime } from '../../shared/times';

/** A time of day with milliseconds, as the log prints it; of a log that only counts from its start, seconds. */
export function clock(time: TraceTime): string {
  if (time.date === 'relative') return `${(time.micros / 1e6).toFixed(3)} s`;
  return isoOfMicros(time.micros)?.slice(11, 23) ?? '';
}

/** The same with the date, as far as the log tells it. */
export function dateAndClock(time: TraceTime): string {
  const text = isoOfMicros(time.micros);
  if (text === null || time.date === 'missing' || time.date === 'relative') return clock(time);
  return `${text.slice(time.date === 'year-missing' ? 5 : 0, 10)} ${text.slice(11, 23)}`;
}

/**
 * Microseconds between two times of one log; `undefined` where one is missing, they cannot be compared, or the clock went
 * back between them.
 */
export function microsBetween(from: TraceTime | null, to: TraceTime | null): number | undefined {
  if (from === null || to === null || from.date !== to.date || to.micros < from.micros) return undefined;
  return to.micros - from.micros;
}

/** `204 ms`, `8.1 s`, `2:05 min`, `1:02:05 h`. */
export function duration(micros: number): string {
  if (Math.abs(micros) < 999_500) return `${Math.round(micros / 1000)} ms`;
  if (Math.abs(micros) < 59_950_000) return `${(micros / 1e6).toFixed(1)} s`;
  const seconds = Math.round(micros / 1e6);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours === 0 ? `${minutes}:${two(rest)} min` : `${hours}:${two(minutes)}:${two(rest)} h`;
}

/** `+0.204 s` */
export function offset(micros: number): string {
  return `${micros < 0 ? '−' : '+'}${(Math.abs(micros) / 1e6).toFixed(3)} s`;
}
