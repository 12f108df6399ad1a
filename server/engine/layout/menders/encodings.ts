/**
 * Messages in an encoding for octets: as in URLs (`INVITE%20sip%3A…%0D%0A`), base64, lists of numbers as Go prints them
 * (`[73 78 86 …]`), and streams that Wireshark follows, as it saves them. They are told by what they hold, not by what the log calls
 * them. Each stands where it was, as a string in quotes if it stood in some, so that what is beside it is read as for any other string.
 */
import { ContentBuilder } from '../../basics/content';
import { startsFirstLine } from '../lines';
import type { Mended, Mender } from '../mender';
import { base64Signs, numberSigns } from '../signs';
import { escaped, ofOctets } from '../strings/unescape';

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

const wholeOrWrapped =
  /(?<![\w+/-])(?:(?:[\w+/-]{60,76}\r?\n[ \t]{0,16})+[\w+/-]{1,76}={0,2}(?=\s|$)|[\w+/-]{60,}={0,2})/g;

export const base64: Mender = {
  what: 'base64 decoded',
  keepsOctets: true,
  mend: (text) => (base64Signs.test(text) ? decodeAll(text, wholeOrWrapped, fromBase64) : null),
};

export const numberLists: Mender = {
  what: 'lists of octets decoded',
  keepsOctets: true,
  mend: (text) =>
    numberSigns.test(text) ? decodeAll(text, /(?<=\[)\d{1,3}(?:,? \d{1,3}){40,}(?=\])/g, fromNumbers) : null,
};

/** YAML with base64, and C arrays, as of which one may also paste an array of a program. */
const peer = /- peer: (\d)\s+host: (\S{1,60})\s+port: (\d{1,5})/g;
const followed =
  /- packet: \d+\s+peer: (\d)\s+index: \d+\s+timestamp: ([\d.]+)\s+data: !!binary \|\r?\n((?:[ \t]+[A-Za-z\d+/]+={0,2}(?:\r?\n|$))+)|char (\w+)\[\] = \{(?: \/\* Packet \d+ \*\/)?([\s\da-fx,]+)\};?\s*/g;

export const followedStreams: Mender = {
  what: 'followed streams decoded',
  keepsOctets: true,
  mend: (text) => (text.includes('!!binary |') || text.includes('[] = {') ? decodeStreams(text) : null),
};

function decodeStreams(text: string): Mended | null {
  const ends = Array.from(text.matchAll(peer), ([, , host, port]) => `[${host}]:${port}`);
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  let sender = '';
  for (const { index, 0: whole, 1: one, 2: time, 3: lines, 4: name = '', 5: list = '' } of text.matchAll(
    followed,
  )) {
    const decoded = utf8(lines === undefined ? fromNumbers(list) : fromBase64(lines));
    // `peer0_3` is the fourth array of one side.
    const from = one ?? name.replace(/_.*/, '');
    if (begins(decoded)) {
      content.add(at, index);
      content.put('\n', index);
      const [source, destination] = [ends[Number(one)], ends[1 - Number(one)]];
      const way = source === undefined || destination === undefined ? '' : ` ${source} -> ${destination}`;
      if (time !== undefined) content.put(`${time}${way}\n`, index);
      sender = from;
      places.push(index);
    } else if (sender !== from) continue;
    const start = index + whole.lastIndexOf(lines ?? list);
    for (const each of decoded) content.put(each.text, start + each.at);
    at = index + whole.length;
  }
  if (places.length === 0) return null;
  content.add(at, text.length);
  return { content: content.content(), places };
}

/** Octets as characters of UTF-8 where they are some, else as those of Latin-1. */
function utf8(decoded: readonly Decoded[]): readonly Decoded[] {
  const octets = decoded.map(({ text }) => text).join('');
  if (!/[\x80-\xff]/.test(octets)) return decoded;
  const places = decoded.flatMap(({ text, at }) => Array<number>(text.length).fill(at));
  return Array.from(octets.matchAll(/[\xc2-\xf4][\x80-\xbf]{1,3}|[^]/g), ({ 0: piece, index }) => ({
    text: ofOctets(piece),
    at: places[index] ?? 0,
  }));
}

function begins(decoded: readonly Decoded[]): boolean {
  const start = decoded.slice(0, 16).reduce((whole, each) => whole + each.text, '');
  return startsFirstLine(start, 0);
}

function decodeAll(text: string, pieces: RegExp, decode: Decode): Mended | null {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  for (const found of text.matchAll(pieces)) {
    const [piece] = found;
    const decoded = utf8(decode(piece));
    if (!begins(decoded)) continue;
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
  return Array.from(piece.matchAll(/%([\da-f]{2})|[%+]|[^%+]+/gi), ({ 0: whole, 1: digits, index }) => ({
    text: digits !== undefined ? ofCode(`0x${digits}`) : isForm && whole === '+' ? ' ' : whole,
    at: index,
  }));
}

/** Octets, line by line; those of URLs (`-`, `_`) are read as well. */
function fromBase64(piece: string): readonly Decoded[] {
  return Array.from(piece.matchAll(/[\w+/-]+/g), ({ 0: line, index }) => {
    // One digit more tells no octet.
    const digits = line.slice(0, line.length - (line.length % 4 === 1 ? 1 : 0));
    const octets = atob(digits.replaceAll('-', '+').replaceAll('_', '/'));
    return (octets.match(/[^]{1,3}/g) ?? []).map((text, at) => ({ text, at: index + at * 4 }));
  }).flat();
}

function fromNumbers(piece: string): readonly Decoded[] {
  return Array.from(piece.matchAll(/[\da-fx]+/g), ({ 0: digits, index }) => ({
    text: ofCode(digits),
    at: index,
  }));
}

function ofCode(digits: string): string {
  return String.fromCharCode(Number(digits) & 255);
}
