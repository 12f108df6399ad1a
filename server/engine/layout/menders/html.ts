/**
 * The source of a web page, or of a mail in HTML: `&lt;sip:a@b&gt;`, `<br>`, `<pre>`, a paragraph a line. Elements that part lines
 * become line ends, all others are left out; what SIP itself puts between angle brackets is no element.
 */
import { ContentBuilder } from '../../basics/content';
import type { Mended, Mender } from '../mender';

const element =
  'br|p|div|pre|code|blockquote|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|hr|span|font|[abiu]|em|strong|tt|kbd|samp|small|mark|ins|del|html|head|body|title|article|section';

/** As a page escapes the `<` before the URI of a header, some twice: what a body in XML escapes is its own. */
const escapedUri =
  /(?:from|to|contact|route|identity|[fmt])[ \t]{0,4}:[^\n<]{0,200}&(?:amp;)?(?:lt|#0{0,3}60|#x0{0,2}3c);(?:sips?|tel|urn):/i;
const escapedMark = /&(?:amp;)?(?:lt|#0{0,3}60|#x0{0,2}3c);/i;
/** An element glued to a first line, or behind one. */
const glued =
  /<(?:br|p|pre|div|code|span|td|tr|li)\b[^<>]{0,300}>\s{0,8}(?:<\w{1,10}\b[^<>]{0,300}>\s{0,8}){0,4}(?:SIP\/2\.0 [1-6]\d\d|[A-Z]{3,9} (?:sips?|tel):|v=0[\s<])|(?:SIP\/2\.0(?: [1-6]\d\d[ \w]{0,40})?|v=0)\s{0,4}<(?:br|\/p|\/div|\/li|\/span)\b/i;
const marked = new RegExp(
  `&(?:lt|gt|amp|quot|apos|nbsp|#\\d{1,6}|#x[\\da-f]{1,5});|<(/?)(${element})(?:[\\s/][^<>]{0,1000})?>|<!--[^>]{0,1000}-->`,
  'gi',
);
/** Elements between which a line ends. */
const blocks = /^(?:p|div|pre|blockquote|table|tr|ul|ol|li|h[1-6]|hr|html|head|body|title|article|section)$/i;

const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

export const html: Mender = {
  what: 'HTML read as text',
  keepsOctets: true,
  mend: (text) => (shows(text) ? read(text) : null),
};

function shows(text: string): boolean {
  return (
    (text.includes('<pre') && /<\/(?:pre|code)>/i.test(text)) ||
    (text.includes('&') && escapedMark.test(text) && escapedUri.test(text)) ||
    (/<(?:[bBpPdDcCtTlL]|[sS][^iI])/.test(text) && glued.test(text))
  );
}

function read(text: string): Mended {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  /** The block that was opened last, with nothing behind it yet. */
  let emptyBlock = '';
  for (const found of text.matchAll(marked)) {
    const start = found.index;
    const end = start + found[0].length;
    const [whole, slash = '', name] = found;
    if (start > at) {
      content.add(at, start);
      emptyBlock = '';
    }
    places.push(start);
    at = end;
    if (name === undefined) {
      // An empty line, as pages write it.
      const isAlone = whole === '&nbsp;' && text.charAt(start - 1) === '>' && text.charAt(end) === '<';
      if (!isAlone) content.put(characterOf(whole), start);
    } else if (name.toLowerCase() === 'br') {
      // A line end of the source behind it is a blank to a browser.
      if (!lineEndsAt(text, end)) content.put('\n', start);
      emptyBlock = '';
    } else if (/^t[dh]$/i.test(name)) {
      if (slash === '' && !content.isAtLineStart) content.put(' ', start);
    } else if (blocks.test(name)) {
      const isEmpty = slash !== '' && emptyBlock === name.toLowerCase();
      if ((isEmpty || !content.isAtLineStart) && !lineEndsAt(text, end)) content.put('\n', start);
      emptyBlock = slash === '' ? name.toLowerCase() : '';
    }
  }
  content.add(at, text.length);
  return { content: content.content(), places };
}

function lineEndsAt(text: string, at: number): boolean {
  let next = at;
  while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 13) next++;
  return next >= text.length || text.charCodeAt(next) === 10;
}

/** The character that an entity stands for; what stands for none that can be shown is left out. */
function characterOf(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return named.get(name) ?? '';
  const code = name.startsWith('#x')
    ? Number.parseInt(name.slice(2), 16)
    : Number.parseInt(name.slice(1), 10);
  if (code === 160) return ' ';
  return code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff)
    ? String.fromCodePoint(code)
    : '';
}
