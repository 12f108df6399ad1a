import { defineRule, teamsProfiles } from '../rule';
import { nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-hairpin-public',
  title: 'A call from the phone network goes back to it: media runs between SBCs',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "PSTN hairpin call (due to call forward/transfer)", figure 23'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, report }) {
    const leg = nearLeg(path);
    if (leg?.flow !== '5C' || path.pair === null) return;
    const { teams, sbc } = path.pair;
    const between =
      teams.address === sbc.address ? `${sbc.address} and itself` : `${sbc.address} and ${teams.address}`;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message: `A hairpin: media runs between the SBC ${between} (flow 5C), and the Teams client is out of the call.`,
    });
  },
});
