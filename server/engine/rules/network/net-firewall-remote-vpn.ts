/** Two users of the VPN may still reach each other through it. */
import { nameOf, remoteGaps, sidesOf } from '../../firewall/pairs';
import { addRemote } from '../../firewall/snippets';
import { rangesText } from '../../network/prefix';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-remote-vpn',
  title: 'The VPN subnet is missing among the remote addresses: media hair-pins',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    if (firewall === null) return;
    for (const rules of sidesOf(firewall)) {
      const [first] = rules;
      const gaps = remoteGaps(rules, network.vpnSubnets);
      if (first === undefined || gaps.length === 0) continue;
      report({
        of: 'firewall',
        line: first.line,
        message:
          `${nameOf(first)} leaves ${rangesText(gaps)} of the VPN out of its remote addresses: two users of the VPN send ` +
          'their media through the tunnel and back (hair-pinning). Add the VPN subnet to its remote addresses.',
        snippet: [addRemote(first, gaps)],
      });
    }
  },
});
