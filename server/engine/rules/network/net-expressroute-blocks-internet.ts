import { rangesText, subtract } from '../../network/prefix';
import { defineRule, teamsProfiles } from '../rule';
import { deedsOf, isUnreachable, MOST_TOLD, routeText } from './routing';

export const rule = defineRule({
  id: 'net-expressroute-blocks-internet',
  title: "Beside Express Route the way to Microsoft's other addresses over the Internet is closed",
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Teams with Express Route optimization"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ network, routes, report }) {
    const { expressRoute } = network;
    if (routes?.of?.kind !== 'table' || expressRoute.length === 0) return;
    const reachable = routes.media.filter((range) => !isUnreachable(range));
    let told = 0;
    for (const { by, prefixes } of deedsOf(reachable, ['none', 'dropped'])) {
      const closed = subtract(prefixes, expressRoute);
      if (closed.length === 0) continue;
      if (++told > MOST_TOLD) return;
      const why = by === null ? 'no route covers it' : `${routeText(by)} drops what is sent there`;
      report({
        of: 'routes',
        line: by?.line ?? null,
        message:
          `${rangesText(closed)} is not routed over Express Route, and has no way over the Internet either: ${why}. ` +
          "Flows 4 and 4' must stay open beside 1 and 1'.",
      });
    }
  },
});
