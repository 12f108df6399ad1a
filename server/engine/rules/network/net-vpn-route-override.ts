import type { TableJudgement } from '../../routes/judgement';
import type { Route } from '../../routes/model';
import { rangesText } from '../../routes/split-tunnel';
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
      const beaten = by === null ? null : shorterOf(by, past);
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

/** Routes of other adapters that are for less than a large part of the Internet. */
function pastTheVpn({ table, adapterKind }: TableJudgement): readonly Route[] {
  return table.routes.filter(
    (route) => route.use === 'forward' && route.prefix.bits > 8 && adapterKind(route) === 'physical',
  );
}

/** The longest of some routes that another is within. */
function shorterOf({ prefix }: { readonly prefix: Route['prefix'] }, routes: readonly Route[]): Route | null {
  let best: Route | null = null;
  for (const route of routes) {
    const { family, first, last, bits } = route.prefix;
    const isAround =
      family === prefix.family && bits < prefix.bits && first <= prefix.first && prefix.last <= last;
    if (isAround && bits > (best?.prefix.bits ?? 0)) best = route;
  }
  return best;
}
