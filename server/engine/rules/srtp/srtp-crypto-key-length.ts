import { allProfiles, defineRule } from '../rule';
import { blankInKey, isMasked, readableCryptosOf, suiteOf } from './crypto-lines';

export const rule = defineRule({
  id: 'srtp-crypto-key-length',
  title: 'The key has not the length that its suite demands',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1, §6.2', 'RFC 6188 §5', 'RFC 7714 §14.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of readableCryptosOf(body)) {
      const suite = suiteOf(crypto);
      if (suite === null || blankInKey(crypto) !== null) continue;
      for (const key of crypto.keyParams) {
        if (key.keyOctets === null || key.keyOctets === suite.keySaltOctets || isMasked(key)) continue;
        report({
          in: body,
          at: key.keySalt,
          message:
            `The key holds ${octets(key.keyOctets)}; ${suite.name} wants ${suite.keySaltOctets}: ` +
            `${suite.masterKeyOctets} of key and ${suite.masterSaltOctets} of salt, ` +
            `${suite.base64Characters} characters of base64. The far end ignores the line: its sender must write a whole key.`,
        });
      }
    }
  },
});

function octets(count: number): string {
  return count === 1 ? '1 octet' : `${count} octets`;
}
