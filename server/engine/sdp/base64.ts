/** Base64 (RFC 4648 §4) without the host's help. Padding may be left out, as SRTP stacks do. */
import type { Span } from '../basics/span';

export interface Base64Fault extends Span {
  /** Says what is wrong without quoting the text, which may be a key. */
  readonly message: string;
}

/** The number of octets a base64 text holds; null where it is not base64. */
export function base64Octets(text: string): number | null {
  return base64Fault(text) === null ? octetsOf(digitsEnd(text)) : null;
}

/** The octets of a base64 text; null where it is not base64. */
export function decodeBase64(text: string): Uint8Array | null {
  if (base64Fault(text) !== null) return null;
  const end = digitsEnd(text);
  const octets = new Uint8Array(octetsOf(end));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < end; i++) {
    bits = ((bits << 6) | sextetOf(text.charCodeAt(i))) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    octets[at++] = (bits >> held) & 0xff;
  }
  return octets;
}

/** What keeps a text from being base64; its span counts from the text's start. Null where nothing does. */
export function base64Fault(text: string): Base64Fault | null {
  const end = digitsEnd(text);
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (sextetOf(code) >= 0) continue;
    const isUrlSafe = code === 0x2d || code === 0x5f;
    const message = isUrlSafe
      ? 'The key is in the URL-safe base64 alphabet ("-", "_"); "+" and "/" are wanted'
      : 'The key holds a character that is not base64';
    return { start: i, end: i + 1, message };
  }
  const padding = text.length - end;
  if (end % 4 === 1 || text.length === 0) {
    return {
      start: 0,
      end: text.length,
      message: `${end} base64 characters cannot be a whole number of octets`,
    };
  }
  if (padding > 0 && (end + padding) % 4 !== 0) {
    return {
      start: end,
      end: text.length,
      message: 'The padding ("=") does not fit the number of characters',
    };
  }
  return padding > 2
    ? { start: end, end: text.length, message: 'More than two padding characters ("=") stand at the end' }
    : null;
}

function digitsEnd(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x3d) end--;
  return end;
}

function octetsOf(digits: number): number {
  return Math.floor((digits * 3) / 4);
}

function sextetOf(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b) return 62;
  return code === 0x2f ? 63 : -1;
}
