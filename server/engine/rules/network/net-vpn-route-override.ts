import { prefixOf, rangesText, type Prefix } from '../../network/prefix';
import type { TableJudgement } from '../../routes/judgement';
import type { Route } from '../../routes/model';
import { defineRule, teamsProfiles } from '../rule';
import { adapterText, deedsOf, MOST_TOLD, routeText } from './routing';

export const rule = defineRule({
  id: 'net-vpn-route-override',
  title: 'A longer prefix of the VPN takes back what a route leads past it',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling', 'RFC 1812 §5.2.4.3'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ routes, report }) {
    const of = routes?.of;
    if (of?.kind !== 'table' || routes === null) return;
    const past = pastTheVpn(of);
    let told = 0;
    for (const { by, prefixes } of deedsOf(routes.media, ['tunnel'])) {
      const beaten = by === null ? null : shorterOf(by.prefix, past);
      if (by === null || beaten === null) continue;
      if (++told > MOST_TOLD) return;
      report({
        of: 'routes',
        line: by.line,
        message:
          `${routeText(by)} of the VPN${adapterText(by)} is longer than ${routeText(beaten)} of line ${beaten.line}, which leads ` +
          `past it: media to ${rangesText(prefixes)} goes into the tunnel. The VPN must not push this route.`,
      });
    }
  },
});

/** Routes past the VPN, by how many bits of an address they tell apart, then by their first address. */
type ByLength = ReadonlyMap<number, ReadonlyMap<string, Route>>;

/** Routes of other adapters that are for less than a large part of the Internet. */
function pastTheVpn({ table, adapterKind }: TableJudgement): ByLength {
  const past = new Map<number, Map<string, Route>>();
  for (const route of table.routes) {
    const { bits } = route.prefix;
    if (route.use !== 'forward' || bits <= 8 || adapterKind(route) !== 'physical') continue;
    const ofLength = past.get(bits) ?? new Map<string, Route>();
    past.set(bits, ofLength);
    ofLength.set(keyOf(route.prefix), route);
  }
  return past;
}

/** The longest of some routes that a prefix is within. */
function shorterOf({ family, first, bits }: Prefix, past: ByLength): Route | null {
  for (const length of [...past.keys()].sort((a, b) => b - a)) {
    if (length >= bits) continue;
    const around = past.get(length)?.get(keyOf(prefixOf({ family, value: first }, length)));
    if (around !== undefined) return around;
  }
  return null;
}

function keyOf({ family, first }: Prefix): string {
  return `${family} ${first}`;
}
