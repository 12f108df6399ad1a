/** Records of syslog (RFC 5424 §6.2.1, RFC 3164 §4.1.1) that hold a SIP message: a priority in angle brackets, then text. */
import { hasAscii, indexOfByte, u8 } from '../../basics/bytes';
import { sipStart } from './sip-start';

const LESS = 0x3c;
const GREATER = 0x3e;
const LF = 10;
const SP = 32;
const VERSION = 'SIP/2.0';

/** Where a SIP message begins in a record, at the beginning of a line or behind other text; -1 where none does. */
export function sipInSyslog(bytes: Uint8Array, start: number, end: number): number {
  if (!isRecord(bytes, start, end)) return -1;
  for (let at = indexOfByte(bytes, 0x53, start, end); at >= 0; at = indexOfByte(bytes, 0x53, at + 1, end)) {
    if (!hasAscii(bytes, at, VERSION)) continue;
    const begin = u8(bytes, at + VERSION.length) === SP ? at : requestAt(bytes, start, at);
    if (begin >= 0 && sipStart(bytes, begin, end) === 'yes') return begin;
  }
  return -1;
}

function isRecord(bytes: Uint8Array, start: number, end: number): boolean {
  if (u8(bytes, start) !== LESS) return false;
  let at = start + 1;
  while (at < start + 4 && u8(bytes, at) >= 48 && u8(bytes, at) <= 57) at++;
  return at > start + 1 && at < end && u8(bytes, at) === GREATER;
}

/** Of a request the method stands two words before the version. */
function requestAt(bytes: Uint8Array, start: number, version: number): number {
  const uri = wordBefore(bytes, start, version - 1);
  return uri < 0 || u8(bytes, version - 1) !== SP ? -1 : wordBefore(bytes, start, uri - 1);
}

/** Where the word begins that ends at `end`; -1 where there is none. */
function wordBefore(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && !isBorder(u8(bytes, at - 1))) at--;
  return at < end ? at : -1;
}

function isBorder(octet: number): boolean {
  return octet === SP || octet === LF || octet === GREATER;
}
