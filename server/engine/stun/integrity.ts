/** MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256: whether a message was made with a password (RFC 8489 §14.5, §14.6). */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { StunIntegrity, StunMessage } from './message';
import { STUN_HEADER } from './parse';

const ATTRIBUTE_HEADER = 4;
/** SHA-256 may be cut to whole words, not below sixteen octets. */
const SHORTEST_SHA256 = 16;
const encoder = new TextEncoder();

/** Which of a message's attributes counts: the one with the stronger hash (RFC 8489 §9.1.3); null where it has none. */
export function decidingIntegrity({ integrity }: StunMessage): StunIntegrity | null {
  return integrity.find(({ hash }) => hash === 'sha256') ?? integrity[0] ?? null;
}

/**
 * Whether a message's integrity was made with a key. It covers what stands before the attribute, with a header whose
 * length counts up to the attribute's end.
 *
 * @param key an ICE password, or the octets of a long-term key
 */
export function isSignedWith(
  { bytes }: StunMessage,
  { hash, at, value }: StunIntegrity,
  key: string | Uint8Array,
): boolean {
  const full = hash === 'sha1' ? sha1.outputLen : sha256.outputLen;
  const isWhole = value.length === full;
  const isCut = hash === 'sha256' && value.length >= SHORTEST_SHA256 && value.length % 4 === 0;
  if (!isWhole && !(isCut && value.length < full)) return false;
  const signed = new Uint8Array(bytes.subarray(0, at));
  const length = at + ATTRIBUTE_HEADER + value.length - STUN_HEADER;
  signed[2] = length >>> 8;
  signed[3] = length & 0xff;
  const octets = typeof key === 'string' ? encoder.encode(key) : key;
  const mac = hmac(hash === 'sha1' ? sha1 : sha256, octets, signed);
  return value.every((octet, index) => octet === mac[index]);
}
