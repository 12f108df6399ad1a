/** Times as logs print them. Without a zone a time is read as UTC. */
import type { TraceTime } from '../../../shared/times';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `2026-01-31 10:00:00.123456+01:00`, with `/`, `T` or a tab between as well, and `:123` for `.123`. */
const FULL = /(\d{4})[-/.](\d\d)[-/.](\d\d)[T\t ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})|:(\d{3})(?![\d:.]))?/;
/** `Jan 31 10:00:00.123`, as syslog and Asterisk print it; a year may follow the day, or the time, as C's `ctime` has it. */
const MONTH_FIRST =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {1,2}(\d{1,2}),? (?:(\d{4}),? )?(?:@ )?(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: (\d{4})(?![\d.:]))?/i;
/** `10:00:00.123456`; `10:00:00.123 PM`; `10:00:00:123`. */
const CLOCK =
  /(?:(?<![\d:])|(?<=\d{4}:))(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9})|:(\d{3})(?![\d:.]))?(?!:?\d)(?: ?([AP])M\b)?/i;
/** Behind a time: how far it is ahead of UTC. */
const ZONE = /^ ?([+-])(\d\d):?(\d\d)(?!\d)|^([+-])(\d\d)(?![\d:.])/;
/** `31.01.2026 10:00:00`, `31/Jan/2026:10:00:00`, `01/31/2026 10:00:00`: a day before its year. */
const DAY_FIRST =
  /(?<![\d.])(\d{1,2})([./ -])(\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\2(\d{4}),?([ T:|])(?=\d{1,2}:)/i;
/** `20260131T100000.123Z`, `20260131 10:00:00`. */
const COMPACT = /(?<![\d.])(20\d\d)(\d\d)(\d\d)[T _-](\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))?(?!\d)/;

/** How much of a log line is looked at for a time. */
const LOOK = 256;

/** The first time that a piece of a log line holds. */
export function timeIn(piece: string): TraceTime | null {
  const text = piece.length > LOOK ? piece.slice(0, LOOK) : piece;
  const full = FULL.exec(text);
  if (full !== null) {
    const date = dateMicros(Number(full[1]), Number(full[2]), Number(full[3]));
    const clock = clockMicros(full[4], full[5], full[6], full[7] ?? full[8]);
    if (date === null || clock === null) return null;
    return { micros: date + clock - zoneBehind(text, full.index + full[0].length), date: 'full' };
  }
  const named = MONTH_FIRST.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf((named[1] ?? '').toLowerCase()) + 1;
    // 29 February exists only in some years: a leap year stands for the unknown one until the day is checked.
    const day = dateMicros(Number(named[3] ?? 1972), month, Number(named[2]));
    const clock = clockMicros(named[4], named[5], named[6], named[7]);
    if (day === null || clock === null) return null;
    const sent = clock - zoneBehind(text, named.index + named[0].length);
    if (named[3] !== undefined) return { micros: day + sent, date: 'full' };
    if (named[8] !== undefined) return withDate(Number(named[8]), month, Number(named[2]), sent);
    return { micros: Date.UTC(1970, month - 1, Number(named[2])) * 1000 + clock, date: 'year-missing' };
  }
  const bare = CLOCK.exec(text);
  if (bare === null) return compactTime(text);
  const half = (bare[6] ?? '').toUpperCase();
  if (half === '' && bare[1]?.length === 1) return null;
  const hour = half === '' ? bare[1] : String((Number(bare[1]) % 12) + (half === 'P' ? 12 : 0));
  const clock = clockMicros(hour, bare[2], bare[3], bare[4] ?? bare[5]);
  if (clock === null) return null;
  const day = text.includes('20') ? DAY_FIRST.exec(text) : null;
  const sent = clock - zoneBehind(text, bare.index + bare[0].length);
  return (day === null ? compactTime(text) : dayFirst(day, sent)) ?? { micros: clock, date: 'missing' };
}

/** How far a time is ahead of UTC, as what stands behind it tells. */
function zoneBehind(text: string, at: number): number {
  const zone = ZONE.exec(text.slice(at, at + 8));
  if (zone === null) return 0;
  const [, sign = '', hours = '', minutes = '', , alone = ''] = zone;
  const shift = Number(hours || alone) * HOUR + Number(minutes) * MINUTE;
  return (sign || zone[4]) === '-' ? -shift : shift;
}

/** A date of which the day stands before its year; null where nobody can tell day and month apart. */
function dayFirst(parts: RegExpExecArray, clock: number): TraceTime | null {
  const [, first = '', mark, second = '', year, joint] = parts;
  const month = MONTHS.indexOf(second.toLowerCase()) + 1;
  if (month > 0) return withDate(Number(year), month, Number(first), clock);
  if (mark === '.' || Number(first) > 12 || first === second)
    return withDate(Number(year), Number(second), Number(first), clock);
  // American programs join date and time by `|`, or by a colon.
  const isMonthFirst = Number(second) > 12 || joint === '|' || joint === ':';
  return isMonthFirst ? withDate(Number(year), Number(first), Number(second), clock) : null;
}

function compactTime(text: string): TraceTime | null {
  const parts = text.includes('20') ? COMPACT.exec(text) : null;
  if (parts === null) return null;
  const clock = clockMicros(parts[4], parts[5], parts[6], parts[7]);
  return clock === null ? null : withDate(Number(parts[1]), Number(parts[2]), Number(parts[3]), clock);
}

function withDate(year: number, month: number, day: number, clock: number): TraceTime | null {
  const date = dateMicros(year, month, day);
  return date === null ? null : { micros: date + clock, date: 'full' };
}

/** Reads `YYYY?MM?DD HH:MM:SS.uuuuuu` at an offset, whatever stands for `?`: the fast way for fixed columns. */
export function fixedTimeAt(text: string, at: number): TraceTime | null {
  const year = digitsAt(text, at, 4);
  const month = digitsAt(text, at + 5, 2);
  const day = digitsAt(text, at + 8, 2);
  const hour = digitsAt(text, at + 11, 2);
  const minute = digitsAt(text, at + 14, 2);
  const second = digitsAt(text, at + 17, 2);
  const micros = digitsAt(text, at + 20, 6);
  if (year < 0 || hour < 0 || minute < 0 || second < 0 || micros < 0) return null;
  const date = dateMicros(year, month, day);
  if (date === null || hour > 23 || minute > 59 || second > 60) return null;
  return { micros: date + hour * HOUR + minute * MINUTE + second * SECOND + micros, date: 'full' };
}

/** A time of seconds since 1970-01-01 UTC, such as `1795154221.774256`. */
export function epochTime(seconds: string): TraceTime | null {
  const parts = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(seconds);
  if (parts === null) return null;
  return { micros: Number(parts[1]) * SECOND + fraction(parts[2]), date: 'full' };
}

/**
 * A time that counts from 1970-01-01 UTC in seconds, milli-, micro- or nanoseconds, as its number of digits tells, such as
 * `1795154221.774256` or `1795154221774`. Null for a number that is no moment between 2001 and 2286.
 */
export function epochTimeOfAnyUnit(number: string): TraceTime | null {
  const parts = /^([1-9]\d{9})(?:[.,](\d{1,9})|(\d{3}|\d{6}|\d{9}))?(?:\.\d{1,6})?$/.exec(number);
  if (parts === null) return null;
  return { micros: Number(parts[1]) * SECOND + fraction(parts[2] ?? parts[3]), date: 'full' };
}

/** Whether a line begins with a time, as a record of a log does. */
export function beginsWithTime(text: string, at: number): boolean {
  return /^(?:\[?\d{4}[-/]\d\d[-/]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:|\d\d:\d\d:\d\d|\d\d\/\d\d[ /])/.test(
    text.slice(at, at + 12),
  );
}

/** `01/31/2026|10:00:00.123`, with `-` or a blank between as well: how American programs print it. */
export function monthDayYearTime(text: string): TraceTime | null {
  const parts = /(\d\d)\/(\d\d)\/(\d{4})[-| ](\d\d):(\d\d):(\d\d)\.(\d{1,9})/.exec(text.slice(0, LOOK));
  if (parts === null) return null;
  const date = dateMicros(Number(parts[3]), Number(parts[1]), Number(parts[2]));
  const clock = clockMicros(parts[4], parts[5], parts[6], parts[7]);
  return date === null || clock === null ? null : { micros: date + clock, date: 'full' };
}

/** A day and a month without a year, with a time of day. */
export function dayMonthTime(day: number, month: number, clock: string): TraceTime | null {
  const time = timeIn(clock);
  // A leap year stands for the unknown one until the day is checked.
  if (time === null || dateMicros(1972, month, day) === null) return null;
  return { micros: Date.UTC(1970, month - 1, day) * 1000 + time.micros, date: 'year-missing' };
}

/** A time without a year in the year of another that was taken moments apart; as it is where that has none. */
export function onYearOf(dated: TraceTime | null, time: TraceTime): TraceTime {
  if (dated === null || dated.date !== 'full' || time.date !== 'year-missing') return time;
  const year = new Date(dated.micros / 1000).getUTCFullYear();
  if (Number.isNaN(year)) return time;
  const inYear = (each: number): number => {
    const moment = new Date(time.micros / 1000);
    return moment.setUTCFullYear(each) * 1000 + (time.micros % 1000);
  };
  // Around New Year the two fall into different years.
  const candidates = [inYear(year), inYear(year - 1), inYear(year + 1)];
  const distance = (micros: number): number => Math.abs(micros - dated.micros);
  return {
    micros: candidates.reduce((best, each) => (distance(each) < distance(best) ? each : best)),
    date: 'full',
  };
}

/** The day of one time with the time of day of another; the other alone where there is no day. */
export function onDayOf(day: TraceTime | null, clock: TraceTime): TraceTime {
  if (day === null || day.date === 'missing' || day.date === 'relative' || clock.date !== 'missing')
    return clock;
  let micros = day.micros - (day.micros % DAY) + clock.micros;
  // The two were taken moments apart: around midnight they fall on different days.
  if (micros - day.micros > DAY / 2) micros -= DAY;
  else if (day.micros - micros > DAY / 2) micros += DAY;
  return { micros, date: day.date };
}

/** Microseconds since the epoch of a day, or null where no such day exists. */
function dateMicros(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day ? date.getTime() * 1000 : null;
}

function clockMicros(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  parts: string | undefined,
): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  // 60 is a leap second.
  if (h > 23 || m > 59 || s > 60) return null;
  return h * HOUR + m * MINUTE + s * SECOND + fraction(parts);
}

function fraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 6).padEnd(6, '0'));
}

/** The number of `count` digits at an offset; -1 where something else stands there. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}
