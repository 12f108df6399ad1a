/** Blanks that fill lines up to one column, as terminals, tables and word processors put them there. */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import type { Mender } from '../mender';

/** So many lines must end at the same column before it is believed. */
const LEAST = 4;
const filled = /[^ \t\r\n] {2,400}(?=\r?\n|$)/g;

export const padding: Mender = {
  what: 'blanks behind lines removed',
  keepsOctets: true,
  mend(text) {
    if (!text.includes('   \n') && !text.includes('   \r\n')) return null;
    const ends = Array.from(text.matchAll(filled), ({ index, 0: { length } }) => index + length);
    if (!ends.some((end) => isFirstLine(text, end))) return null;
    const column = columnOf(text, ends);
    if (column < 0) return null;
    const cuts: Span[] = [];
    let line = 0;
    while (line < text.length) {
      const found = text.indexOf('\n', line);
      const behind = found < 0 ? text.length : found;
      const end = text.charCodeAt(behind - 1) === 13 ? behind - 1 : behind;
      let start = end;
      while (start > line && text.charCodeAt(start - 1) === 32) start--;
      if (end - line === column && start < end) cuts.push({ start, end });
      line = behind + 1;
    }
    return without(text, cuts);
  },
};

/** Whether the line that ends at an offset is the first one of a message or description: what prints packets in columns has more on it. */
function isFirstLine(text: string, end: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end).trimEnd();
  return /SIP\/2\.0\.?$|SIP\/2\.0 [1-6]\d\d [^.]{1,60}\.?$|v=0\.?$/.test(line);
}

/** The column at which most of the lines end that have blanks at their end; -1 where there is none. */
function columnOf(text: string, ends: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const end of ends) {
    const column = end - 1 - text.lastIndexOf('\n', end - 1);
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  for (const [column, count] of counts) if (count >= LEAST && count * 2 > ends.length) return column;
  return -1;
}
