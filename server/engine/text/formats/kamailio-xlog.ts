/**
 * A Kamailio or OpenSIPS script that logs `$mb` behind the route, such as
 * ` 1(25999) INFO: <script>: [REQ] from 192.0.2.1:5060 -> 192.0.2.2:5060 proto=udp`. What such a line says is
 * the script's choice: read is what stands on both sides of `->` and behind `proto=`.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import type { RecordMeta } from '../record';
import { timeIn } from '../time';

const route = /(?<!\S)(\S{1,60}) -> (\S{1,60})/;
const proto = /\bproto=([a-z]{2,5})\b/i;
const coreLine = /^ ?\d{1,7}\(\d{1,9}\) [A-Z]{4,9}: /;

export const kamailioXlog: TextFormat = {
  id: 'kamailio-xlog',
  preamble(look) {
    const line = look.line(1) ?? '';
    if (!line.includes('<script>: ')) return null;
    const time = timeIn(line.slice(0, line.indexOf('<script>: ')));
    return { start: look.lineStart(1), meta: { ...routeIn(line), time } };
  },
  boundary: (text, { start, end }) => coreLine.test(text.slice(start, Math.min(end, start + 40))),
};

/** What a script says of a message's way. */
export function routeIn(line: string): RecordMeta {
  const parts = route.exec(line);
  return {
    ...unknownMeta,
    source: parts === null ? null : parseEndpoint(parts[1] ?? ''),
    destination: parts === null ? null : parseEndpoint(parts[2] ?? ''),
    transport: proto.exec(line)?.[1]?.toUpperCase() ?? null,
  };
}
