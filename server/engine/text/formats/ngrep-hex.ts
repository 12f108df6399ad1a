/** `ngrep -x`: a head as in `ngrep -W byline`, then lines of 16 octets and their characters: `  49 4e 56 …    INVITE s`. */
import type { DumpFormat } from '../format';
import { hexAt, readHexDump, textOf } from '../hex-dump';
import { addNgrepDifferences, dottedPacket, ngrepHeadAt } from '../ngrep';

/** The blanks between the halves of a line, and before the characters. */
const GAP = 4;
const line = /^ {2}(?:[\da-f]{2} ){1,8} {3}/;
const MAX_BEGIN = 30;

export const ngrepHex: DumpFormat = {
  id: 'ngrep-hex',
  hidden: ' -> ',
  shows: (text, { start }) => isLine(text, start),
  starts(text, { start, end }) {
    const next = text.charCodeAt(end) === 13 ? end + 2 : end + 1;
    return isLine(text, next) && ngrepHeadAt(text, start, end) !== null;
  },
  packet(scanner, start) {
    const { text } = scanner;
    const end = scanner.endOfLine(start);
    const meta = ngrepHeadAt(text, start, scanner.withoutCr(start, end));
    if (meta === null) return null;
    const dump = readHexDump(scanner, end + 1, (at) => (isLine(text, at) ? at + 2 : -1), GAP);
    return dottedPacket(meta, textOf(text, dump, 0, dump.octets.length), dump.end);
  },
  settle: addNgrepDifferences,
};

function isLine(text: string, start: number): boolean {
  return hexAt(text, start + 2) >= 0 && line.test(text.slice(start, start + MAX_BEGIN));
}
