/**
 * Line ends that were made of others: several CRs before one LF, the signs ␍ and ␊, the separators U+2028, U+2029 and U+0085,
 * the vertical tabs of word processors.
 */
import { replaceAll } from '../cut';
import type { Mender } from '../mender';

const shows = /[\u240a\u2424\u2028\u2029]/;
const ends = /\r{2,8}\n|\u240d?(?:\u240a|\u2424)(?:\r?\n)?|[\u2028\u2029\u0085](?:\r?\n)?/g;
/** A sender of messages prints one before the LF behind each (sofia's dump of packets): there it parts no lines. */
const joined = /SIP\/2\.0[^\v\n]{0,80}\v[^\v\n:]{1,200}:|v=0\.?\v[^\v\n]{0,40}o=/;
const tabs = /\v(?!\r?\n)/g;

export const lineEnds: Mender = {
  what: 'line ends put right',
  keepsOctets: false,
  mend(text) {
    if (text.includes('\v') && joined.test(text)) return replaceAll(text, tabs, '\n');
    const isShown = text.includes('\r\r') || text.includes('\u0085') || shows.test(text);
    return isShown ? replaceAll(text, ends, '\n') : null;
  },
};
