/** Turns text back into the bytes of a file: the opposite of `decode.ts`. */
import { decodeText, markLength, type Encoding } from './decode';

/**
 * The bytes of a file with another text, in the encoding that it has and with its byte order mark. Null where that cannot
 * be done without touching what stays: it is packed, or holds octets that its encoding does not know.
 */
export function reencoded(bytes: Uint8Array, text: string): Uint8Array | null {
  const was = decodeText(bytes);
  const mark = bytes.subarray(0, markLength(bytes));
  const same = encoded(was.text, was.encoding);
  const isExact =
    same?.length === bytes.length - mark.length &&
    same.every((octet, at) => octet === bytes[mark.length + at]);
  const content = encoded(text, was.encoding);
  if (!isExact || content === null) return null;
  const whole = new Uint8Array(mark.length + content.length);
  whole.set(mark);
  whole.set(content, mark.length);
  return whole;
}

function encoded(text: string, encoding: Encoding): Uint8Array | null {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'latin-1') {
    const codes = Array.from(text, (character) => character.charCodeAt(0));
    return codes.every((code) => code < 0x100) ? Uint8Array.from(codes) : null;
  }
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++)
    view.setUint16(at * 2, text.charCodeAt(at), encoding === 'utf-16le');
  return new Uint8Array(view.buffer);
}
