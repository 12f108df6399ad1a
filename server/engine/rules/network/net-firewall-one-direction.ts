/** A client is blocked on the VPN in one direction only. */
import { directionNames, directions, nameOf } from '../../firewall/pairs';
import { newBypassRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-one-direction',
  title: 'The firewall rule that keeps media out of the VPN has no counterpart for the other direction',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    for (const pair of firewall?.pairs ?? []) {
      for (const direction of directions) {
        const [there] = pair[direction === 'in' ? 'out' : 'in'];
        // A rule that breaks off may be the one.
        const mayBeCut = firewall?.cut.some(
          (rule) => rule.direction === direction || rule.direction === 'unknown',
        );
        if (pair[direction].length > 0 || there === undefined || mayBeCut === true) continue;
        report({
          of: 'firewall',
          line: there.line,
          message:
            `${nameOf(there)} is there for one direction only: media that comes the other way still takes the tunnel. ` +
            `Add the same rule as an ${directionNames[direction]} one.`,
          snippet: [newBypassRule(direction, network, there)],
        });
      }
    }
  },
});
