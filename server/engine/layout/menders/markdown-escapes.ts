/** Punctuation behind a backslash, as what writes Markdown escapes it: `From: \<sip:a\_b@example.com\>`. */
import { replaceAll } from '../cut';
import type { Mender } from '../mender';

/** No string of SIP's escapes the bracket before a URI, and nothing of SDP's an underline. */
const shows = /:[^\n<]{0,200}\\<(?:sips?|tel|urn):|^a=[^\n\\]{1,200}\\_/m;
const escapes = /\\(?=[<>_*#~`[\]()+.!|{}&-])/g;

export const markdownEscapes: Mender = {
  what: 'escapes of Markdown removed',
  keepsOctets: true,
  mend: (text) => (/\\[<_]/.test(text) && shows.test(text) ? replaceAll(text, escapes) : null),
};
