/** Points in time, as traces tell them. */

/** A point in time as a log gives it. */
export interface TraceTime {
  /**
   * Microseconds. With `date` `full` since 1970-01-01 UTC (a log without a zone is read as UTC); with
   * `year-missing` the same as if the year were 1970; with `missing` since midnight; with `relative` since the
   * first packet of the log.
   */
  readonly micros: number;
  readonly date: 'full' | 'year-missing' | 'missing' | 'relative';
}

/** ISO 8601 in UTC with microseconds, or null where the date is not known in full. */
export function toIso(time: TraceTime | null): string | null {
  if (time === null || time.date !== 'full') return null;
  const minute = Math.floor(time.micros / MINUTE);
  const toMinute = isoOfMinute(minute);
  if (toMinute === null) return null;
  const micros = String(Math.floor(time.micros - minute * MINUTE)).padStart(8, '0');
  return `${toMinute}${micros.slice(0, 2)}.${micros.slice(2)}Z`;
}

const MINUTE = 60e6;

/** The minute that was printed last: many times are of one, and a date is dear. */
let latest: { readonly minute: number; readonly text: string | null } = { minute: NaN, text: null };

/** `2026-01-31T10:00:` */
function isoOfMinute(minute: number): string | null {
  if (minute !== latest.minute)
    latest = { minute, text: isoOfMicros(minute * MINUTE)?.slice(0, -'00.000Z'.length) ?? null };
  return latest.text;
}

/**
 * What is known of a time, in ISO 8601 with microseconds: in full as {@link toIso} writes it, `--01-31T10:00:00.123456`
 * where the year is missing, `10:00:00.123456` where the day is. Null for a time that only counts from the log's start.
 */
export function toIsoAsFarAsKnown(time: TraceTime | null): string | null {
  if (time === null || time.date === 'relative') return null;
  const full = toIso({ micros: time.micros, date: 'full' });
  if (full === null || time.date === 'full') return full;
  return time.date === 'missing' ? full.slice(11, -1) : `-${full.slice(4, -1)}`;
}

/** The same to the second for readers: `2026-01-31 10:00:00`, `01-31 10:00:00`, `10:00:00`. */
export function timeText(time: TraceTime | null): string | null {
  const [toSecond] = toIsoAsFarAsKnown(time)?.replace('T', ' ').replace(/^--/, '').split('.') ?? [];
  return toSecond ?? null;
}

/** Microseconds since 1970 as ISO 8601 in UTC with milliseconds; null outside what `Date` can print. */
export function isoOfMicros(micros: number): string | null {
  const millis = Math.floor(micros / 1000);
  // A hostile log may name any number.
  return Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : null;
}
