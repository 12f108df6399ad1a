import { cryptosOf, isSecureProfile } from '../../sdp/query';
import type { IceDescription } from '../../ice/description';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-dtls-on-sdes',
  title: 'DTLS arrives on a stream that negotiated SDES',
  severity: 'warning',
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing media protocols, "SDES"', 'RFC 7983 §7'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const told = new Set<number | null>();
    for (const { event, fork, in: message } of replay.steps) {
      if (event !== 'dtls' || fork === null || told.has(fork)) continue;
      const session = replay.forks[fork]?.main ?? null;
      if (session === null || !hasKeys(session.descriptions.sbc) || !hasKeys(session.descriptions.teams))
        continue;
      told.add(fork);
      report({
        in: message,
        message:
          `DTLS comes on a media port whose keys both SDPs carry (a=crypto). Between the SBC and Teams ` +
          'SDES is always used: whoever sends it must turn DTLS-SRTP off for this trunk.',
      });
    }
  },
});

function hasKeys(description: IceDescription | null): boolean {
  const media = description?.body.sdp.media[description.stream];
  return media !== undefined && isSecureProfile(media) && cryptosOf(media).length > 0;
}
