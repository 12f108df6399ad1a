/**
 * Asterisk's chan_sip with `sip set debug on` (removed with Asterisk 21): `<--- SIP read from UDP:192.0.2.1:5060 --->`,
 * `<--- Transmitting (no NAT) to 192.0.2.1:5060 --->`, `Reliably Transmitting (NAT) to 192.0.2.1:5060:`,
 * `Retransmitting #1 (no NAT) to 192.0.2.1:5060:`, each perhaps behind a log prefix. A line of dashes ends a message.
 * Only the far end's address.
 */
import { bannerAbove, withoutBlanks } from '../asterisk';
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type TextFormat } from '../format';

/** Without blanks. */
const banner =
  /(?:<---SIPreadfrom([A-Z]{2,5}):([^<>]{1,80})--->|(?:<---)?(?:Reliably)?(?:Transmitting|Retransmitting#\d{1,4})\([A-Za-z]{1,20}\)to([^<>]{1,80}?)(?:--->|:))$/;
const mark = /(?:^|\s)(?:<-{12,13}>|---)\s*$/;
/** Log prefixes are shorter. */
const REACH = 300;

export const asteriskChanSip: TextFormat = {
  id: 'asterisk-chan-sip',
  preamble(look) {
    const found = bannerAbove(look, banner);
    if (found === null) return null;
    const [, transport = null, source, destination = ''] = found.parts;
    return {
      start: found.start,
      meta: remoteMeta(source === undefined ? 'sent' : 'received', parseEndpoint(source ?? destination), {
        time: found.time,
        transport,
      }),
    };
  },
  boundary(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + REACH));
    return (line.includes('SIP read') || line.includes('ransmitting')) && banner.test(withoutBlanks(line));
  },
  terminator(text, { start, end }) {
    const last = text.charCodeAt(end - 1);
    if ((last !== 45 && last !== 62) || end - start > REACH) return -1;
    return mark.test(text.slice(start, end)) ? start : -1;
  },
};
