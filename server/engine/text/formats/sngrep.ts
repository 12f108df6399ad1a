/**
 * What sngrep saves as text (ui_save.c): `2026/01/31 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060`, the
 * payload, a blank line. IPv6 addresses stand in brackets. The transport is not told. Other tools write the day with
 * dashes, the time to the millisecond, and the transport behind it.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import type { RecordMeta } from '../record';
import { timeIn } from '../time';

const head =
  /^(\d{4}([-/])\d\d\2\d\d \d\d:\d\d:\d\d\.\d{3,6}) (?:(UDP|TCP|TLS|SCTP|WSS?) )?(\S{1,80}) -> (\S{1,80})\s*$/i;
const MAX_HEAD = 220;

export const sngrep: TextFormat = {
  id: 'sngrep',
  preamble(look) {
    const line = look.line(1);
    const meta = line === null ? null : metaOfHead(line);
    return meta === null ? null : { start: look.lineStart(1), meta };
  },
  boundary: (text, { start, end }) => headOf(text.slice(start, Math.min(end, start + MAX_HEAD))) !== null,
};

/** What the line above a message tells of it; null where it is none of sngrep's. */
export function metaOfHead(line: string): RecordMeta | null {
  const parts = headOf(line);
  if (parts === null) return null;
  const time = timeIn(parts[1] ?? '');
  const source = parseEndpoint(parts[4] ?? '');
  const destination = parseEndpoint(parts[5] ?? '');
  if (time === null || source === null || destination === null) return null;
  const transport = parts[3]?.toUpperCase() ?? null;
  return { ...unknownMeta, time, source, destination, transport };
}

function headOf(line: string): RegExpExecArray | null {
  const mark = line.charAt(4);
  return (mark === '/' || mark === '-') && line.length <= MAX_HEAD ? head.exec(line) : null;
}
