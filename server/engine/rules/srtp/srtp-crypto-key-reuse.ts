import type { Described } from '../../calls/call';
import type { Crypto, KeyParam } from '../../sdp/crypto';
import { isBundledIntoAnother } from '../../sdp/mids';
import { hasFlag } from '../../sdp/query';
import { encloses } from '../../basics/span';
import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { identityOf } from './key-material';

export const rule = defineRule({
  id: 'srtp-crypto-key-reuse',
  title: 'One key stands in two places of a description',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: "from Microsoft's side and where a=cryptoscale shows Microsoft's stack" },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    const severity = isMicrosofts(body) ? 'warning' : 'error';
    const seen = new Map<string, KeyParam>();
    for (const key of ownCryptos(body).flatMap((crypto) => crypto.keyParams)) {
      const identity = identityOf(key);
      if (identity === null) continue;
      const first = seen.get(identity);
      if (first === undefined) {
        seen.set(identity, key);
        continue;
      }
      report({
        in: body,
        at: key.keySalt,
        severity,
        message:
          'This key stands in an earlier place of this SDP already. Every a=crypto line and every stream needs a key of ' +
          'its own: two streams under one key can give their content away. ' +
          (severity === 'warning'
            ? "Microsoft's stacks do this; use the key as it is."
            : 'The sender must draw another.'),
        related: [{ in: body, at: first.keySalt, message: 'The same key.' }],
      });
    }
  },
});

/** Bundled streams share one transport and with it the keys (RFC 8859, category TRANSPORT): one of them counts. */
function ownCryptos(body: Described): readonly Crypto[] {
  const shared = body.sdp.media.filter((media) => isBundledIntoAnother(body.sdp, media));
  return readableCryptosOf(body).filter(({ line }) => !shared.some((media) => encloses(media, line)));
}

/** Lync, Skype for Business and Teams repeat one key on their alternatives. */
function isMicrosofts(body: Described): boolean {
  return body.side === 'teams' || body.sdp.media.some((media) => hasFlag(media, 'cryptoscale'));
}
