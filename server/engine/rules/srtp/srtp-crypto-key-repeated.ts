import { usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { readableCryptosIn } from './crypto-lines';
import { identityOf, isSampleKey } from './key-material';

export const rule = defineRule({
  id: 'srtp-crypto-key-repeated',
  title: 'A call has the key of an earlier call',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    const { repeatedKeys } = signalling;
    if (repeatedKeys.size === 0) return;
    // A 200 repeats its 183's; each key is told once.
    const told = new Set<string>();
    for (const body of call.bodies) {
      for (const key of usedStreams(body.sdp)
        .flatMap(readableCryptosIn)
        .flatMap(({ keyParams }) => keyParams)) {
        const identity = identityOf(key);
        // A published key is told by srtp-crypto-known-key.
        if (identity === null || told.has(identity) || isSampleKey(key.keySalt.text)) continue;
        if (!repeatedKeys.has(identity)) continue;
        told.add(identity);
        report({
          in: body,
          at: key.keySalt,
          message:
            'A call earlier in this trace, which was over before this one began, had the same key. Whoever records both can ' +
            'undo the encryption of either where they overlap. The sender must draw a new random key for each call.',
        });
      }
    }
  },
});
