/** Turns the bytes of a file into text: byte order marks, UTF-16 without one, UTF-8, else Latin-1. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  /** It looks like no text at all: a picture, a capture. The text is given nevertheless. */
  readonly binary: boolean;
}

/** How much of a file is looked at to guess what it is. */
const SAMPLE = 8192;

/** Decodes a file; a byte order mark is not part of the text. NUL bytes are kept. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return utf8OrLatin1(bytes.subarray(3));
  if (startsWith(bytes, [0xff, 0xfe])) return utf16(bytes.subarray(2), 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return utf16(bytes.subarray(2), 'utf-16be');
  const guessed = guessUtf16(bytes);
  return guessed === null ? utf8OrLatin1(bytes) : utf16(bytes, guessed);
}

/** Decodes octets whose encoding is known, without a mark before them. What UTF-8 does not allow is replaced. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  return encoding === 'latin-1'
    ? latin1(bytes)
    : new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** Octets of a byte order mark. */
export function markLength(bytes: Uint8Array): 0 | 2 | 3 {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 3;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ? 2 : 0;
}

/** Tells how {@link decodeText} would decode a file that comes in pieces; the first of them holds some thousand octets. */
export class EncodingWatch {
  private wide: 'utf-16le' | 'utf-16be' | null = null;
  private isBegun = false;
  private readonly utf8 = new Utf8Watch();

  /** Takes the next piece. */
  see(piece: Uint8Array): void {
    if (!this.isBegun) {
      this.isBegun = true;
      const { encoding } = decodeText(piece.subarray(0, SAMPLE));
      if (encoding === 'utf-16le' || encoding === 'utf-16be') this.wide = encoding;
    }
    if (this.wide === null) this.utf8.see(piece);
  }

  /** The encoding of all pieces, behind the last of them. */
  finish(): Encoding {
    return this.wide ?? (this.utf8.isWhole() ? 'utf-8' : 'latin-1');
  }
}

/** Whether octets that come in pieces are UTF-8 (RFC 3629 §4). A decoder would make text of them all to say so. */
class Utf8Watch {
  private isBroken = false;
  /** Octets that the character lacks in which the pieces end. */
  private lacks = 0;
  /** What its next octet may be. */
  private lowest = 0x80;
  private highest = 0xbf;

  see(piece: Uint8Array): void {
    if (this.isBroken) return;
    let { lacks } = this;
    // By place: an iterator takes many times as long until the loop is compiled, and a file is read once.
    for (let at = 0; at < piece.length; at++) {
      const octet = piece[at] ?? 0;
      if (lacks === 0) {
        if (octet < 0x80) continue;
        lacks = this.begin(octet);
        if (lacks === 0) break;
      } else if (octet < this.lowest || octet > this.highest) {
        this.isBroken = true;
        break;
      } else {
        lacks--;
        this.lowest = 0x80;
        this.highest = 0xbf;
      }
    }
    this.lacks = lacks;
  }

  isWhole(): boolean {
    return !this.isBroken && this.lacks === 0;
  }

  /** Octets that follow the first of a character; none can follow one that begins no character. */
  private begin(first: number): number {
    this.isBroken = first < 0xc2 || first > 0xf4;
    // No character is written longer than it must be, none is half of a pair, and there are none behind U+10FFFF.
    this.lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    this.highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (this.isBroken) return 0;
    return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  }
}

function utf8OrLatin1(bytes: Uint8Array): DecodedText {
  try {
    // A second mark would be content.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: 'utf-8', binary: looksBinary(bytes, 0.1) };
  } catch {
    return { text: latin1(bytes), encoding: 'latin-1', binary: looksBinary(bytes, 0.05) };
  }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText {
  return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), encoding, binary: false };
}

/** Each byte as the character of its number. (The platform's `latin1` is Windows-1252.) */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SAMPLE) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + SAMPLE)));
  }
  return parts.join('');
}

/** UTF-16 of mostly ASCII text has a NUL in nearly every second byte, and hardly any in the others. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, SAMPLE) & ~1;
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

/** A known signature, or more than a share of control characters other than those that logs hold. */
function looksBinary(bytes: Uint8Array, share: number): boolean {
  if (signatures.some((signature) => startsWith(bytes, signature))) return true;
  const sample = bytes.subarray(0, SAMPLE);
  if (startLine.test(latin1(sample.subarray(0, LONGEST_START_LINE)))) return false;
  let odd = 0;
  for (const byte of sample) if (byte < 32 && !(byte >= 7 && byte <= 13) && byte !== 27) odd++;
  return odd > sample.length * share;
}

/** A SIP message is one whatever its body is (RFC 4475 §3.1.1.11). */
const startLine = /^(?:SIP\/2\.0 [1-6]\d\d |[A-Z]{3,10} [^\s<>]{1,400} SIP\/2\.0\r?\n)/;
const LONGEST_START_LINE = 512;

/** Files that begin like text or that people open by mistake: captures, pictures, archives. */
const signatures: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff], // JPEG
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0x50, 0x4b, 0x03, 0x04], // ZIP
  [0x1f, 0x8b], // gzip
  [0x28, 0xb5, 0x2f, 0xfd], // zstd
  [0x25, 0x50, 0x44, 0x46, 0x2d], // PDF
  [0xd4, 0xc3, 0xb2, 0xa1], // pcap
  [0xa1, 0xb2, 0xc3, 0xd4],
  [0x4d, 0x3c, 0xb2, 0xa1], // pcap with nanoseconds
  [0xa1, 0xb2, 0x3c, 0x4d],
  [0x34, 0xcd, 0xb2, 0xa1], // "modified" pcap
  [0x0a, 0x0d, 0x0d, 0x0a], // pcapng
  [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00, 0x00, 0x00], // snoop
];

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}
