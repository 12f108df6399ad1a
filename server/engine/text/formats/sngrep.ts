/**
 * What sngrep saves as text (ui_save.c): `2026/01/31 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060`, the
 * payload, a blank line. IPv6 addresses stand in brackets. The transport is not told.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';
import { fixedTimeAt } from '../time';

const TIME_LENGTH = '2026/01/31 10:00:00.123456'.length;

export const sngrep: TextFormat = {
  id: 'sngrep',
  preamble(look) {
    const line = look.line(1);
    if (line === null || line.charCodeAt(4) !== 47 || line.charCodeAt(TIME_LENGTH) !== 32) return null;
    const arrow = line.indexOf(' -> ', TIME_LENGTH);
    const time = arrow < 0 ? null : fixedTimeAt(line, 0);
    if (time === null) return null;
    const source = parseEndpoint(line.slice(TIME_LENGTH + 1, arrow));
    const destination = parseEndpoint(line.slice(arrow + 4).trimEnd());
    if (source === null || destination === null) return null;
    return { start: look.lineStart(1), meta: { ...unknownMeta, time, source, destination } };
  },
  boundary(text, { start, end }) {
    if (text.charCodeAt(start + 4) !== 47 || text.charCodeAt(start + TIME_LENGTH) !== 32) return false;
    return (
      fixedTimeAt(text, start) !== null && text.slice(start, Math.min(end, start + 200)).includes(' -> ')
    );
  },
};
