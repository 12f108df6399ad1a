/**
 * Kamailio's sipdump module: a line of 20 `=`, fields such as `time: 1795154221.774256` and `srcip: …`, a line
 * of 20 `~`, the message, 20 `|`.
 */
import { unknownMeta, type TextFormat } from '../format';
import type { Endpoint } from '../record';
import { epochTime } from '../time';

const OPENING = '='.repeat(20);
const MIDDLE = '~'.repeat(20);
const CLOSING = '|'.repeat(20);
const MAX_FIELDS = 20;

export const kamailioSipdump: TextFormat = {
  id: 'kamailio-sipdump',
  preamble(look) {
    if (look.line(1) !== MIDDLE) return null;
    const fields = new Map<string, string>();
    for (let n = 2; n < MAX_FIELDS; n++) {
      const line = look.line(n);
      if (line === null) return null;
      if (line === OPENING) {
        return {
          start: look.lineStart(n),
          meta: {
            ...unknownMeta,
            time: epochTime(fields.get('time') ?? ''),
            source: endpoint(fields.get('srcip'), fields.get('srcport')),
            destination: endpoint(fields.get('dstip'), fields.get('dstport')),
            transport: /^[a-z]+/i.exec(fields.get('proto') ?? '')?.[0].toUpperCase() ?? null,
            direction: direction(fields.get('tag')),
          },
        };
      }
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    return null;
  },
  boundary: (text, { start, end }) => end - start === OPENING.length && text.startsWith(OPENING, start),
  terminator(text, { start, end }) {
    const at = end - CLOSING.length;
    return at >= start && text.charCodeAt(end - 1) === 124 && text.startsWith(CLOSING, at) ? at : -1;
  },
};

function endpoint(address: string | undefined, port: string | undefined): Endpoint | null {
  if (address === undefined || address === '') return null;
  return { address, port: port === undefined || !/^\d{1,5}$/.test(port) ? null : Number(port) };
}

function direction(tag: string | undefined): 'sent' | 'received' | null {
  return tag === 'rcv' ? 'received' : tag === 'snd' ? 'sent' : null;
}
