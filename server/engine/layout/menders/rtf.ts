/** Rich Text Format, as Word, WordPad and TextEdit save what was pasted into them: `{\rtf1\ansi … INVITE sip:a@b SIP/2.0\par`. */
import { ContentBuilder } from '../../basics/content';
import type { Mended, Mender } from '../mender';

const begin = /^\s*\{\\rtf\d/;
const token = /\\(?:'([\da-fA-F]{2})|([a-z]+)(-?\d+)? ?|([^]))|[{}]|[^\\{}\r\n]+/g;
/** What begins a group that is no text; `\*` begins others. */
const hiding = /^(?:fonttbl|colortbl|stylesheet|info|pict|header|footer|listtext|pntext)$/;
const lineEnd = /^(?:par|line|row|[\n\r])$/;
const blank = /^(?:tab|cell|~)$/;
/** 0x91 to 0x97 of Windows-1252. */
const marks = '‘’“”•–—';

export const rtf: Mender = {
  what: 'RTF read as text',
  keepsOctets: false,
  mend: (text) => (begin.test(text.slice(0, 80)) ? read(text) : null),
};

function read(text: string): Mended {
  const content = new ContentBuilder(text);
  let depth = 0;
  /** How deep the group is within which all is hidden. */
  let hidden = Infinity;
  /** Characters that stand in for one which older programs can't show, and how many do behind each. */
  let spare = 0;
  let spares = 1;
  for (const { index, 0: whole, 1: octet, 2: word, 3: number, 4: symbol } of text.matchAll(token)) {
    if (whole === '{') depth++;
    else if (whole === '}') hidden = --depth < hidden ? Infinity : hidden;
    else if (symbol === '*' || (word !== undefined && hiding.test(word))) hidden = Math.min(hidden, depth);
    else if (depth >= hidden) continue;
    else if (word === 'uc') spares = Number(number);
    else if (word === 'u') {
      content.put(String.fromCharCode(Number(number) & 0xffff), index);
      spare = spares;
    } else if (octet !== undefined) {
      const code = Number.parseInt(octet, 16);
      if (spare === 0) content.put(marks[code - 0x91] ?? String.fromCharCode(code), index);
      spare = Math.max(0, spare - 1);
    } else if (whole.startsWith('\\')) content.put(shownBy(word ?? symbol ?? ''), index);
    else {
      content.add(index + spare, index + whole.length);
      spare = Math.max(0, spare - whole.length);
    }
  }
  return { content: content.content(), places: [text.indexOf('{')] };
}

function shownBy(control: string): string {
  if (lineEnd.test(control)) return '\n';
  if (blank.test(control)) return ' ';
  if (control.endsWith('dblquote')) return '"';
  return /[{}\\]/.test(control) ? control : '';
}
