/**
 * Blanks that are none: the no-break and thin blanks of word processors, mails and web pages stand for blanks, and characters
 * without width for nothing. A display name may hold them (RFC 3261 §25.1, UTF8-NONASCII); at the margin of a line, or in a start line, they are no sender's.
 */
import { replaceAll } from '../cut';
import type { Mender } from '../mender';

const odd = /[\u2000-\u200a\u202f\u205f\u3000]/;
const evidence =
  /(?:^|\n)[ \t]{0,8}[\u00a0\u2000-\u200a\u202f\u205f\u3000]|[A-Z\d][\u00a0\u2000-\u200a\u202f\u205f\u3000]{1,4}(?:sips?:|SIP\/2\.0|\d{3}\b)|:[\u00a0\u2000-\u200a\u202f\u205f\u3000]/;

export const blanks: Mender = {
  what: 'no-break blanks read as blanks',
  keepsOctets: false,
  mend(text) {
    if ((!text.includes('\u00a0') && !odd.test(text)) || !evidence.test(text)) return null;
    const places = Array.from(
      text.matchAll(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g),
      ({ index }) => index,
    );
    const clean = text.replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ');
    return { content: { text: clean, map: { content: [0], trace: [0] } }, places };
  },
};

export const zeroWidths: Mender = {
  what: 'characters without width removed',
  keepsOctets: false,
  // Within a line they may be a name's (RFC 4475 §3.1.1.2), but behind a mark where a page lets long lines break; a byte order mark at the start of the file is no damage.
  mend: (text) =>
    replaceAll(
      text,
      /(?<=\n)[\u200b-\u200d\u2060\ufeff]{1,8}|(?<=[;:=,@/&?.-])[\u200b\u2060\u00ad]{1,8}|[\u200b-\u200d\u2060\ufeff]{1,8}(?=\r?\n)/g,
    ),
};
