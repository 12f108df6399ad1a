/** Session keys out of a master key and a master salt (RFC 3711 §4.3, RFC 6188 §2, RFC 7714 §11). */
import { ctr } from '@noble/ciphers/aes.js';

/** What a session key is for (RFC 3711 §4.3.2). */
export const LABELS = {
  rtpEncryption: 0,
  rtpAuthentication: 1,
  rtpSalt: 2,
  rtcpEncryption: 3,
  rtcpAuthentication: 4,
  rtcpSalt: 5,
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];

const BLOCK = 16;
/** Where the label stands in the 112 bits that are XORed with the salt: before the 48 bits of the index. */
const LABEL_AT = 7;

/**
 * Derives a session key.
 *
 * @param salt 14 octets; the 12 of AES-GCM count from the left
 * @param index the packet's, divided by the key derivation rate; 0 without a rate. Up to 2^48.
 */
export function deriveKey(
  key: Uint8Array,
  salt: Uint8Array,
  label: Label,
  length: number,
  index = 0,
): Uint8Array {
  const start = new Uint8Array(BLOCK);
  start.set(salt.subarray(0, BLOCK - 2));
  start[LABEL_AT] = (start[LABEL_AT] ?? 0) ^ label;
  let rest = index;
  for (let at = LABEL_AT + 6; at > LABEL_AT; at--) {
    start[at] = (start[at] ?? 0) ^ (rest % 256);
    rest = Math.floor(rest / 256);
  }
  return ctr(key, start).encrypt(new Uint8Array(length));
}
