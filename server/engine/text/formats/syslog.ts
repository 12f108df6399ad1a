/**
 * A record of a log whose message has its line ends escaped, as syslog collectors write them:
 * `Jan 31 10:00:00 sbc kamailio[77]: … INVITE sip:a@192.0.2.2 SIP/2.0#015#012Via: …`. What stands before the message
 * tells what the lines above one tell in any log: a time, `192.0.2.1:5060 -> 192.0.2.2:5060`, `proto=udp`.
 */
import { ContentBuilder } from '../../basics/content';
import { addUnescaped, escapesIn } from '../escapes';
import type { DumpFormat } from '../format';
import { factsOfLine, metaOf } from '../log-facts';
import { startOfMessage } from '../start-line';

/** No message fits into fewer characters. */
const LEAST = 60;
/** As far as a first header can be from the start line's version. */
const NEAR = 600;
const MAX_PREFIX = 1024;
/** A collector takes no longer records. */
const MAX_LENGTH = 256 * 1024;

export const syslog: DumpFormat = {
  id: 'syslog',
  shows(text, { end }, marker) {
    // Several lines of the message stand on this one.
    if (end - marker < LEAST) return false;
    const near = text.slice(marker, Math.min(end, marker + NEAR));
    return (
      (near.includes('#012') || near.includes('\\n') || near.includes('<LF>')) && escapesIn(near) !== null
    );
  },
  starts: (text, { start, end }) => messageStart(text, start, end) >= 0,
  packet(scanner, start) {
    const { text } = scanner;
    const lineEnd = scanner.endOfLine(start);
    const end = scanner.withoutCr(start, lineEnd);
    const from = messageStart(text, start, end);
    const kind = from < 0 ? null : escapesIn(text.slice(from, Math.min(end, from + NEAR)));
    if (kind === null) return null;
    const content = new ContentBuilder(text);
    addUnescaped(content, text, from, Math.min(end, from + MAX_LENGTH), kind);
    const prefix = text.slice(start, from);
    return {
      end: Math.min(lineEnd + 1, text.length),
      meta: metaOf(factsOfLine(prefix)),
      content: content.content(),
      stream: null,
    };
  },
};

/** Where the message begins that a line holds with escapes in it; -1 where it holds none. */
function messageStart(text: string, start: number, end: number): number {
  const line = text.slice(start, Math.min(end, start + MAX_PREFIX + NEAR));
  if (!line.includes('#012') && !line.includes('\\n') && !line.includes('<LF>')) return -1;
  const at = startOfMessage(line);
  return at < 0 || escapesIn(line.slice(at)) === null ? -1 : start + at;
}
