/**
 * Logs of Lync and Skype for Business servers, as Snooper and `OCSLogger` write them:
 * `TL_INFO(TF_PROTOCOL) [0]0E0C.1A2C::01/31/2026-10:00:00.123.0000001a (…)$$begin_record`, fields such as
 * `Direction: incoming;source="…"` and `Peer: host:port`, `Start-Line: …`, the headers in an order of their own,
 * `Message-Body: v=0` (`-` where there is none), `$$end_record`. Only the far end's address.
 */
import { ContentBuilder } from '../content';
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type DumpFormat } from '../format';
import { monthDayYearTime } from '../time';

const BEGIN = '$$begin_record';
const END = '$$end_record';
const START = 'Start-Line: ';
const BODY = 'Message-Body: ';
const MAX_LINE = 600;
const MAX_RECORD = 256 * 1024;

export const lync: DumpFormat = {
  id: 'lync',
  shows: (text, { start }) => text.startsWith(START, start),
  starts: (text, { start, end }) => end - start < MAX_LINE && text.slice(start, end).includes(BEGIN),
  packet(scanner, start) {
    const { text } = scanner;
    const headEnd = scanner.endOfLine(start);
    const content = new ContentBuilder(text);
    let direction: 'sent' | 'received' = 'received';
    let peer = '';
    let inBody = false;
    let at = Math.min(headEnd + 1, text.length);
    while (at < text.length && at - start < MAX_RECORD) {
      const lineEnd = scanner.endOfLine(at);
      const end = scanner.withoutCr(at, lineEnd);
      const line = text.slice(at, Math.min(end, at + MAX_LINE));
      if (line.includes(BEGIN)) break;
      const next = Math.min(lineEnd + 1, text.length);
      const mark = line.indexOf(END);
      const stop = mark < 0 ? next : at + mark;
      if (inBody) {
        content.add(at, stop);
      } else if (text.startsWith(BODY.trimEnd(), at)) {
        const from = Math.min(at + BODY.length, stop);
        const said = text.slice(from, Math.min(stop, end)).trim();
        // The blank line behind the headers has no other place.
        content.put('\r\n', at);
        inBody = true;
        if (said !== '-' && said !== '–' && said !== '') content.add(from, stop);
      } else if (content.length > 0) {
        if (mark < 0) content.add(at, stop);
      } else if (text.startsWith(START, at)) {
        content.add(at + START.length, stop);
      } else if (line.startsWith('Direction: ')) {
        direction = line.startsWith('outgoing', 'Direction: '.length) ? 'sent' : 'received';
      } else if (line.startsWith('Peer: ')) {
        peer = line.slice('Peer: '.length).trim();
      }
      at = next;
      if (mark >= 0) break;
    }
    return {
      end: at,
      meta: remoteMeta(direction, peer === '' ? null : parseEndpoint(peer), {
        time: monthDayYearTime(text.slice(start, headEnd)),
      }),
      content: content.content(),
      stream: null,
    };
  },
};
