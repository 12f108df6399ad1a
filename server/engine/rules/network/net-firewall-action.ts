/** A rule that was made to keep media out of the VPN lets it in. */
import { bypassRulesOf, nameOf } from '../../firewall/pairs';
import { changeRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-action',
  title: 'The firewall rule allows what it shall block',
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
      if (rule.action !== 'allow' && rule.action !== 'bypass') continue;
      report({
        of: 'firewall',
        line: rule.line,
        message: `${nameOf(rule)} allows media on the VPN instead of blocking it. Set its action to Block.`,
        snippet: [changeRule(rule, '-Action Block')],
      });
    }
  },
});
