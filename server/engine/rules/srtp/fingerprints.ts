/** The `a=fingerprint` lines that count, and the hash functions they may name (RFC 8122 §5). */
import type { Described } from '../../calls/call';
import { fingerprintOf, type Fingerprint } from '../../sdp/fingerprint';
import { attributesOf, usedStreams } from '../../sdp/query';
import { cutLineOf } from '../../calls/cut-off';

/** Octets of a hash, by the name of its function. */
export const hashOctets: ReadonlyMap<string, number> = new Map([
  ['sha-1', 20],
  ['sha-224', 28],
  ['sha-256', 32],
  ['sha-384', 48],
  ['sha-512', 64],
  ['md5', 16],
  ['md2', 16],
]);

/**
 * The fingerprints of the session and of each stream in use, in groups that hold together. A line that the trace
 * stops within is left out.
 */
export function fingerprintGroups(body: Described): readonly (readonly Fingerprint[])[] {
  const cut = cutLineOf(body);
  return [body.sdp.session, ...usedStreams(body.sdp)].map((section) =>
    attributesOf(section, 'fingerprint')
      .filter(({ index }) => index !== cut?.index)
      .map(fingerprintOf),
  );
}

/** The hash function's name as the RFC spells it. */
export function hashName({ hash }: Fingerprint): string {
  return hash.text.toLowerCase();
}
