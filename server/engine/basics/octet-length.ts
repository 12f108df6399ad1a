/** How many octets a text takes on the wire, for Content-Length and for sizes of packets. */

/** `crlf`: every LF without a CR before it counts as CRLF, as log files often keep only the LF. */
export type LineEnds = 'as-is' | 'crlf';

/** The octets of a text in UTF-8. A surrogate without partner counts as U+FFFD does. */
export function octetLength(text: string, lineEnds: LineEnds): number {
  let octets = 0;
  let previous = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      octets += lineEnds === 'crlf' && code === 0x0a && previous !== 0x0d ? 2 : 1;
    } else if (code < 0x800) {
      octets += 2;
    } else if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(i + 1))) {
      octets += 4;
      i++;
    } else {
      octets += 3;
    }
    previous = code;
  }
  return octets;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

// NaN, behind the last character, is none.
function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
