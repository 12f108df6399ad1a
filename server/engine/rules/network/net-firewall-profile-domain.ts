/** In which network profiles a rule that keeps media out of the VPN acts. */
import { isLimited, type FirewallRule, type NetworkProfile } from '../../firewall/firewall-rule';
import { directions, nameOf } from '../../firewall/pairs';
import { allProfiles, defineRule } from '../rule';

function judged(
  rule: FirewallRule,
  profiles: readonly NetworkProfile[],
): { readonly message: string; readonly severity?: 'warning' } {
  const names = profiles
    .map((profile) => `${profile[0]?.toUpperCase() ?? ''}${profile.slice(1)}`)
    .join(' and ');
  const seen = `${nameOf(rule)} acts in the profile ${names} only`;
  if (profiles.includes('domain'))
    return {
      message: `${seen}, as documented: it does nothing on machines that are not joined to the domain. Those need another profile, or a rule of the VPN.`,
    };
  return {
    message: `${seen}: a machine of the domain has the profile Domain while its VPN is up, and the rule does nothing. Set the profile Domain.`,
    severity: 'warning',
  };
}

export const rule = defineRule({
  id: 'net-firewall-profile-domain',
  title: 'The firewall rule acts in some network profiles only',
  severity: 'info',
  otherwise: [{ severity: 'warning', when: 'the profile Domain is not among them' }],
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    for (const pair of firewall?.pairs ?? []) {
      const limited = directions
        .flatMap((direction) => pair[direction])
        .flatMap((rule) => (isLimited(rule.profiles) ? [{ rule, profiles: rule.profiles }] : []));
      const worst = limited.find(({ profiles }) => !profiles.includes('domain')) ?? limited[0];
      if (worst === undefined) continue;
      report({ of: 'firewall', line: worst.rule.line, ...judged(worst.rule, worst.profiles) });
    }
  },
});
