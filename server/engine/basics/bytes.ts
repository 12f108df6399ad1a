/**
 * Numbers and text out of bytes. What lies behind the end reads as zero, so that a packet that was cut off or lies
 * about its length never makes a reader throw; who must tell a zero from an absence compares lengths first.
 */

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** Two octets in network order. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Two octets, least significant first. */
export function u16le(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);
}

/** Four octets in network order, 0 to 4294967295. */
export function u32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}

/** Four octets, least significant first. */
export function u32le(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at + 3] ?? 0) << 24) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 1] ?? 0) << 8) |
      (bytes[at] ?? 0)) >>>
    0
  );
}

/** Whether ASCII text stands at an offset, case and all. */
export function hasAscii(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** A short range as text, each octet as the character of its number. */
export function asciiOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** The first offset of an octet in a range; -1 where it does not stand. */
export function indexOfByte(bytes: Uint8Array, value: number, start: number, end: number): number {
  const found = bytes.indexOf(value, start);
  return found >= 0 && found < end ? found : -1;
}

/** A copy. (`slice` of a Node `Buffer`, which hosts may hand over, is none.) */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(Math.max(0, end - start));
  copy.set(bytes.subarray(start, end));
  return copy;
}

/** Octets as lower case hexadecimal digits. */
export function toHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  // A text that grows two by two keeps all that it grew from.
  for (let at = start; at < end; at += HEX_PIECE) {
    const digits: number[] = [];
    for (let each = at; each < Math.min(end, at + HEX_PIECE); each++) {
      const octet = bytes[each] ?? 0;
      digits.push(DIGITS[octet >> 4] ?? 0, DIGITS[octet & 15] ?? 0);
    }
    text += String.fromCharCode(...digits);
  }
  return text;
}

const HEX_PIECE = 64;

/** UTF-8 text; octets that are none become U+FFFD. A NUL ends it where `untilNul` is set. */
export function toText(bytes: Uint8Array, start: number, end: number, untilNul = false): string {
  const nul = untilNul ? indexOfByte(bytes, 0, start, end) : -1;
  return UTF8.decode(bytes.subarray(start, nul < 0 ? end : nul));
}

const DIGITS: readonly number[] = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Octets from hexadecimal digits of either case; null where the text is anything else. */
export function hexToBytes(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const high = digit(text.charCodeAt(at * 2));
    const low = digit(text.charCodeAt(at * 2 + 1));
    if (high < 0 || low < 0) return null;
    bytes[at] = (high << 4) | low;
  }
  return bytes;
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
