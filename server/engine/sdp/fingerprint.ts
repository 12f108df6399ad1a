/** The value of `a=fingerprint` (RFC 8122 §5): a hash function's name and the certificate's hash. */
import { perObject } from '../basics/memo';
import type { Token } from '../basics/span';
import { emptyAt, FieldReader, isTokenText, type FieldProblem } from './fields';
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

/** Reads a fingerprint line; a line that breaks the grammar yields what could be read. */
export const fingerprintOf = perObject(read);

function read(line: AttributeLine): Fingerprint {
  const reader = new FieldReader<FingerprintPart>(line);
  const missing = emptyAt(reader.value.end);
  const [hash = missing, octets = missing, surplus] = reader.fields;
  const octetCount = countOf(octets.text);
  reader.check('hash', hash, isTokenText, 'The hash function is missing; a name such as sha-256 is wanted');
  if (octets.text === '') reader.report('octets', octets, 'The fingerprint has no octets');
  else if (octetCount === null) {
    reader.report('octets', octets, 'The octets are not pairs of hexadecimal digits parted by colons');
  }
  reader.reportSurplus('structure', surplus, 'More stands behind the octets; nothing is wanted there');
  const problems = reader.problems();
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
