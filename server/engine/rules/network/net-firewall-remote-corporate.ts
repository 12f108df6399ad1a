/** Parts of the corporate network may still be reached through the VPN. */
import { nameOf, remoteGaps, sidesOf } from '../../firewall/pairs';
import { addRemote } from '../../firewall/snippets';
import { rangesText, subtract } from '../../network/prefix';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-remote-corporate',
  title: 'Corporate subnets are missing among the remote addresses',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    if (firewall === null) return;
    // The VPN's own subnet is for net-firewall-remote-vpn to say.
    const wanted = subtract(network.customerSubnets, network.vpnSubnets);
    for (const rules of sidesOf(firewall)) {
      const [first] = rules;
      const gaps = remoteGaps(rules, wanted);
      if (first === undefined || gaps.length === 0) continue;
      report({
        of: 'firewall',
        line: first.line,
        message:
          `${nameOf(first)} leaves ${rangesText(gaps)} of network.customerSubnets out of its remote addresses: media to ` +
          'there still takes the tunnel. Add it to its remote addresses.',
        snippet: [addRemote(first, gaps)],
      });
    }
  },
});
