/**
 * The source of a mail, of which `=3D` stands for `=` and a `=` at the end of a line for no line end at all (RFC 2045 §6.7). It is
 * told by what SIP has before a `=`.
 */
import { ContentBuilder } from '../../basics/content';
import type { Mender } from '../mender';
import { ofOctets } from '../strings/unescape';

const evidence = /(?:branch|tag|transport)=3D|\n[ >]{0,8}[vostcma]=3D/i;
const coded = /=\r?\n|(?:=[\dA-F]{2})+/g;

export const quotedPrintable: Mender = {
  what: 'quoted-printable decoded',
  keepsOctets: true,
  mend(text) {
    if (!text.includes('=3D') || !evidence.test(text)) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const { index, 0: piece } of text.matchAll(coded)) {
      content.add(at, index);
      if (!piece.endsWith('\n')) content.put(ofOctets(piece.replace(/=(..)/g, octetOf)), index);
      at = index + piece.length;
      places.push(index);
    }
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};

function octetOf(_: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}
