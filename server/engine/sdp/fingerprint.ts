/** The value of `a=fingerprint` (RFC 8122 §5): a hash function's name and the certificate's hash. */
import type { Span, Token } from '../span';
import { emptyAt, fieldsOf, isTokenText, type FieldProblem } from './fields';
import type { AttributeLine } from './sdp';

export type FingerprintPart = 'structure' | 'hash' | 'octets';

export interface Fingerprint {
  readonly line: AttributeLine;
  /** As written; names are compared without regard to case. Empty where missing. */
  readonly hash: Token;
  /** The octets in hexadecimal, parted by colons. Empty where missing. */
  readonly octets: Token;
  /** How many octets there are; null where they are not hexadecimal pairs parted by colons. */
  readonly octetCount: number | null;
  /** RFC 8122 wants upper case. */
  readonly hasLowerCase: boolean;
  /** Whether the form is right; whether the count fits the hash function is for the reader to judge. */
  readonly valid: boolean;
  readonly problems: readonly FieldProblem<FingerprintPart>[];
}

const known = new WeakMap<AttributeLine, Fingerprint>();

/** Reads a fingerprint line; a line that breaks the grammar yields what could be read. */
export function fingerprintOf(line: AttributeLine): Fingerprint {
  const before = known.get(line);
  if (before !== undefined) return before;
  const fingerprint = read(line);
  known.set(line, fingerprint);
  return fingerprint;
}

function read(line: AttributeLine): Fingerprint {
  const value = line.attribute.value ?? emptyAt(line.attribute.name.end);
  const fields = fieldsOf(value);
  const problems: FieldProblem<FingerprintPart>[] = [];
  const report = (part: FingerprintPart, at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message, part });
  };

  const [hash = emptyAt(value.end), octets = emptyAt(value.end), surplus] = fields;
  const octetCount = countOf(octets.text);
  if (!isTokenText(hash.text))
    report('hash', hash, 'The hash function is missing; a name such as sha-256 is wanted');
  if (octets.text === '') report('octets', octets, 'The fingerprint has no octets');
  else if (octetCount === null) {
    report('octets', octets, 'The octets are not pairs of hexadecimal digits parted by colons');
  }
  if (surplus !== undefined) {
    const rest = { start: surplus.start, end: value.end };
    report('structure', rest, 'More stands behind the octets; nothing is wanted there');
  }
  return {
    line,
    hash,
    octets,
    octetCount,
    hasLowerCase: /[a-f]/.test(octets.text),
    valid: problems.length === 0,
    problems,
  };
}

function countOf(text: string): number | null {
  if (text.length % 3 !== 2) return null;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (i % 3 === 2 ? code !== 0x3a : !isHexDigit(code)) return null;
  }
  return (text.length + 1) / 3;
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
