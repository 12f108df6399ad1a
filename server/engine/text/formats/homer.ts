/**
 * Text that Homer exports: `proto:UDP 2026-01-31 10:00:00.123456 +0000 UTC  192.0.2.1:5060 ---> 192.0.2.2:5060`, a
 * blank line, the message as it was sent.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

const head = /^proto:([A-Za-z]{2,5}) (\S.{0,60}?) +(\S{1,80}) ---> (\S{1,80})\s*$/;
const MAX_HEAD = 300;

export const homer: TextFormat = {
  id: 'homer',
  preamble(look) {
    const n = look.line(1) === '' ? 2 : 1;
    const line = look.line(n) ?? '';
    const parts = line.length > MAX_HEAD || !line.startsWith('proto:') ? null : head.exec(line);
    if (parts === null) return null;
    return {
      start: look.lineStart(n),
      meta: {
        ...unknownMeta,
        time: timeIn(parts[2] ?? ''),
        source: parseEndpoint(parts[3] ?? ''),
        destination: parseEndpoint(parts[4] ?? ''),
        transport: (parts[1] ?? '').toUpperCase(),
      },
    };
  },
  boundary: (text, { start, end }) =>
    text.startsWith('proto:', start) && text.slice(start, Math.min(end, start + MAX_HEAD)).includes(' ---> '),
};
