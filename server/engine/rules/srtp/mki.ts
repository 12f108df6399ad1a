/** What RFC 4568 §6.1 demands of a master key identifier. */
import type { Mki } from '../../sdp/crypto';

/** Octets; RFC 4568 §6.1. */
const maxLength = 128;

/** What is wrong with an MKI, as the end of a sentence; null where nothing is. */
export function mkiFault({ value, length, lengthValue }: Mki): string | null {
  if (length === null) return 'it has no length: a colon and the number of octets are wanted behind it';
  if (!/^\d+$/.test(value.text)) return 'it is no number';
  if (!/^\d+$/.test(length.text) || lengthValue === null) return 'its length is no number of octets';
  if (value.text.startsWith('0')) {
    return /^0+$/.test(value.text) ? 'it is 0: a positive number is wanted' : 'it begins with a zero';
  }
  if (lengthValue === 0) return 'its length is 0 octets';
  if (length.text.startsWith('0')) return 'its length begins with a zero';
  if (lengthValue > maxLength) return `its length is ${lengthValue} octets: ${maxLength} is the most`;
  if (!fits(value.text, lengthValue)) return 'the number does not fit into the length given';
  return null;
}

function fits(digits: string, octets: number): boolean {
  // A number of n octets has at most 2.41 n digits; longer texts need no arithmetic.
  if (digits.length > octets * 3) return false;
  return BigInt(digits) < 1n << BigInt(octets * 8);
}
