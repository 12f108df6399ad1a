import { defineRule, teamsProfiles } from '../rule';
import { nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-third-party-b2bua',
  title: 'An SBC joins two Teams calls',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Microsoft Teams call flows, "Interoperability restrictions": third party B2BUA'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const bridge = path.signalled?.bridges.find(({ by, toTeams }) => by === 'stream' && toTeams);
    // Two SBCs, or one with itself, are a hairpin of the phone network.
    if (bridge === undefined || nearLeg(path)?.leg === 'peer') return;
    report({
      evidence: 'observed',
      in: shownIn(path, nearLeg(path)),
      message:
        `The SBC sends on, packet for packet, what Teams sends on this call to Teams again, on the call ${bridge.callId}: an ` +
        'SBC between two Teams endpoints is not supported. Let Microsoft connect them: route such calls within Teams.',
    });
  },
});
