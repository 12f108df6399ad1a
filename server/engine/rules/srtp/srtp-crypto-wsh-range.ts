import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { nameOf, sessionParamsOf } from './session-params';

const least = 64;

export const rule = defineRule({
  id: 'srtp-crypto-wsh-range',
  title: 'The window size hint is below 64 or malformed',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.3.6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const param of readableCryptosOf(body).flatMap(sessionParamsOf)) {
      if (nameOf(param) !== 'WSH') continue;
      const text = param.value?.text ?? '';
      if (/^[1-9]\d*$/.test(text) && Number(text) >= least) continue;
      report({
        in: body,
        at: param,
        message:
          `WSH must be a number of at least ${least} without a leading zero: it is the window in which a receiver ` +
          'looks for replayed packets. The sender should write 64 or leave it out.',
        fix: { title: 'Set WSH to 64', edits: [replace(param, `${param.name.text}=${least}`)] },
      });
    }
  },
});
