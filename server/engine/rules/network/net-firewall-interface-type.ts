/** A rule that keeps media out of the VPN acts on other interfaces than the VPN's, or not on that. */
import type { InterfaceType } from '../../firewall/firewall-rule';
import { bypassRulesOf, nameOf } from '../../firewall/pairs';
import { changeRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

function isVpnAlone(types: readonly InterfaceType[]): boolean {
  return types.every((type) => type === 'ras');
}

export const rule = defineRule({
  id: 'net-firewall-interface-type',
  title: 'The firewall rule is not limited to the interface type Remote access',
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
      const { interfaceTypes, interfaces, line } = rule;
      if (interfaceTypes === 'unknown') continue;
      // A rule for an adapter by its name acts there alone.
      if (interfaceTypes === 'any' ? interfaces !== 'any' : isVpnAlone(interfaceTypes)) continue;
      const seen =
        interfaceTypes !== 'any' && !interfaceTypes.includes('ras')
          ? 'never acts on the VPN: its interface types leave out Remote access'
          : 'acts on other interfaces than the VPN, too: in the office it would block the client as well';
      report({
        of: 'firewall',
        line,
        message: `${nameOf(rule)} ${seen}. Set its interface type to Remote access alone.`,
        snippet: [changeRule(rule, '-InterfaceType RemoteAccess')],
      });
    }
  },
});
