/**
 * Asterisk's `pjsip show history entry`: `<--- History Entry 12 Received from 192.0.2.1:5060 at 1521488890 --->`, the
 * message, the next entry. Only the far end's address.
 */
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';
import { epochTime } from '../time';

const banner =
  /^<--- History Entry \d{1,9} (Sent to|Received from) (?:([A-Za-z]{2,5}):(?=\D|\d{1,3}\.))?(\S{1,80}) at (\d{1,11}(?:\.\d{1,9})?) --->/;
const MARK = '<--- History Entry ';

export const asteriskPjsipHistory: TextFormat = {
  id: 'asterisk-pjsip-history',
  preamble(look) {
    const n = look.line(1) === '' ? 2 : 1;
    const parts = banner.exec(look.line(n) ?? '');
    if (parts === null) return null;
    return {
      start: look.lineStart(n),
      meta: remoteMeta(parts[1] === 'Sent to' ? 'sent' : 'received', parseEndpoint(parts[3] ?? ''), {
        time: epochTime(parts[4] ?? ''),
        transport: parts[2]?.toUpperCase() ?? null,
      }),
    };
  },
  boundary: (text, { start }) => text.startsWith(MARK, start),
};
