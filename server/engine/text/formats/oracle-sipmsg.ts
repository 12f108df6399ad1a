/**
 * Oracle's (Acme Packet's) sipmsg.log: `Jan 31 10:00:00.123 On [1:0]192.0.2.2:5060 received from 192.0.2.1:5060`, the
 * message, a line of 40 dashes. Records of other protocols stand between. No year, and no zone.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

const head = / On (?:\[\d{1,5}:\d{1,5}\])?(\S{1,80}) (sent to|received from) (\S{1,80})\s*$/;
const DASHES = '-'.repeat(40);
const MAX_HEAD = 240;

export const oracleSipmsg: TextFormat = {
  id: 'oracle-sipmsg',
  preamble(look) {
    const line = look.line(1) ?? '';
    const parts = line.length > MAX_HEAD ? null : head.exec(line);
    if (parts === null) return null;
    const own = parseEndpoint(parts[1] ?? '');
    const far = parseEndpoint(parts[3] ?? '');
    const isSent = parts[2] === 'sent to';
    return {
      start: look.lineStart(1),
      meta: {
        ...unknownMeta,
        time: timeIn(line.slice(0, parts.index)),
        source: isSent ? own : far,
        destination: isSent ? far : own,
        direction: isSent ? 'sent' : 'received',
      },
    };
  },
  boundary(text, { start, end }) {
    if (end - start > MAX_HEAD) return false;
    const line = text.slice(start, end);
    return line.includes(' On ') && head.test(line);
  },
  terminator: (text, { start, end }) =>
    end - start === DASHES.length && text.startsWith(DASHES, start) ? start : -1,
};
