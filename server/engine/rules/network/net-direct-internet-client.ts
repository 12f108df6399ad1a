import { defineRule, teamsProfiles } from '../rule';
import { isCertain, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-direct-internet-client',
  title: 'A client on the Internet sends media to the SBC directly',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Principles", 3; figure 22'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, report }) {
    const leg = nearLeg(path);
    if (leg?.flow !== '2' || leg.alternatives.length > 0 || !isCertain(path.evidence)) return;
    if (path.pair === null || path.pair.teamsType === 'relay') return;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message: `Good: ${path.pair.teams.address} on the Internet and the SBC reach each other directly, the best way there is.`,
    });
  },
});
