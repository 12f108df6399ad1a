import type { Crypto } from '../../sdp/crypto';
import { usedStreams } from '../../sdp/query';
import { moveBefore } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { readableCryptosIn, suiteOf } from './crypto-lines';

/** Bits, of the suites that end in _32. */
const shortTag = 32;

export const rule = defineRule({
  id: 'srtp-crypto-preference',
  title: 'A suite with a short tag is offered before its stronger sister',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 4568 §5.1.1', 'Direct Routing media protocols, "SRTP support requirements"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // The order means something in offers only.
    if (body.role !== 'offer') return;
    for (const media of usedStreams(body.sdp)) {
      const found = misordered(readableCryptosIn(media));
      if (found === null) continue;
      const { weak, strong } = found;
      report({
        in: body,
        at: weak.suite,
        message:
          `${weak.suite.text} stands before ${strong.suite.text}, and the order says what is preferred. ` +
          (body.side === 'teams'
            ? 'Microsoft offers so, yet requires AES_CM_128_HMAC_SHA1_80: the SBC must answer with that line.'
            : 'The sender should put the stronger suite first.'),
        related: [{ in: body, at: strong.suite, message: 'The stronger suite.' }],
        ...(body.side === 'sbc'
          ? {
              fix: {
                title: `Move ${strong.suite.text} up`,
                edits: moveBefore(body.content, strong.line, weak.line),
              },
            }
          : {}),
      });
    }
  },
});

/** The first line whose sister, the same cipher with the long tag, stands below it. Which cipher leads is taste. */
function misordered(cryptos: readonly Crypto[]): { readonly weak: Crypto; readonly strong: Crypto } | null {
  const strongest = new Map<string, Crypto>();
  let found: { readonly weak: Crypto; readonly strong: Crypto } | null = null;
  for (const crypto of cryptos.toReversed()) {
    const suite = suiteOf(crypto);
    if (suite === null) continue;
    const cipher = suite.name.replace(/_HMAC_SHA1_(?:32|80)$/, '');
    const strong = strongest.get(cipher);
    if (suite.srtpTagBits > shortTag) strongest.set(cipher, crypto);
    else if (strong !== undefined) found = { weak: crypto, strong };
  }
  return found;
}
