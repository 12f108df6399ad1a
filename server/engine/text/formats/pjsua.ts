/**
 * PJSIP's log, as PJSUA prints it: `10:00:00.123   pjsua_core.c  .RX 414 bytes Response msg 100/INVITE/cseq=1 (rdata…)
 * from UDP 192.0.2.1:5060:`, the message, `--end msg--`. Only the far end's address.
 */
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

const head =
  /\b(RX|TX) (\d{1,9}) bytes (?:Request|Response) msg \S{1,80} \([^)]{1,40}\) (?:to|from) ([A-Za-z]{2,5})\d? (\S{1,80}):\s*$/;
const END = '--end msg--';
const REACH = 400;

export const pjsua: TextFormat = {
  id: 'pjsua',
  preamble(look) {
    const line = look.line(1) ?? '';
    const parts = line.length > REACH || !line.includes(' bytes ') ? null : head.exec(line);
    if (parts === null) return null;
    return {
      start: look.lineStart(1),
      meta: remoteMeta(parts[1] === 'TX' ? 'sent' : 'received', parseEndpoint(parts[4] ?? ''), {
        time: timeIn(line.slice(0, parts.index)),
        transport: (parts[3] ?? '').toUpperCase(),
      }),
      byteCount: Number(parts[2]),
    };
  },
  boundary(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + REACH));
    return line.includes(' bytes ') && head.test(line);
  },
  terminator(text, { start, end }) {
    if (text.charCodeAt(end - 1) !== 45 || end - start > REACH) return -1;
    const at = end - END.length;
    return at >= start && text.startsWith(END, at) ? at : -1;
  },
};
