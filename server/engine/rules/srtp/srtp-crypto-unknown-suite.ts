import { findCryptoSuite } from '../../sdp/crypto-suites';
import type { Crypto } from '../../sdp/crypto';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { readableCryptosOf, suiteOf } from './crypto-lines';
import { correctedSuiteName } from './suite-names';

export const rule = defineRule({
  id: 'srtp-crypto-unknown-suite',
  title: 'The crypto suite is not one that an RFC defines',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 4568 §6.2, §9.2', 'RFC 6188 §5', 'RFC 7714 §14.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of readableCryptosOf(body)) {
      if (suiteOf(crypto) !== null) continue;
      const fix = body.role === 'answer' ? null : renaming(crypto);
      report({
        in: body,
        at: crypto.suite,
        message: messageFor(crypto.suite.text),
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

function messageFor(name: string): string {
  const correct = correctedSuiteName(name);
  if (correct !== null) {
    return `${name} is not a suite: the registered name is ${correct}. The far end ignores the line; its sender must correct it.`;
  }
  if (/^NULL_\w{1,40}$/i.test(name)) {
    return `${name} encrypts nothing and no RFC defines it for a=crypto. Its sender should not offer it.`;
  }
  return 'No RFC defines this suite, so the far end ignores the line and its key. The sender must name a registered one.';
}

/** Only where the key has the length of the suite that was meant. */
function renaming(crypto: Crypto): Fix | null {
  const name = correctedSuiteName(crypto.suite.text);
  const suite = name === null ? null : findCryptoSuite(name);
  if (name === null || suite === null) return null;
  if (crypto.keyParams.some(({ keyOctets }) => keyOctets !== suite.keySaltOctets)) return null;
  return { title: `Change the suite to ${name}`, edits: [replace(crypto.suite, name)] };
}
