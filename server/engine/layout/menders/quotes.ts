/** Curly quotes of word processors and mails, where SIP has straight ones: around a name, or a parameter's value. */
import { ContentBuilder } from '../../basics/content';
import type { Mender } from '../mender';

const any = /[\u201c\u201d\u201e\u201f]/;
/** Only there a quoted string may begin (RFC 3261 §25.1); within one, a curly quote is a character like others. A log may put its own before the header. */
const begins =
  /(?<=(?<![\w-])[A-Za-z-]{1,40}[ \t]{0,4}:[ \t]{0,4}|[=,])[\u201c-\u201f]([^\u201c-\u201f"\n]{0,512})([\u201c-\u201f"])/g;

export const curlyQuotes: Mender = {
  what: 'curly quotes straightened',
  keepsOctets: false,
  mend(text) {
    if (!any.test(text)) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const found of text.matchAll(begins)) {
      const close = found.index + found[0].length - 1;
      content.add(at, found.index);
      content.put('"', found.index);
      content.add(found.index + 1, close);
      content.put('"', close);
      places.push(found.index);
      at = close + 1;
    }
    if (places.length === 0) return null;
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};
