/**
 * A block as sngrep saves it that holds one message without anything odd: of such a one the reader of texts, the repair of its
 * layout and the search for lines of ICE agents would only find what is read here. Large traces consist of them.
 */
import { unbroken } from '../basics/span';
import { base64Signs, numberSigns } from '../layout/signs';
import { metaOfHead, sngrep } from '../text/formats/sngrep';
import type { RecordDirectives, TextRecord } from '../text/record';

/** The head, a first line, headers and perhaps a description in ASCII, each line with its CRLF, and line ends alone behind them. */
const form =
  /^(\d{4}[/\d .:]{22} [\w.:[\]-]{1,60} -> [\w.:[\]-]{1,60})\r?\n([A-Z]{3,9} sips?:[\x21-\x7e]{1,1000} SIP\/2\.0|SIP\/2\.0 [1-6]\d\d [\x20-\x7e]{0,200})(\r\n(?:[A-Za-z][A-Za-z-]{0,39}: [\x21-\x7e][\x20-\x7e]*\r\n)+)\r\n(v=0\r\n(?:[a-z]=[\x21-\x7e][\x20-\x7e]*\r\n)+)?[\r\n]*$/;
const begins =
  /^(?:SIP\/|(?:INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|UPDATE|INFO|REFER|NOTIFY|SUBSCRIBE) )/;
/** Escapes, elements and marks of damages: where one stands, the reader of texts has a look. */
const odd = /[\\&]|```|%0|#0| \.\.\.|<(?!sips?:|tel:)|"v=0/;
const lengths = /\r\n(?:content-length|l): ([^\r]*)/gi;
const types = /\r\n(?:content-type|c): ([^\r]*)/gi;

const nothingSaid: RecordDirectives = { side: null, role: null, profile: null };

/** The record of a block, as `readText` reads it; null where only that can tell. */
export function readPlainBlock(text: string): TextRecord | null {
  const parts = form.exec(text);
  if (parts === null || odd.test(text) || base64Signs.test(text) || numberSigns.test(text)) return null;
  const [, head = '', firstLine = '', headers = '', body = ''] = parts;
  const meta = metaOfHead(head);
  if (meta === null || head.includes('SIP')) return null;
  // A line that ends in a dot may be one of a log that prints its line ends so.
  if (firstLine.endsWith('.') || !begins.test(firstLine)) return null;
  if (onlyValue(lengths, headers) !== String(body.length)) return null;
  if (body !== '' && onlyValue(types, headers)?.toLowerCase() !== 'application/sdp') return null;
  const start = text.indexOf('\n') + 1;
  const behindHeaders = start + firstLine.length + headers.length + 2;
  const end = behindHeaders + body.length;
  return {
    kind: 'sip',
    format: sngrep.id,
    span: { start: 0, end },
    preamble: { start: 0, end: start },
    message: { start, end },
    continuations: [],
    content: text.slice(start, end),
    map: unbroken(start),
    meta,
    directives: nothingSaid,
    end: 'length',
    byteCount: null,
  };
}

/** The value of the only header of a name; null where there is none or more than one. */
function onlyValue(header: RegExp, headers: string): string | null {
  const [found, another] = headers.matchAll(header);
  return found === undefined || another !== undefined ? null : (found[1] ?? null);
}
