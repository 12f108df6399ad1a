/** A rule that keeps media out of the VPN is not for the addresses of the VPN. */
import { localGaps, nameOf, sidesOf } from '../../firewall/pairs';
import { setLocal } from '../../firewall/snippets';
import { rangesText } from '../../network/prefix';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-local-address',
  title: 'The local addresses are not those of the VPN',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    const { vpnSubnets } = network;
    if (firewall === null || vpnSubnets.length === 0) return;
    for (const rules of sidesOf(firewall)) {
      const open = rules.find(({ localAddresses }) => localAddresses === 'any');
      const gaps = localGaps(rules, vpnSubnets);
      const rule = open ?? rules[0];
      if (rule === undefined || (open === undefined && gaps.length === 0)) continue;
      const seen =
        open === undefined
          ? `leaves ${rangesText(gaps)} of the VPN out of its local addresses: users there still send media through the tunnel`
          : 'is for any local address';
      report({
        of: 'firewall',
        line: rule.line,
        message: `${nameOf(rule)} ${seen}. Set its local addresses to the VPN subnet, ${rangesText(vpnSubnets)}.`,
        snippet: [setLocal(rule, vpnSubnets)],
      });
    }
  },
});
