/** `ngrep -x`: a head as in `ngrep -W byline`, then lines of 16 octets and their characters: `  49 4e 56 …    INVITE s`. */
import type { DumpFormat } from '../format';
import { readHexDump, textOf } from '../hex-dump';
import { addNgrepDifferences, dottedPacket, ngrepHeadAt } from '../ngrep';

/** The blanks between the halves of a line, and before the characters. */
const GAP = 4;
const line = /^ {2}(?:[\da-f]{2} ){1,8} {3}/;

export const ngrepHex: DumpFormat = {
  id: 'ngrep-hex',
  hidden: ' -> ',
  shows: (text, { start }) => digitsIn(text, start) >= 0,
  starts: (text, { start, end }) =>
    digitsIn(text, text.indexOf('\n', end) + 1) >= 0 && ngrepHeadAt(text, start, end) !== null,
  packet(scanner, start) {
    const { text } = scanner;
    const end = scanner.endOfLine(start);
    const meta = ngrepHeadAt(text, start, scanner.withoutCr(start, end));
    if (meta === null) return null;
    const dump = readHexDump(scanner, end + 1, (at) => digitsIn(text, at), GAP);
    return dottedPacket(meta, textOf(text, dump, 0, dump.octets.length), dump.end);
  },
  settle: addNgrepDifferences,
};

function digitsIn(text: string, start: number): number {
  return text.startsWith('  ', start) && line.test(text.slice(start, start + 30)) ? start + 2 : -1;
}
