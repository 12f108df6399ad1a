/** How many octets a text takes on the wire, for Content-Length and for sizes of packets. */

/** `crlf`: every LF without a CR before it counts as CRLF, as log files often keep only the LF. */
export type LineEnds = 'as-is' | 'crlf';

/** `latin-1`: each character was one octet, as where a message is no UTF-8. */
export type Charset = 'utf-8' | 'latin-1';

/**
 * The octets of a part of a text, where it is known how many all of it has: its line ends and characters are counted so
 * that the whole comes out. Null where it comes out in no way.
 */
export function octetsOfPart(whole: string, part: string, octets: number): number | null {
  for (const charset of ['utf-8', 'latin-1'] as const) {
    for (const lineEnds of ['crlf', 'as-is'] as const) {
      if (octetLength(whole, lineEnds, charset) === octets) return octetLength(part, lineEnds, charset);
    }
  }
  return null;
}

/** The octets of a text. A surrogate without partner counts as U+FFFD does. */
export function octetLength(text: string, lineEnds: LineEnds, charset: Charset = 'utf-8'): number {
  // Nearly all SIP is ASCII; to search is many times faster than to look at each character.
  if (charset === 'latin-1' || !beyondAscii.test(text))
    return text.length + (lineEnds === 'crlf' ? loneLineFeeds(text) : 0);
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

const beyondAscii = /[\x80-\uffff]/;

function loneLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (text[at - 1] !== '\r') count++;
  return count;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

// NaN, behind the last character, is none.
function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
