/** A rule stops the media of Teams wherever the client is. */
import { nameOf } from '../../firewall/pairs';
import { changeRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-blocks-teams',
  title: 'A firewall rule stops Teams media on every network',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: [
    'Securing Teams media traffic for VPN split tunneling',
    'Microsoft Teams call flows, "Network topology": connectivity to the Internet',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    for (const { rule, kind, what } of firewall?.harms ?? []) {
      if (kind !== 'media') continue;
      report({
        of: 'firewall',
        line: rule.line,
        message:
          `${nameOf(rule)} stops ${what}, and not on the VPN alone: Teams has no media over UDP, or none at all. Where it ` +
          'is to keep Teams out of the VPN, limit it to the interface type Remote access; else remove it.',
        snippet: [changeRule(rule, '-InterfaceType RemoteAccess')],
      });
    }
  },
});
