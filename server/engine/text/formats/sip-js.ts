/**
 * The consoles of JsSIP (`JsSIP:Transport sending message:`, `received text message:`) and SIP.js
 * (`… | sip.transport | Sending WebSocket message:`, `Received WebSocket text message:`): a blank line, the message.
 * No addresses; the time is the browser's.
 */
import { unknownMeta, type TextFormat } from '../format';
import type { TraceTime } from '../../../../shared/times';
import { timeIn } from '../time';

const head = /\b(?:(sending)|(received))(?: WebSocket)?(?: text| binary)? message:\s*$/i;
const zone = /GMT([+-])(\d\d):?(\d\d)/;
const MAX_HEAD = 400;

export const sipJs: TextFormat = {
  id: 'sip-js',
  preamble(look) {
    const n = look.line(1)?.trim() === '' ? 2 : 1;
    const line = look.line(n) ?? '';
    const parts = line.length > MAX_HEAD || !line.includes('essage:') ? null : head.exec(line);
    if (parts === null) return null;
    return {
      start: look.lineStart(n),
      meta: {
        ...unknownMeta,
        time: inZone(timeIn(line.slice(0, parts.index)), line),
        direction: parts[1] !== undefined ? 'sent' : 'received',
      },
    };
  },
  boundary(text, { start, end }) {
    if (end - start > MAX_HEAD) return false;
    const line = text.slice(start, end);
    return / \| sip\.|\bJsSIP:/.test(line) || (line.includes('essage:') && head.test(line));
  },
};

/** A browser prints `Sat Jan 31 2026 10:00:00 GMT+0100`. */
function inZone(time: TraceTime | null, line: string): TraceTime | null {
  const parts = zone.exec(line);
  if (time === null || time.date !== 'full' || parts === null) return time;
  const shift = (Number(parts[2]) * 60 + Number(parts[3])) * 60_000_000;
  return { ...time, micros: time.micros - (parts[1] === '-' ? -shift : shift) };
}
