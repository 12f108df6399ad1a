/** What Cisco IOS puts before a line of its log. */
import type { Span } from '../basics/span';
import type { TraceTime } from '../../../shared/times';
import { timeIn } from './time';

/** A number, and whether the clock is right: `*` never set, `.` out of step. */
const dated = /^(?:\d{1,9}: )?[*.]?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d/;
const uptime = /^(?:\d{1,9}: )?(\d{1,4}):(\d\d):(\d\d): /;
/** A time before what is logged; a collector may have put its own before it. */
const latest = /[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d[\d.]{0,10}(?: [A-Z]{2,5})?: $/;
const MAX_PREFIX = 60;
const MAX_COLLECTED = 200;

/** Whether a line is one of the log's own. */
export function isCiscoLogLine(text: string, { start, end }: Span): boolean {
  const first = text.charCodeAt(start);
  // A digit, an upper-case letter, a star or a dot.
  if (!(first >= 48 && first <= 57) && !(first >= 65 && first <= 90) && first !== 42 && first !== 46)
    return false;
  const line = text.slice(start, Math.min(end, start + MAX_PREFIX));
  return dated.test(line) || uptime.test(line);
}

/** The time before a line of the log: without a year, or since the router's start. */
export function timeOfCiscoLine(line: string): TraceTime | null {
  const last = latest.exec(line.slice(0, Math.min(MAX_COLLECTED, Math.max(0, line.indexOf('//')))));
  if (last !== null) return timeIn(last[0]);
  const up = uptime.exec(line);
  if (up === null) return null;
  const seconds = (Number(up[1]) * 60 + Number(up[2])) * 60 + Number(up[3]);
  return { micros: seconds * 1_000_000, date: 'relative' };
}
