/** A rule that keeps media out of the VPN is not for the client. */
import { isForClient } from '../../firewall/clients';
import { bypassRulesOf, nameOf } from '../../firewall/pairs';
import { isLimited } from '../../firewall/firewall-rule';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-program',
  title: 'The firewall rule is for another program than the client, or for all',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    if (firewall === null) return;
    const ofTeams = firewall.teams.filter(({ program }) => program !== 'any');
    for (const rule of [...bypassRulesOf(firewall), ...ofTeams]) {
      const { program, line } = rule;
      if (program === 'unknown' || isForClient(rule)) continue;
      const seen = isLimited(program)
        ? `is for ${program.slice(-80)}: the client is not blocked`
        : 'is for every program: all that users reach through the VPN is blocked, not media alone';
      report({
        of: 'firewall',
        line,
        message: `${nameOf(rule)} ${seen}. Set its program to that of the client (lync.exe, communicator.exe, ms-teams.exe).`,
      });
    }
  },
});
