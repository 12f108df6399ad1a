/**
 * Asterisk's pjsip logger (res_pjsip_logger.c): `<--- Received SIP request (541 bytes) from UDP:a:p --->`,
 * perhaps behind a log prefix such as `[Mar 30 13:35:40]`, which may stand on every line. Only the far end's
 * address.
 */
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';
import type { Lookback } from '../lookback';
import { timeIn } from '../time';

const banner =
  /<--- ?(Transmitting|Received) SIP (?:request|response) \((\d{1,9}) bytes\) (?:to|from) ([A-Z]{2,5}):(\S{1,80}) --->/;
/** Log prefixes are shorter. */
const REACH = 200;

export const asteriskPjsip: TextFormat = {
  id: 'asterisk-pjsip',
  preamble(look) {
    const { line, lines } = headAbove(look);
    const at = line.indexOf('<---');
    const parts = at < 0 ? null : banner.exec(line.slice(at));
    if (parts === null) return null;
    const direction = parts[1] === 'Received' ? 'received' : 'sent';
    return {
      start: look.lineStart(lines),
      meta: remoteMeta(direction, parseEndpoint(parts[4] ?? ''), {
        time: timeIn(line.slice(0, at)),
        transport: parts[3] ?? null,
      }),
      byteCount: Number(parts[2]),
    };
  },
  boundary(text, { start, end }) {
    const first = text.charCodeAt(start);
    // A banner, or a log line that begins with a time in brackets.
    if (first !== 60 && first !== 91) return false;
    const line = text.slice(start, Math.min(end, start + REACH));
    return line.includes('<--- ') || /^\[[^\]]*\d\d:\d\d:\d\d/.test(line);
  },
};

/** The line above a message, or the two into which a mail wrapped it. */
function headAbove(look: Lookback): { readonly line: string; readonly lines: number } {
  const last = look.line(1) ?? '';
  const first = last.endsWith('--->') && !last.includes('<--- ') ? look.line(2) : null;
  if (first === null) return { line: last, lines: 1 };
  return { line: first.includes('<---') ? `${first.trimEnd()} ${last}` : last, lines: 2 };
}
