import type { Crypto, KeyParam } from '../../sdp/crypto';
import { cryptosOf } from '../../sdp/query';
import type { Sdp } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isMasked } from '../srtp/crypto-lines';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-same-key',
  title: "The answer sends the offer's own key back",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §7.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, report }) {
    const offeredKeys = keysOf(offer.sdp);
    for (const { answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      for (const { key } of cryptosOf(answered).flatMap(withKeys)) {
        const offered = offeredKeys.get(plain(key));
        if (offered === undefined || plain(key) === '' || isMasked(key)) continue;
        report({
          in: answer,
          at: key.keySalt,
          message:
            'The answer carries the very key that was offered. Each direction needs a key of its own: the answerer ' +
            'must generate one.',
          related: [{ in: offer, at: offered.line, message: 'The same key was offered here.' }],
        });
      }
    }
  },
});

/** All keys of the m-lines of a body, the first line of each. */
function keysOf(sdp: Sdp): ReadonlyMap<string, Crypto> {
  const keys = new Map<string, Crypto>();
  for (const { crypto, key } of sdp.media.flatMap((media) => cryptosOf(media)).flatMap(withKeys)) {
    if (!keys.has(plain(key))) keys.set(plain(key), crypto);
  }
  return keys;
}

function withKeys(crypto: Crypto): readonly { readonly crypto: Crypto; readonly key: KeyParam }[] {
  return crypto.keyParams.map((key) => ({ crypto, key }));
}

/** The base64 text without padding, which some leave out. */
function plain({ keySalt }: KeyParam): string {
  let end = keySalt.text.length;
  while (end > 0 && keySalt.text[end - 1] === '=') end--;
  return keySalt.text.slice(0, end);
}
