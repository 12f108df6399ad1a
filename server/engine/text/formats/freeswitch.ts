/**
 * Sofia's transport log (tport_logging.c), as FreeSWITCH and drachtio show it:
 * `recv 399 bytes from udp/[192.0.2.1]:5060 at 13:57:57.805717:`, mostly a line of dashes, the message; older
 * ones end with dashes too. What sofia dumps to a file (`TPORT_DUMP`) ends with a vertical tab. Only the far end's address; the day, if at all, from the log prefix before.
 */
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';
import { onDayOf, timeIn } from '../time';

const stamp =
  /\b(recv|send|sent) (\d{1,9}) bytes (?:from|to) ([a-z]{2,5})\/(\[?[^\s\]]{1,80}\]?(?::\d{1,5})?) at (\d\d:\d\d:\d\d\.\d{6}):/;
const dashes = /^\s*-{72}\s*$/;
const VERTICAL_TAB = 11;
/** Log prefixes are shorter. */
const REACH = 300;

export const freeswitch: TextFormat = {
  id: 'freeswitch',
  preamble(look) {
    const first = look.line(1) ?? '';
    const n = stamp.test(first) ? 1 : 2;
    const line = n === 1 ? first : (look.line(2) ?? '');
    const parts = stamp.exec(line);
    if (parts === null || (n === 2 && !isRule(first))) return null;
    const clock = timeIn(parts[5] ?? '');
    return {
      start: look.lineStart(n),
      meta: remoteMeta(parts[1] === 'recv' ? 'received' : 'sent', parseEndpoint(parts[4] ?? ''), {
        time: clock === null ? null : onDayOf(timeIn(line.slice(0, parts.index)), clock),
        transport: (parts[3] ?? '').toUpperCase(),
      }),
      byteCount: Number(parts[2]),
    };
  },
  boundary(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + REACH));
    return line.includes(' bytes ') && stamp.test(line);
  },
  terminator(text, { start, end }) {
    if (text.charCodeAt(end - 1) === VERTICAL_TAB) return end - 1;
    if (end - start > 100 || text.charCodeAt(end - 1) > 45) return -1;
    return dashes.test(text.slice(start, end)) ? start : -1;
  },
};

/** The opening dashes, whatever prefix the log gives every line. */
function isRule(line: string): boolean {
  return /(?:^|\s)-{72}\s*$/.test(line);
}
