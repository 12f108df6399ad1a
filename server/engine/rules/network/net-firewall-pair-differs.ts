/** The two rules of a pair have different settings. */
import { isLimited, type Addresses, type FirewallRule, type Limit } from '../../firewall/firewall-rule';
import { bothOf, nameOf } from '../../firewall/pairs';
import { prefixText, union } from '../../network/prefix';
import { allProfiles, defineRule } from '../rule';

/** Settings that are compared; that one of them is disabled or allows, other rules say. */
const settings: readonly { readonly name: string; readonly of: (rule: FirewallRule) => string }[] = [
  { name: 'profile', of: ({ profiles }) => listOf(profiles) },
  { name: 'protocol', of: ({ protocol }) => protocol },
  { name: 'interface type', of: ({ interfaceTypes }) => listOf(interfaceTypes) },
  { name: 'local addresses', of: ({ localAddresses }) => addressesOf(localAddresses) },
  { name: 'remote addresses', of: ({ remoteAddresses }) => addressesOf(remoteAddresses) },
  { name: 'program', of: ({ program }) => program.toLowerCase() },
];

function listOf(limit: Limit<readonly string[]>): string {
  return isLimited(limit) ? limit.toSorted().join() : limit;
}

function addressesOf(limit: Limit<Addresses>): string {
  if (!isLimited(limit)) return limit;
  return limit.more ? 'unknown' : union(limit.prefixes).map(prefixText).join();
}

/** What is not known does not differ. */
function differ(one: string, other: string): boolean {
  return one !== other && one !== 'unknown' && other !== 'unknown';
}

export const rule = defineRule({
  id: 'net-firewall-pair-differs',
  title: 'The inbound and the outbound rule differ',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    for (const pair of firewall?.pairs ?? []) {
      const both = bothOf(pair);
      if (both === null) continue;
      const [inbound, outbound] = both;
      const differing = settings.flatMap(({ name, of }) => (differ(of(inbound), of(outbound)) ? [name] : []));
      if (differing.length === 0) continue;
      report({
        of: 'firewall',
        line: outbound.line,
        message:
          `${nameOf(outbound)} has not the same ${differing.join(', ')} as the inbound one (line ${inbound.line}). ` +
          'Give both the same settings.',
      });
    }
  },
});
