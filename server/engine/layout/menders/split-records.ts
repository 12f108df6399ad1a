/**
 * Records that a program cut because its log takes no longer ones: rtpengine ends such a line with ` ...` and begins the next
 * with `... ` behind the same prefix.
 */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import type { Mender } from '../mender';

const END = ' ...';
const MAX_PREFIX = 400;
/** Behind the prefix of a line that goes on. */
const goesOn = /[:\]] \.\.\. /;

export const splitRecords: Mender = {
  what: 'cut records of the log joined',
  keepsOctets: true,
  mend(text) {
    const cuts: Span[] = [];
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END, end + 1)) {
      const cut = cutAt(text, end);
      if (cut !== null) cuts.push(cut);
    }
    return without(text, cuts);
  },
};

/** What stands between the two parts of a record whose first part may end at a place; null where it does not. */
function cutAt(text: string, end: number): Span | null {
  const mark = /^ \.\.\.\r?\n/.exec(text.slice(end, end + END.length + 2));
  if (mark === null) return null;
  const next = end + mark[0].length;
  const ahead = text.slice(next, next + MAX_PREFIX);
  const found = goesOn.exec(ahead);
  if (found === null || ahead.slice(0, found.index).includes('\n')) return null;
  const line = text.lastIndexOf('\n', end) + 1;
  // Both carry the same prefix, but for what is counted.
  const prefix = ahead.slice(0, found.index);
  const own = text.slice(line, line + prefix.length);
  if (withoutDigits(own) !== withoutDigits(prefix)) return null;
  return { start: end, end: next + found.index + found[0].length };
}

function withoutDigits(text: string): string {
  return text.replace(/\d/g, '0');
}
