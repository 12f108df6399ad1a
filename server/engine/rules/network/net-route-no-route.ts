import { rangesText } from '../../network/prefix';
import { bypassSnippet } from '../../routes/snippets';
import { defineRule, teamsProfiles } from '../rule';
import { deedsOf, isUnreachable, MOST_TOLD, routeText } from './routing';

export const rule = defineRule({
  id: 'net-route-no-route',
  title: "Part of Microsoft's media ranges has no route",
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft 365 URLs and IP address ranges, id 11'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ network, routes, report }) {
    // With Express Route, net-expressroute-blocks-internet speaks of it.
    if (routes?.of?.kind !== 'table' || network.expressRoute.length > 0) return;
    const reachable = routes.media.filter((range) => !isUnreachable(range));
    for (const { by, prefixes } of deedsOf(reachable, ['none', 'dropped']).slice(0, MOST_TOLD)) {
      const why = by === null ? 'no route covers it' : `${routeText(by)} drops what is sent there`;
      report({
        of: 'routes',
        line: by?.line ?? null,
        message: `Media to ${rangesText(prefixes)} goes nowhere: ${why}. A route past the VPN is wanted.`,
        snippet: bypassSnippet(routes, prefixes, by === null ? [] : [by.prefix]),
      });
    }
  },
});
