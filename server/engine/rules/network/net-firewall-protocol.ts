/** A rule that keeps media out of the VPN is for some protocols or ports. */
import { isLimited } from '../../firewall/firewall-rule';
import { bypassRulesOf, nameOf } from '../../firewall/pairs';
import { changeRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-protocol',
  title: 'The firewall rule is not for all protocols and ports',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    if (firewall === null) return;
    for (const rule of bypassRulesOf(firewall)) {
      const { protocol, localPorts, remotePorts, line } = rule;
      const hasPorts = isLimited(localPorts) || isLimited(remotePorts);
      if (!isLimited(protocol) && !hasPorts) continue;
      const seen = `${isLimited(protocol) ? protocol : 'all protocols'}${hasPorts ? ' and some ports' : ''}`;
      report({
        of: 'firewall',
        line,
        message:
          `${nameOf(rule)} is for ${seen} only: what the client sends otherwise still takes the tunnel, TCP as a last ` +
          'resort. Leave protocol and ports at Any; the range 1024 to 65535 is for rules of a VPN appliance.',
        snippet: [changeRule(rule, '-Protocol Any -LocalPort Any -RemotePort Any')],
      });
    }
  },
});
