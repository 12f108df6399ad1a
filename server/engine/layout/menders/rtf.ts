/** Rich Text Format, as Word, WordPad and TextEdit save what was pasted into them: `{\rtf1\ansi … INVITE sip:a@b SIP/2.0\par`. */
import { ContentBuilder } from '../../basics/content';
import type { Mended, Mender } from '../mender';

/** Behind a character by its number stands one for programs that do not know it. */
const token = /\\(?:u(-?\d+) ?(?:\?|\\'[\da-f]{2})?|'([\da-f]{2})|([a-z]+)-?\d* ?|([^]))|[{}]|[^\\{}\r\n]+/gi;
/** What begins a group that is no text. */
const hiding = /^(?:\*|fonttbl|colortbl|stylesheet|info|pict|header|footer|listtext|pntext)$/;
/** 0x91 to 0x97 of Windows-1252. */
const marks = '‘’“”•–—';

export const rtf: Mender = {
  what: 'RTF read as text',
  keepsOctets: false,
  mend: (text) => (/^\s*\{\\rtf\d/.test(text.slice(0, 80)) ? read(text) : null),
};

function read(text: string): Mended {
  const content = new ContentBuilder(text);
  let depth = 0;
  /** How deep the group is within which all is hidden. */
  let hidden = Infinity;
  for (const { index, 0: whole, 1: number, 2: octet, 3: word, 4: sign } of text.matchAll(token)) {
    const control = word ?? sign;
    if (whole === '{') depth++;
    else if (whole === '}') hidden = --depth < hidden ? Infinity : hidden;
    else if (control !== undefined && hiding.test(control)) hidden = Math.min(hidden, depth);
    else if (depth >= hidden) continue;
    else if (control !== undefined) content.put(shownBy(control), index);
    else if (octet !== undefined) content.put(characterOf(Number.parseInt(octet, 16)), index);
    else if (number !== undefined) content.put(String.fromCharCode(Number(number) & 0xffff), index);
    else content.add(index, index + whole.length);
  }
  return { content: content.content(), places: [text.indexOf('{')] };
}

function shownBy(control: string): string {
  if (/^(?:par|line|row|\s)$/.test(control)) return '\n';
  if (/^(?:tab|cell|~)$/.test(control)) return ' ';
  return /[{}\\]/.test(control) ? control : '';
}

function characterOf(octet: number): string {
  return marks[octet - 0x91] ?? String.fromCharCode(octet);
}
