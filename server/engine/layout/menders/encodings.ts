/**
 * Messages in an encoding for octets: as in URLs (`INVITE%20sip%3A…%0D%0A`), base64, and lists of numbers as Go prints them
 * (`[73 78 86 …]`). They are told by what they hold, not by what the log calls them. Each stands where it was, as a string in
 * quotes if it stood in some, so that what is beside it is read as for any other string.
 */
import { ContentBuilder } from '../../basics/content';
import { startsMessage } from '../lines';
import type { Mended, Mender } from '../mender';
import { base64Signs, numberSigns } from '../signs';
import { escaped } from '../strings/unescape';

/** A decoded character, and where in its piece it stood. */
type Decode = (piece: string) => readonly Decoded[];
interface Decoded {
  readonly text: string;
  readonly at: number;
}

export const percentEncoded: Mender = {
  what: 'URL-encoded messages decoded',
  keepsOctets: true,
  mend: (text) =>
    text.includes('%0A') || text.includes('%0a')
      ? decodeAll(text, /[^\s"'<>&=;,]{40,}/g, (piece) => (/%0A/i.test(piece) ? fromPercent(piece) : []))
      : null,
};

export const base64: Mender = {
  what: 'base64 decoded',
  keepsOctets: true,
  mend: (text) =>
    base64Signs.test(text) ? decodeAll(text, /(?<![\w+/-])[\w+/-]{60,}={0,2}/g, fromBase64) : null,
};

export const numberLists: Mender = {
  what: 'lists of octets decoded',
  keepsOctets: true,
  mend: (text) =>
    numberSigns.test(text) ? decodeAll(text, /(?<=\[)\d{1,3}(?:,? \d{1,3}){40,}(?=\])/g, fromNumbers) : null,
};

function decodeAll(text: string, pieces: RegExp, decode: Decode): Mended | null {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  for (const found of text.matchAll(pieces)) {
    const [piece] = found;
    const decoded = decode(piece);
    const start = decoded.slice(0, 12).reduce((whole, each) => whole + each.text, '');
    if (!startsMessage(start, 0) && !/^v=0\r?\n/.test(start)) continue;
    const before = text.charAt(found.index - 1);
    const isList = before === '[';
    const isQuoted = before === '"' || isList;
    content.add(at, found.index - (isList ? 1 : 0));
    if (isList) content.put('"', found.index - 1);
    else if (!isQuoted && !content.isAtLineStart) content.put('\n', found.index);
    for (const each of decoded) content.put(isQuoted ? escaped(each.text) : each.text, found.index + each.at);
    at = found.index + piece.length + (isList ? 1 : 0);
    if (isList) content.put('"', at - 1);
    else if (!isQuoted) content.put('\n', at - 1);
    places.push(found.index);
  }
  if (places.length === 0) return null;
  content.add(at, text.length);
  return { content: content.content(), places };
}

function fromPercent(piece: string): readonly Decoded[] {
  // A form writes `+` for a blank.
  const isForm = piece.includes('+') && !piece.includes('%20');
  const decoded: Decoded[] = [];
  let at = 0;
  for (const found of piece.matchAll(isForm ? /\+|%[\da-f]{2}/gi : /%[\da-f]{2}/gi)) {
    if (found.index > at) decoded.push({ text: piece.slice(at, found.index), at });
    const [code] = found;
    decoded.push({
      text: code === '+' ? ' ' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
      at: found.index,
    });
    at = found.index + code.length;
  }
  if (at < piece.length) decoded.push({ text: piece.slice(at), at });
  return decoded;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Octets as Latin-1 characters, group by group; those of URLs (`-`, `_`) are read as well. */
function fromBase64(piece: string): readonly Decoded[] {
  const decoded: Decoded[] = [];
  for (let at = 0; at + 1 < piece.length; at += 4) {
    let bits = 0;
    let count = 0;
    for (const character of piece.slice(at, at + 4)) {
      const value = alphabet.indexOf(character === '-' ? '+' : character === '_' ? '/' : character);
      if (value < 0) break;
      bits = bits * 64 + value;
      count++;
    }
    if (count < 2) break;
    bits *= 64 ** (4 - count);
    const octets = [bits >> 16, (bits >> 8) & 255, bits & 255].slice(0, count - 1);
    decoded.push({ text: String.fromCharCode(...octets), at });
  }
  return decoded;
}

function fromNumbers(piece: string): readonly Decoded[] {
  return [...piece.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    text: String.fromCharCode(Number(digits) & 255),
    at: index,
  }));
}
