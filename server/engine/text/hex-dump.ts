/** Octets that a log prints as hexadecimal digits, mostly with the characters beside them. */
import { ContentBuilder, nothing } from '../basics/content';
import type { Content } from '../basics/content';
import type { Scanner } from './scanner';

/** No packet is longer. */
const MAX_OCTETS = 65_600;
const MAX_IN_LINE = 32;

export interface HexDump {
  readonly octets: Uint8Array;
  /** Where each octet stands in the text: its character where there is a column of them, else its digits. */
  readonly places: readonly number[];
  /** Behind the dump's last line. */
  readonly end: number;
}

/**
 * Reads the lines of a dump from an offset on.
 *
 * @param digitsIn where the digits begin in a line, behind its offset; -1 where a line is none of the dump
 * @param gap the blanks that stand in the middle of a line at most
 */
export function readHexDump(
  scanner: Scanner,
  start: number,
  digitsIn: (start: number, end: number) => number,
  gap = 2,
): HexDump {
  const { text } = scanner;
  const octets: number[] = [];
  const places: number[] = [];
  let column = -1;
  let at = start;
  while (at < text.length && octets.length < MAX_OCTETS) {
    const lineEnd = scanner.endOfLine(at);
    const end = scanner.withoutCr(at, lineEnd);
    const digits = digitsIn(at, end);
    if (digits < 0) break;
    const line = readLine(text, digits, end, gap);
    if (line.values.length === 0) break;
    // The characters stand at the same column in every line, perhaps between bars.
    if (column < 0)
      column = line.characters - at + (showCharacters(text, line.characters, line.values) ? 0 : 1);
    const hasCharacters =
      column > line.end - at &&
      at + column + line.values.length <= end &&
      showCharacters(text, at + column, line.values);
    for (const [index, value] of line.values.entries()) {
      octets.push(value);
      places.push(hasCharacters ? at + column + index : (line.places[index] ?? digits));
    }
    at = Math.min(lineEnd + 1, text.length);
  }
  return { octets: Uint8Array.from(octets), places, end: at };
}

/** Whether characters are those of the octets: a line that was cut has other text there. Only letters and digits print alike. */
function showCharacters(text: string, at: number, values: readonly number[]): boolean {
  return values.every((value, index) => !isLetterOrDigit(value) || text.charCodeAt(at + index) === value);
}

function isLetterOrDigit(code: number): boolean {
  const letter = code | 32;
  return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 122);
}

/** The text of a range of octets: UTF-8, and where it is none each octet as the character of its number. */
export function textOf(text: string, { octets, places }: HexDump, start: number, end: number): Content {
  if (start >= end) return nothing;
  const content = new ContentBuilder(text);
  let run = '';
  let runPlace = places[start] ?? 0;
  for (let at = start; at < end;) {
    const { character, length } = characterAt(octets, at, end);
    const place = places[at] ?? 0;
    if (run !== '' && place !== runPlace + run.length) {
      content.put(run, runPlace);
      run = '';
    }
    if (run === '') runPlace = place;
    run += character;
    at += length;
  }
  content.put(run, runPlace);
  return content.content();
}

interface Line {
  readonly values: readonly number[];
  readonly places: readonly number[];
  /** Behind the last digit. */
  readonly end: number;
  /** Where the characters begin, if there are any. */
  readonly characters: number;
}

/** Digits in groups of one or two octets; a wider gap ends them, except the one that some put in the middle. */
function readLine(text: string, start: number, end: number, gap: number): Line {
  const values: number[] = [];
  const places: number[] = [];
  let at = start;
  let behind = start;
  while (at < end && values.length < MAX_IN_LINE) {
    const value = hexAt(text, at);
    if (value < 0) break;
    values.push(value);
    places.push(at);
    at += 2;
    behind = at;
    let blanks = 0;
    while (at < end && text.charCodeAt(at) === 32) {
      at++;
      blanks++;
    }
    if (blanks > gap || (blanks > 1 && values.length !== 8) || values.length === 16) break;
  }
  return { values, places, end: behind, characters: at };
}

/** The octet that two digits at an offset say; -1 where there are none. */
export function hexAt(text: string, at: number): number {
  const high = digit(text.charCodeAt(at));
  const low = digit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function characterAt(
  octets: Uint8Array,
  at: number,
  end: number,
): { readonly character: string; readonly length: number } {
  const first = octets[at] ?? 0;
  const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  if (length > 1 && at + length <= end) {
    let code = first & (0x7f >> length);
    let valid = true;
    for (let next = at + 1; next < at + length; next++) {
      const octet = octets[next] ?? 0;
      if ((octet & 0xc0) !== 0x80) valid = false;
      code = (code << 6) | (octet & 0x3f);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (valid && code >= least && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000))
      return { character: String.fromCodePoint(code), length };
  }
  return { character: String.fromCharCode(first), length: 1 };
}
