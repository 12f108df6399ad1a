/** Whether a SIP message begins at a place (RFC 3261 §7.1, §7.2). */
import { hasAscii, indexOfByte } from '../../basics/bytes';

const LF = 10;
const CR = 13;
const SP = 32;
const LONGEST_METHOD = 32;
/** Longest first line that is waited for; URIs of more than some hundred octets are rare. */
const LONGEST_LINE = 8192;

/** `maybe`: what is there could become a start line, if more of it came. */
export function sipStart(bytes: Uint8Array, start: number, end: number): 'yes' | 'no' | 'maybe' {
  let at = start;
  while (at < end && at - start <= LONGEST_METHOD && isMethodCharacter(bytes[at] ?? 0)) at++;
  if (at === end) return at > start && at - start <= LONGEST_METHOD ? 'maybe' : 'no';
  if (bytes[at] === 0x2f) return statusLine(bytes, start, end);
  if (at === start || bytes[at] !== SP) return 'no';
  const limit = Math.min(end, start + LONGEST_LINE);
  let lineEnd = indexOfByte(bytes, LF, at, limit);
  if (lineEnd < 0) return end - start < LONGEST_LINE ? 'maybe' : 'no';
  while (lineEnd > at && isBlank(bytes[lineEnd - 1] ?? 0)) lineEnd--;
  return isVersion(bytes, lineEnd - 7) && bytes[lineEnd - 8] === SP ? 'yes' : 'no';
}

/** The next place behind `start` where a line begins with a SIP start line; -1 where there is none. */
export function findSipStart(bytes: Uint8Array, start: number, end: number): number {
  let at = indexOfByte(bytes, LF, start, end);
  while (at >= 0) {
    if (sipStart(bytes, at + 1, end) === 'yes') return at + 1;
    at = indexOfByte(bytes, LF, at + 1, end);
  }
  return -1;
}

function statusLine(bytes: Uint8Array, start: number, end: number): 'yes' | 'no' | 'maybe' {
  const version = 'SIP/2.0 ';
  const there = Math.min(version.length, end - start);
  if (!hasAscii(bytes, start, version.slice(0, there))) return 'no';
  if (there < version.length || start + 9 > end) return 'maybe';
  const digit = bytes[start + 8] ?? 0;
  return digit >= 0x31 && digit <= 0x36 ? 'yes' : 'no';
}

/** `SIP/2.0`; its letters in any case (RFC 3261 §7.1). */
function isVersion(bytes: Uint8Array, at: number): boolean {
  return (
    hasAscii(bytes, at + 3, '/2.0') &&
    ((bytes[at] ?? 0) | 32) === 0x73 &&
    ((bytes[at + 1] ?? 0) | 32) === 0x69 &&
    ((bytes[at + 2] ?? 0) | 32) === 0x70
  );
}

/** A token (RFC 3261 §25.1). */
function isMethodCharacter(character: number): boolean {
  return (
    (character >= 65 && character <= 90) ||
    (character >= 97 && character <= 122) ||
    (character >= 48 && character <= 57) ||
    "-.!%*_+`'~".includes(String.fromCharCode(character))
  );
}

function isBlank(character: number): boolean {
  return character === SP || character === CR || character === 9;
}
