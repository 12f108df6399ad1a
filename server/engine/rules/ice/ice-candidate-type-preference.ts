import { splitPriority } from '../../ice/priority';
import type { Candidate } from '../../sdp/candidate';
import { usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { typeOf, udpOverIpv4In } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-type-preference',
  title: 'Teams prefers its relay to every direct candidate',
  severity: 'info',
  basis: 'should',
  applies: 'teams',
  source: ['RFC 8445 §5.1.2.1, §5.1.2.2'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      const candidates = udpOverIpv4In(media).filter(({ componentValue }) => componentValue === 1);
      const relay = mostPreferred(candidates.filter(isRelay));
      const direct = mostPreferred(candidates.filter((candidate) => !isRelay(candidate)));
      if (relay === null || direct === null) continue;
      const preference = typePreference(relay);
      if (preference <= typePreference(direct)) continue;
      report({
        in: body,
        at: relay.priority,
        message:
          `The relay candidate has type preference ${preference}, every direct one at most ` +
          `${typePreference(direct)}: where both paths work, Teams takes the relay, which costs delay. ` +
          'Nothing is wrong on the SBC; the Teams client or its network chose this.',
        related: [{ in: body, at: direct.priority, message: 'The best direct candidate' }],
      });
    }
  },
});

function isRelay(candidate: Candidate): boolean {
  return typeOf(candidate) === 'relay';
}

function mostPreferred(candidates: readonly Candidate[]): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    if (best === null || typePreference(candidate) > typePreference(best)) best = candidate;
  }
  return best;
}

function typePreference({ priorityValue }: Candidate): number {
  return (priorityValue === null ? null : splitPriority(priorityValue))?.typePreference ?? 0;
}
