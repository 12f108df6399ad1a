/**
 * SIPp's `-trace_msg`: a line of dashes and the time, `UDP message sent (514 bytes):` or
 * `UDP message received [313] bytes :`, a blank line, the message. Older versions print date, time and seconds
 * since 1970 with tabs between. No addresses.
 */
import { unknownMeta, type TextFormat } from '../format';
import { epochTime, timeIn } from '../time';

const what = /^(UDP|TCP|TLS|SCTP|WSS?) message (sent|received) [([](\d{1,9})[)\]]? bytes ?\)? ?:?$/;
const DASHES = '-'.repeat(40);

export const sipp: TextFormat = {
  id: 'sipp',
  preamble(look) {
    const blank = look.line(1) === '' ? 1 : 0;
    const parts = what.exec(look.line(blank + 1) ?? '');
    if (parts === null) return null;
    const rule = look.line(blank + 2) ?? '';
    const dated = rule.startsWith(DASHES);
    const since1970 = /\t(\d{9,11}\.\d{1,9})\s*$/.exec(rule)?.[1];
    return {
      start: look.lineStart(dated ? blank + 2 : blank + 1),
      meta: {
        ...unknownMeta,
        time: !dated ? null : since1970 !== undefined ? epochTime(since1970) : timeIn(rule),
        transport: parts[1] ?? null,
        direction: parts[2] === 'sent' ? 'sent' : 'received',
      },
      byteCount: Number(parts[3]),
    };
  },
  boundary: (text, { start }) => text.startsWith(DASHES, start),
};
