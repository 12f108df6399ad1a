/**
 * ngrep's own way to print: a head as in `ngrep -W byline`, then the packet broken into lines of the terminal's
 * width, each behind two blanks, the last one filled up with blanks. CR and LF are dots like anything else that is
 * not printable.
 */
import { ContentBuilder } from '../../basics/content';
import type { DumpFormat } from '../format';
import { addNgrepDifferences, dottedPacket, ngrepHeadAt, undotted } from '../ngrep';

const INDENT = '  ';
/** A packet has no more lines, even on a narrow terminal. */
const MAX_LINES = 4096;

export const ngrepPlain: DumpFormat = {
  id: 'ngrep-plain',
  shows: (text, line) => text.startsWith(INDENT, line.start),
  starts(text, { start, end }) {
    if (text.charCodeAt(start + 1) !== 32 || ngrepHeadAt(text, start, end) === null) return false;
    return text.startsWith(INDENT, end + 1) || text.startsWith(INDENT, end + 2);
  },
  packet(scanner, start) {
    const { text } = scanner;
    const headEnd = scanner.endOfLine(start);
    const meta = ngrepHeadAt(text, start, scanner.withoutCr(start, headEnd));
    if (meta === null) return null;
    const content = new ContentBuilder(text);
    let at = headEnd + 1;
    for (let count = 0; count < MAX_LINES && text.startsWith(INDENT, at); count++) {
      const end = scanner.endOfLine(at);
      let contentEnd = scanner.withoutCr(at, end);
      const isLast = !text.startsWith(INDENT, end + 1);
      if (isLast) while (text.charCodeAt(contentEnd - 1) === 32) contentEnd--;
      content.add(at + INDENT.length, contentEnd);
      at = end + 1;
    }
    return dottedPacket(meta, content.content(), Math.min(at, text.length));
  },
  decode: undotted,
  settle: addNgrepDifferences,
};
