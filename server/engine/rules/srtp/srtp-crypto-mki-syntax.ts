import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { mkiFault } from './mki';

export const rule = defineRule({
  id: 'srtp-crypto-mki-syntax',
  title: 'The MKI of a key is malformed',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1, §9.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const { mki } of readableCryptosOf(body).flatMap((crypto) => crypto.keyParams)) {
      const fault = mki === null ? null : mkiFault(mki);
      if (mki === null || fault === null) continue;
      report({
        in: body,
        at: mki,
        message:
          `The MKI cannot be used: ${fault}. The far end ignores the whole line: its sender must correct the MKI ` +
          'or leave it out.',
      });
    }
  },
});
