import { base64Octets } from '../../sdp/base64';
import type { Crypto, KeyParam } from '../../sdp/crypto';
import { replace } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix } from '../rule';
import { blankInKey, isMasked, readableCryptosOf, suiteOf } from './crypto-lines';

export const rule = defineRule({
  id: 'srtp-crypto-key-base64',
  title: 'The key is not base64',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1, §9.2', 'RFC 4648 §4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of readableCryptosOf(body)) {
      const broken = blankInKey(crypto);
      if (broken !== null) {
        report({
          in: body,
          at: broken.key,
          message:
            'A blank cuts the key in two. The far end reads half a key: its sender must write it in one piece.',
          fix: { title: 'Take the blank out of the key', edits: [replace(broken.blank, '')] },
        });
        continue;
      }
      for (const key of crypto.keyParams) {
        if (key.base64Problem === null || isMasked(key)) continue;
        const fix = plainAlphabet(crypto, key);
        report({
          in: body,
          at: key.keySalt,
          message: `${key.base64Problem.message}. The far end cannot read the key: its sender must write plain base64.`,
          ...(fix === null ? {} : { fix }),
        });
      }
    }
  },
});

/** Writes + and / for - and _, where that makes a key of the suite's length. */
function plainAlphabet(crypto: Crypto, { keySalt: { text, start } }: KeyParam): Fix | null {
  if (!/[-_]/.test(text)) return null;
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const octets = base64Octets(plain);
  if (octets === null || octets !== suiteOf(crypto)?.keySaltOctets) return null;
  const edits: Edit[] = [];
  for (const { index } of text.matchAll(/[-_]/g)) {
    edits.push(replace({ start: start + index, end: start + index + 1 }, plain.charAt(index)));
  }
  return { title: 'Write the key in plain base64 (+ and /)', edits };
}
