import { rangesText } from '../../network/prefix';
import type { ListEntry, Route } from '../../routes/model';
import { bypassSnippet, listSnippet } from '../../routes/snippets';
import { isAllByList, isTunnelAll } from '../../routes/split-tunnel';
import { prefixesWith, type RoutesJudgement } from '../../routes/judgement';
import { defineRule, teamsProfiles, type NetworkSubject } from '../rule';
import { adapterText, deedsOf, isListOfSettings, routeText } from './routing';

export const rule = defineRule({
  id: 'net-vpn-tunnel-all',
  title: 'The VPN takes all traffic, media of Teams with it',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: [
    'Securing Teams media traffic for VPN split tunneling',
    'Enabling Lync Media to Bypass a VPN Tunnel, "Split tunnel"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check(subject) {
    checkSettings(subject);
    checkRoutes(subject);
  },
});

function checkSettings({ network, routes, report }: NetworkSubject): void {
  const { mode, prefixes } = network.splitTunnel;
  if (!isListOfSettings(network, routes) || !isAllByList(mode, prefixes)) return;
  report({
    of: 'settings',
    line: null,
    message:
      `network.splitTunnel says that all traffic goes into the tunnel, and so does media to ${rangesText(network.microsoftMedia)}. ` +
      `A split tunnel that leaves these ranges out is wanted.`,
    snippet: listSnippet(network.microsoftMedia),
  });
}

function checkRoutes({ routes, report }: NetworkSubject): void {
  if (routes === null || !isTunnelAll(routes)) return;
  const ranges = prefixesWith(routes.media, ['tunnel']);
  const by = deciding(routes);
  const how = by === null ? 'The list' : `${routeText(by)}${adapterText(by)}`;
  report({
    of: 'routes',
    line: by?.line ?? null,
    message:
      `${how} takes all traffic into the tunnel, and media to ${rangesText(ranges)} with it. ` +
      `The VPN's administrator splits the tunnel and leaves these ranges out.`,
    snippet: bypassSnippet(routes, ranges),
  });
}

/** The first route or entry that takes media into the tunnel. */
function deciding({ media }: RoutesJudgement): Route | ListEntry | null {
  return deedsOf(media, ['tunnel']).find(({ by }) => by !== null)?.by ?? null;
}
