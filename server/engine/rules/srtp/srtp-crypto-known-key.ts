import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { isUniform, publishedIn } from './key-material';

export const rule = defineRule({
  id: 'srtp-crypto-known-key',
  title: 'The key is a published sample or all of one octet',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const key of readableCryptosOf(body).flatMap((crypto) => crypto.keyParams)) {
      const document = publishedIn(key);
      if (document === null && !isUniform(key)) continue;
      report({
        in: body,
        at: key.keySalt,
        message:
          (document === null ? 'All octets of this key are the same' : `This key is printed in ${document}`) +
          ': anybody can decrypt the call. The sender must draw a random key for every call.',
      });
    }
  },
});
