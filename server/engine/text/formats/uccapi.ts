/**
 * The log of Lync's and Skype for Business's client (UCCAPI): every line begins with
 * `01/31/2026|10:00:00.123 1A2C:0E0C INFO  :: `. Behind a message stands
 * `End of Sending Packet - 192.0.2.1:5061 (From Local Address: 192.0.2.2:50000) 1025 bytes` or
 * `End of Data Received - … (To Local Address: …) …`, which tells its way.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import type { TextRecord } from '../record';
import { monthDayYearTime } from '../time';

const prefix = /^\s*(\d\d\/\d\d\/\d{4}\|\d\d:\d\d:\d\d\.\d{3}) [0-9A-F]{1,8}:[0-9A-F]{1,8} [A-Z]{3,8} +:: $/;
const ending =
  /:: End of (Sending Packet|Data Received) ?- ?(\S{1,80}) \((?:From|To) Local Address: (\S{1,80})\) (\d{1,9}) bytes/;
const MARK = ':: End of ';
const REACH = 400;

export const uccapi: TextFormat = {
  id: 'uccapi',
  preamble(look) {
    const stamp = look.prefix.length > REACH ? null : prefix.exec(look.prefix);
    if (stamp === null) return null;
    return { start: look.ownLineStart, meta: { ...unknownMeta, time: monthDayYearTime(stamp[1] ?? '') } };
  },
  terminator(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + REACH));
    return line.includes(MARK) && ending.test(line) ? start : -1;
  },
  settle: (text, records) => records.map((record) => withWay(text, record)),
};

function withWay(text: string, record: TextRecord): TextRecord {
  const parts = ending.exec(
    text.slice(record.message.end, Math.min(record.span.end, record.message.end + REACH)),
  );
  if (parts === null) return record;
  const isSent = parts[1] === 'Sending Packet';
  const far = parseEndpoint(parts[2] ?? '');
  const own = parseEndpoint(parts[3] ?? '');
  return {
    ...record,
    byteCount: Number(parts[4]),
    meta: {
      ...record.meta,
      source: isSent ? own : far,
      destination: isSent ? far : own,
      direction: isSent ? 'sent' : 'received',
    },
  };
}
