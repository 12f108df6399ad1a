import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { nameOf, sessionParamsOf } from './session-params';

export const rule = defineRule({
  id: 'srtp-crypto-kdr-range',
  title: 'The key derivation rate is not a number from 1 to 24',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.3.1, §9.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const param of readableCryptosOf(body).flatMap(sessionParamsOf)) {
      if (nameOf(param) !== 'KDR' || /^(?:[1-9]|1\d|2[0-4])$/.test(param.value?.text ?? '')) continue;
      report({
        in: body,
        at: param,
        message:
          'KDR must be a number from 1 to 24 without a leading zero: n stands for a new derivation every 2^n packets. ' +
          'The far end ignores the line: the sender must correct it or leave it out.',
      });
    }
  },
});
