import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { mkiFault } from './mki';

export const rule = defineRule({
  id: 'srtp-crypto-mki-mixed-length',
  title: 'The keys of one a=crypto line have MKIs of different lengths',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const { keyParams } of readableCryptosOf(body)) {
      if (keyParams.length < 2) continue;
      if (keyParams.some(({ mki }) => mki !== null && mkiFault(mki) !== null)) continue;
      const bare = keyParams.find(({ mki }) => mki === null);
      if (bare !== undefined) {
        report({
          in: body,
          at: bare,
          message:
            'This line has several keys, and this one has no MKI. A packet tells its key by the MKI alone: the sender ' +
            'must give each key one, all of the same length.',
        });
        continue;
      }
      const wanted = keyParams[0]?.mki?.lengthValue;
      const odd = keyParams.find(({ mki }) => mki?.lengthValue !== wanted)?.mki;
      if (odd === undefined || odd === null || wanted === undefined || wanted === null) continue;
      report({
        in: body,
        at: odd,
        message:
          `This MKI is ${odd.length?.text ?? ''} octets long, that of the line's first key ${wanted}. A receiver finds ` +
          'the MKI in a packet by its length: the sender must make all of one length.',
      });
    }
  },
});
