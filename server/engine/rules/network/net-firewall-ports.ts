/** A rule closes ports that Teams needs. */
import { nameOf } from '../../firewall/pairs';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-ports',
  title: 'A firewall rule closes ports that Teams needs: UDP 3478 to 3481, TCP 80 and 443',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Network topology": connectivity to the Internet'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    for (const { rule, kind, what } of firewall?.harms ?? []) {
      if (kind !== 'ports') continue;
      report({
        of: 'firewall',
        line: rule.line,
        message:
          `${nameOf(rule)} closes ${what}: Teams needs UDP 3478 to 3481 and TCP 80 and 443 open to Microsoft. ` +
          "Remove it, or leave Microsoft's ranges out of it.",
      });
    }
  },
});
