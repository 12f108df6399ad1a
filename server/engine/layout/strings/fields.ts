/**
 * What stands beside a string in the object that holds it: names and plain values, those of inner objects under both
 * names (`source.ip`). Read leniently, as objects are pasted in pieces and programs print them in ways of their own: JSON,
 * Python's dictionaries, Go's structures.
 */
import type { Span } from '../../basics/span';

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** Characters beside a string that are looked at, on either side: no record of a log has more. */
const REACH = 16_384;
/** An object within objects: an envelope, what it carries, its payload. */
const MAX_DEPTH = 4;
const MAX_VALUE = 80;
const MAX_FIELDS = 200;

/** Where the objects around a place between two tokens begin, the innermost first; none where it stands in no object. */
export function objectsAround(text: string, place: number, floor: number): readonly number[] {
  const found: number[] = [];
  const limit = Math.max(floor, place - REACH);
  let depth = 0;
  let at = place - 1;
  while (at >= limit) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) {
      const open = openingQuote(text, at, limit);
      // What is no string is an apostrophe.
      at = open < 0 ? at : open;
    } else if (code === 125 || code === 93) {
      depth++;
    } else if (code === 123 || code === 91) {
      if (depth > 0) depth--;
      else if (code === 123) found.push(at);
      // What else stands in a list is about others.
      else if (found.length > 0) return found;
      if (
        found.length === MAX_DEPTH ||
        (found.length > 0 && depth === 0 && code === 123 && !isValue(text, at))
      )
        return found;
    }
    at--;
  }
  return found;
}

/** Whether an object is the value of a field, and so stands in another one. */
function isValue(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  return text.charCodeAt(before) === 58;
}

function openingQuote(text: string, close: number, limit: number): number {
  const quote = text.charAt(close);
  for (
    let at = text.lastIndexOf(quote, close - 1);
    at >= limit && at >= 0;
    at = text.lastIndexOf(quote, at - 1)
  ) {
    if (!isEscaped(text, at)) return at;
    if (at === 0) break;
  }
  return -1;
}

/** Whether an odd number of backslashes stands before a place. */
export function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (before > 0 && text.charCodeAt(before - 1) === 92) before--;
  return (at - before) % 2 === 1;
}

/** Where the quote stands that closes a string; -1 where none does before the end of its line. */
export function closingQuote(text: string, from: number, quote: string, limit: number): number {
  for (let at = text.indexOf(quote, from); at >= 0 && at < limit; at = text.indexOf(quote, at + 1))
    if (!isEscaped(text, at)) return at;
  return -1;
}

export interface Fields {
  readonly fields: readonly Field[];
  /** Behind the innermost object that holds the string; where that does not end, behind the string. */
  readonly end: number;
}

const token = /\s+|[{}[\],]|"((?:[^"\\]|\\.){0,400})"|'((?:[^'\\]|\\.){0,400})'|[^\s"'{}[\],]+|["']/y;

/** The fields of the objects that begin at some places around a string, and where the innermost one ends. */
export function fieldsOf(text: string, objects: readonly number[], string: Span): Fields {
  const inner = objects[0] ?? string.start;
  const fields: Field[] = [];
  const open: string[] = [];
  let end = string.end;
  let name = '';
  let at = objects.at(-1) ?? string.start;
  const limit = Math.min(text.length, string.end + REACH);
  let innerDepth = -1;
  while (at < limit && fields.length < MAX_FIELDS) {
    if (at === string.start) {
      at = string.end;
      name = '';
      continue;
    }
    token.lastIndex = at;
    const parts = token.exec(text);
    if (parts === null) break;
    const [whole] = parts;
    const value = parts[1] ?? parts[2];
    if (whole === '{' || whole === '[') {
      if (at === inner) innerDepth = open.length;
      open.push(whole === '[' ? '[' : name);
      name = '';
    } else if (whole === '}' || whole === ']') {
      open.pop();
      name = '';
      if (open.length === innerDepth) end = at + 1;
      if (open.length === 0) break;
    } else if (whole === ',') {
      name = '';
    } else if (value !== undefined) {
      const isName = name === '' && /^\s{0,4}[:=]/.test(text.slice(at + whole.length, at + whole.length + 6));
      if (isName) name = value;
      else if (name !== '') put(value);
    } else if (whole.trim() !== '') {
      bareWord(whole);
    }
    at += whole.length;
  }
  return { fields, end };

  function bareWord(word: string): void {
    const mark = word.search(/[:=]/);
    if (mark === 0) {
      if (word.length > 1) put(word.slice(1));
    } else if (name === '' && mark > 0) {
      name = word.slice(0, mark);
      if (mark < word.length - 1) put(word.slice(mark + 1));
    } else if (name !== '') {
      put(word);
    }
  }

  function put(value: string): void {
    const isInList = open.includes('[', innerDepth < 0 ? 0 : innerDepth + 1);
    const path = [...open.filter((each) => each !== '' && each !== '[' && !each.startsWith('_')), name].join(
      '.',
    );
    name = '';
    if (!isInList && value.length <= MAX_VALUE) fields.push({ name: path, value });
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
