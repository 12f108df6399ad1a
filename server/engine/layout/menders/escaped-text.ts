/**
 * A whole text on one line, with its line ends escaped: several messages and what the log tells between them. Strings of objects,
 * which have quotes around, and a record with one message (text/formats/syslog.ts) are others' business.
 */
import { ContentBuilder } from '../../basics/content';
import { endOfLine, withoutCr } from '../lines';
import type { Mender } from '../mender';
import { addUnescaped } from '../strings/unescape';

/** The begin of a message, where a line begins or behind an escaped line end; a log may have put its own before it. */
const begins =
  /(?:^|\\n|#012|\\012|<LF>)[^\\#"\n]{0,200}?(?:SIP\/2\.0 [1-6]\d\d[^"\\#<\n]{0,80}|[A-Z]{3,9} (?:sips?|tel):[^"\\#\n ]{1,400} SIP\/2\.0)(?=\\r|\\n|#01[25]|\\012|<CR>|<LF>)/g;

export const escapedText: Mender = {
  what: 'escaped line ends read as such',
  keepsOctets: true,
  mend(text) {
    if (!['\\n', '#012', '\\012', '<LF>'].some((mark) => text.includes(mark))) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    for (let line = 0; line < text.length; line = endOfLine(text, line) + 1) {
      const end = withoutCr(text, line, endOfLine(text, line));
      if (isText(text.slice(line, end))) {
        addUnescaped(content, text, line, end);
        places.push(line);
      } else content.add(line, end);
      content.add(end, Math.min(endOfLine(text, line) + 1, text.length));
    }
    return places.length === 0 ? null : { content: content.content(), places };
  },
};

/** Whether two messages begin on a line, of which the first stands in no quotes. */
function isText(line: string): boolean {
  const [one, other] = line.matchAll(begins);
  return one !== undefined && other !== undefined && !/(?<!\\)"/.test(line.slice(0, one.index));
}
