/** A rule that keeps media out of the VPN is switched off. */
import { bypassRulesOf, nameOf } from '../../firewall/pairs';
import { changeRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-disabled',
  title: 'The firewall rule is disabled',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: [
    'Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"',
    'Securing Teams media traffic for VPN split tunneling',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    if (firewall === null) return;
    for (const rule of [...bypassRulesOf(firewall), ...firewall.teams]) {
      if (rule.enabled !== false) continue;
      report({
        of: 'firewall',
        line: rule.line,
        message: `${nameOf(rule)} is disabled: it keeps no media out of the VPN. Enable it.`,
        snippet: [changeRule(rule, '-Enabled True')],
      });
    }
  },
});
