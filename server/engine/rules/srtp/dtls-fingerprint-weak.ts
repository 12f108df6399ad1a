import { allProfiles, defineRule } from '../rule';
import { fingerprintGroups, hashName } from './fingerprints';

export const rule = defineRule({
  id: 'dtls-fingerprint-weak',
  title: 'A fingerprint is made with a weak hash function',
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'for SHA-1 without a stronger one beside it' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8122 §5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const group of fingerprintGroups(body)) {
      const hasStronger = group.some((fingerprint) => /^sha-[2-5]/.test(hashName(fingerprint)));
      for (const fingerprint of group) {
        const name = hashName(fingerprint);
        if (name === 'md5' || name === 'md2') {
          report({
            in: body,
            at: fingerprint.hash,
            message:
              `${name.toUpperCase()} must not be used for fingerprints: a certificate that fits can be forged. The sender ` +
              'must use sha-256.',
          });
        } else if (name === 'sha-1' && !hasStronger) {
          report({
            in: body,
            at: fingerprint.hash,
            severity: 'info',
            message: 'SHA-1 is still allowed for fingerprints but old; the sender should use sha-256.',
          });
        }
      }
    }
  },
});
