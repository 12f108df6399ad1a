/**
 * Cisco IOS's `debug ccsip messages`: `*Jan 31 10:00:00.123: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:`, then `Sent:`
 * or `Received:`, the message, the next line of the log. No addresses. The year is mostly missing; a router without
 * `service timestamps` tells the time since its start.
 */
import { unknownMeta, type TextFormat } from '../format';
import { isCiscoLogLine, timeOfCiscoLine } from '../cisco';

const way = /^(Sent|Received):\s*$/;

export const ciscoCcsip: TextFormat = {
  id: 'cisco-ccsip',
  preamble(look) {
    const n = look.line(1) === '' ? 2 : 1;
    const parts = way.exec(look.line(n) ?? '');
    if (parts === null) return null;
    const line = look.line(n + 1) ?? '';
    const isHead = line.includes('/SIP/Msg/');
    return {
      start: look.lineStart(isHead ? n + 1 : n),
      meta: {
        ...unknownMeta,
        time: isHead ? timeOfCiscoLine(line) : null,
        direction: parts[1] === 'Sent' ? 'sent' : 'received',
      },
    };
  },
  boundary: isCiscoLogLine,
};
