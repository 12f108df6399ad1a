/**
 * Asterisk's chan_sip with `sip set debug on` (removed with Asterisk 21): `<--- SIP read from UDP:192.0.2.1:5060 --->`,
 * `<--- Transmitting (no NAT) to 192.0.2.1:5060 --->`, `Reliably Transmitting (NAT) to 192.0.2.1:5060:`,
 * `Retransmitting #1 (no NAT) to 192.0.2.1:5060:`, each perhaps behind a log prefix. A line of dashes ends a message.
 * Only the far end's address.
 */
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

const banner =
  /(?:<--- SIP read from ([A-Z]{2,5}):(\S{1,80}) --->|(?:<--- )?(?:Reliably )?(?:Transmitting|Retransmitting #\d{1,4}) \([A-Za-z ]{1,20}\) to (\S{1,80}?)(?: --->|:))\s*$/;
const mark = /(?:^|\s)(?:<-{12,13}>|---)\s*$/;
/** Log prefixes are shorter. */
const REACH = 300;

export const asteriskChanSip: TextFormat = {
  id: 'asterisk-chan-sip',
  preamble(look) {
    const line = look.line(1) ?? '';
    const parts = line.includes('ransmitting ') || line.includes('SIP read') ? banner.exec(line) : null;
    if (parts === null) return null;
    const received = parts[1] !== undefined;
    return {
      start: look.lineStart(1),
      meta: remoteMeta(received ? 'received' : 'sent', parseEndpoint(parts[2] ?? parts[3] ?? ''), {
        time: timeIn(line.slice(0, parts.index)),
        transport: parts[1] ?? null,
      }),
    };
  },
  boundary(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + REACH));
    return (line.includes('SIP read') || line.includes('ransmitting')) && banner.test(line);
  },
  terminator(text, { start, end }) {
    const last = text.charCodeAt(end - 1);
    if ((last !== 45 && last !== 62) || end - start > REACH) return -1;
    return mark.test(text.slice(start, end)) ? start : -1;
  },
};
