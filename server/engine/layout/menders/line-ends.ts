/** Line ends that were made of others: several CRs before one LF, the signs ␍ and ␊, the separators U+2028, U+2029 and U+0085. */
import { ContentBuilder } from '../../basics/content';
import type { Mender } from '../mender';

const shows = /\r\r|[\u240a\u2424\u2028\u2029\u0085]/;
const ends = /\r{2,8}\n|\u240d?(?:\u240a|\u2424)(?:\r?\n)?|[\u2028\u2029\u0085](?:\r?\n)?/g;

export const lineEnds: Mender = {
  what: 'line ends put right',
  keepsOctets: false,
  mend(text) {
    if (!shows.test(text)) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const found of text.matchAll(ends)) {
      content.add(at, found.index);
      content.put('\n', found.index);
      places.push(found.index);
      at = found.index + found[0].length;
    }
    if (places.length === 0) return null;
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};
