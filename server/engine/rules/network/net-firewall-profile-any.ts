/** A rule that keeps media out of the VPN acts in foreign VPNs as well. */
import { directions, nameOf } from '../../firewall/pairs';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-profile-any',
  title: 'The firewall rule acts in every network profile',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    for (const pair of firewall?.pairs ?? []) {
      const rules = directions.flatMap((direction) => pair[direction]);
      const [first] = rules;
      if (first === undefined || rules.some(({ profiles }) => profiles !== 'any')) continue;
      report({
        of: 'firewall',
        line: first.line,
        message:
          `${nameOf(first)} acts in every profile: in machines outside of the domain, too, and in the VPN of another ` +
          'company that uses the same addresses. The profile Domain would leave both out.',
      });
    }
  },
});
