/** What is wrong with the form of a STUN message, by its parts: a receiver must drop such a message (RFC 8489 §6.3). */
import type { StunMessage } from './message';
import { STUN_HEADER } from './parse';

/** `header`: its length, or no magic cookie. `attributes`: they do not fill the message. `fingerprint`: a wrong CRC. */
export type BrokenPart = 'header' | 'attributes' | 'fingerprint';

/** The first part that is wrong; what follows from it is not told again. Null where the form is right. */
export function brokenPartOf(stun: StunMessage): BrokenPart | null {
  if (stun.cut) return null;
  if (stun.classic || stun.length % 4 !== 0 || !isWhole(stun)) return 'header';
  if (stun.problems.length > 0) return 'attributes';
  return stun.fingerprint === 'bad' ? 'fingerprint' : null;
}

/** Whether all octets are there that the header tells of; else what seems to be missing may have been cut off. */
export function isWhole({ bytes, length }: StunMessage): boolean {
  return bytes.length === STUN_HEADER + length;
}

/** Why a receiver drops a message, in words; null where its form is right. */
export function whyDropped(stun: StunMessage): string | null {
  if (stun.classic) return 'it has no magic cookie, as in classic STUN';
  const [problem] = stun.problems;
  if (problem !== undefined) return problem;
  return stun.fingerprint === 'bad' ? 'its FINGERPRINT is wrong' : null;
}
