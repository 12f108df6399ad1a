/**
 * Asterisk's pjsip logger (res_pjsip_logger.c): `<--- Received SIP request (541 bytes) from UDP:a:p --->`,
 * perhaps behind a log prefix such as `[Mar 30 13:35:40]`, which may stand on every line. Only the far end's
 * address.
 */
import { bannerAbove } from '../asterisk';
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';

/** Without blanks. */
const banner =
  /<---(Transmitting|Received)SIP(?:request|response)\((\d{1,9})bytes\)(?:to|from)([A-Z]{2,5}):([^<>]{1,80})--->$/;
/** Log prefixes are shorter. */
const REACH = 200;

export const asteriskPjsip: TextFormat = {
  id: 'asterisk-pjsip',
  preamble(look) {
    const found = bannerAbove(look, banner);
    if (found === null) return null;
    const [, way, count, transport = null, end = ''] = found.parts;
    return {
      start: found.start,
      meta: remoteMeta(way === 'Received' ? 'received' : 'sent', parseEndpoint(end), {
        time: found.time,
        transport,
      }),
      byteCount: Number(count),
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
