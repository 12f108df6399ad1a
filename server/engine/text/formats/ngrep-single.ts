/** `ngrep -W single`: the head as in byline, and behind it on the same line the packet, CR and LF as dots. */
import { ContentBuilder } from '../../basics/content';
import type { DumpFormat } from '../format';
import { addNgrepDifferences, dottedPacket, ngrepHeadIn, undotted } from '../ngrep';

export const ngrepSingle: DumpFormat = {
  id: 'ngrep-single',
  shows: (text, line) => text.charCodeAt(line.start + 1) === 32 && 'UTS?'.includes(text.charAt(line.start)),
  starts(text, { start, end }) {
    const head = ngrepHeadIn(text, start, end);
    return head !== null && start + head.length < end;
  },
  packet(scanner, start) {
    const { text } = scanner;
    const end = scanner.endOfLine(start);
    const head = ngrepHeadIn(text, start, end);
    if (head === null) return null;
    const content = new ContentBuilder(text);
    content.add(start + head.length, scanner.withoutCr(start, end));
    return dottedPacket(head.meta, content.content(), Math.min(end + 1, text.length));
  },
  decode: undotted,
  settle: addNgrepDifferences,
};
