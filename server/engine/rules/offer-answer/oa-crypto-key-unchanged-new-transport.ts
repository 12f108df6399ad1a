import type { KeyParam } from '../../sdp/crypto';
import { cryptosOf, hasFlag } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { identityOf } from '../srtp/key-material';
import { allProfiles, defineRule } from '../rule';
import { goingOn, moveElsewhere } from './earlier';

export const rule = defineRule({
  id: 'oa-crypto-key-unchanged-new-transport',
  title: 'A stream moves to another address or port and keeps its SDES key',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: "from Microsoft's side" }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §7.1.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    for (const stream of goingOn(body)) {
      if (!hasFlag(stream.after, 'crypto') || !hasFlag(stream.before, 'crypto')) continue;
      // A candidate that was there before is no new transport.
      const ends = moveElsewhere(body, stream);
      if (ends === null) continue;
      const known = keysOf(stream.before);
      const kept = [...keysOf(stream.after)].find(([identity]) => known.has(identity));
      const was = kept === undefined ? undefined : known.get(kept[0]);
      if (kept === undefined || was === undefined) continue;
      const isTeams = body.side === 'teams';
      report({
        in: body,
        at: kept[1].keySalt,
        severity: isTeams ? 'warning' : 'error',
        message:
          `The stream goes from ${ends.was.address.text} port ${ends.was.port} to ${ends.is.address.text} port ` +
          `${ends.is.port} and keeps its key. The new end counts packets from zero, the far end goes on counting: nothing ` +
          `is decrypted any more. ${
            isTeams
              ? 'The SBC must start its count anew for the new address.'
              : 'The sender must draw a new key with every new address or port.'
          }`,
        related: [{ in: stream.previous, at: was.keySalt, message: 'The same key, at the address before.' }],
      });
    }
  },
});

function keysOf(media: MediaSection): ReadonlyMap<string, KeyParam> {
  const keys = new Map<string, KeyParam>();
  for (const key of cryptosOf(media).flatMap(({ keyParams }) => keyParams)) {
    const identity = identityOf(key);
    if (identity !== null && !keys.has(identity)) keys.set(identity, key);
  }
  return keys;
}
