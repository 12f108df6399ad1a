/**
 * CUBE's VoIP Trace (IOS XE 17.3.2 and later): `2022: *Jan 31 10:00:00.123: //48/6B4F8AAE8057/CUBE_VT/SIP/Msg/…:`,
 * then `Received: SIP UDP message from 192.0.2.1:5060 to 192.0.2.2:5060`. Lines of its state machines stand between
 * messages. The year is mostly missing.
 */
import { isCiscoLogLine, timeOfCiscoLine } from '../cisco';
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type TextFormat } from '../format';

const way = /^(Sent|Received): SIP ([A-Z]{2,4}) message from (\S{1,80}) to (\S{1,80}?):?\s*$/;

export const ciscoVoipTrace: TextFormat = {
  id: 'cisco-voip-trace',
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
        source: parseEndpoint(parts[3] ?? ''),
        destination: parseEndpoint(parts[4] ?? ''),
        transport: parts[2] ?? null,
        direction: parts[1] === 'Sent' ? 'sent' : 'received',
      },
    };
  },
  boundary: (text, line) => isCiscoLogLine(text, line) || text.startsWith('--------------------', line.start),
};
