/**
 * Baresip's SIP trace: a coloured `#`, `UDP 192.0.2.1:5060 -> 192.0.2.2:5060`, the message, the colour's end.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';

const route = /^(UDP|TCP|TLS|WSS?) (\S{1,60}) -> (\S{1,60})$/;
const COLOUR_END = '\u001b[;m';

export const baresip: TextFormat = {
  id: 'baresip',
  preamble(look) {
    const parts = route.exec(look.line(1) ?? '');
    if (parts === null) return null;
    const source = parseEndpoint(parts[2] ?? '');
    const destination = parseEndpoint(parts[3] ?? '');
    if (source === null || destination === null) return null;
    const marked = look.line(2)?.endsWith('#') === true;
    return {
      start: look.lineStart(marked ? 2 : 1),
      meta: { ...unknownMeta, source, destination, transport: parts[1] ?? null },
    };
  },
  terminator: (text, { start }) => (text.startsWith(COLOUR_END, start) ? start : -1),
};
