/**
 * The year of times without one, where the file itself tells it: a message's `Date` header (RFC 3261 §20.17) on the
 * same day, or a full date of another record. Else it stays open.
 */
import type { TextRecord } from './record';
import type { TraceTime } from '../../../shared/times';
import { onYearOf, timeIn } from './time';

const HOUR = 3_600_000_000;
/** Logs are in local time, `Date` is in UTC, and clocks are set by hand. */
const SAME_DAY = 36 * HOUR;
/** `Date` stands among the first headers. */
const LOOK = 4096;
const date = /^date[ \t]*:[ \t]*[a-z]{3}, (\d\d) ([a-z]{3}) (\d{4}) (\d\d:\d\d:\d\d)/im;

/** The records with every year that the file tells. */
export function withYears(records: readonly TextRecord[]): readonly TextRecord[] {
  if (!records.some(({ meta }) => meta.time?.date === 'year-missing')) return records;
  const known = records.map(ownTime);
  if (known.every((time) => time === null)) return records;
  const before = nearest(known);
  const after = nearest(known.toReversed()).toReversed();
  return records.map((record, at) => {
    const { time } = record.meta;
    if (time?.date !== 'year-missing') return record;
    const near = known[at] ?? before[at] ?? after[at] ?? null;
    return near === null ? record : { ...record, meta: { ...record.meta, time: onYearOf(near, time) } };
  });
}

/** A record's time in full, from what it says itself. */
function ownTime({ meta, content }: TextRecord): TraceTime | null {
  if (meta.time === null || meta.time.date === 'full') return meta.time;
  if (meta.time.date !== 'year-missing') return null;
  const parts = date.exec(content.slice(0, LOOK));
  const said =
    parts === null ? null : timeIn(`${parts[2] ?? ''} ${parts[1] ?? ''} ${parts[3] ?? ''} ${parts[4] ?? ''}`);
  const dated = onYearOf(said, meta.time);
  return said !== null && dated.date === 'full' && Math.abs(dated.micros - said.micros) <= SAME_DAY
    ? dated
    : null;
}

/** For each place what is known there or last before. */
function nearest(times: readonly (TraceTime | null)[]): readonly (TraceTime | null)[] {
  let latest: TraceTime | null = null;
  return times.map((time) => (latest = time ?? latest));
}
