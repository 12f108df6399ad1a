import { defineRule, teamsProfiles } from '../rule';
import { isCertain, listText, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-cross-tenant-hairpin',
  title: 'Two SBCs of different tenants exchange media directly',
  severity: 'error',
  otherwise: [
    { severity: 'info', when: 'where nothing tells of another tenant, or network.sbc.public is not set' },
  ],
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "PSTN hairpin call across two tenants", figure 24'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = nearLeg(path);
    if (leg?.leg !== 'peer' || leg.flow !== null || path.signalled === null) return;
    const { foreign } = path.signalled;
    const far = path.pair?.teams.address ?? '';
    const isError = foreign.length > 0 && isCertain(path.evidence) && network.told.has('sbc.public');
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      severity: isError ? 'error' : 'info',
      message: isError
        ? `Media goes directly to ${far}, an SBC of another tenant (${listText(foreign)}). Across tenants it must be relayed ` +
          "by Microsoft's media server and cannot bypass it."
        : `Media goes directly to ${far}, an SBC that is not in network.sbc.public. Between two tenants that is not ` +
          'allowed; name the address there if it is your own.',
    });
  },
});
