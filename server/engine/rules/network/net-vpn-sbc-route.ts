import { rangesText } from '../../network/prefix';
import { prefixesWith } from '../../routes/judgement';
import { bypassSnippet, listSnippet } from '../../routes/snippets';
import { isAllByList, isTunnelAll, tunnelledBy } from '../../routes/split-tunnel';
import { defineRule, teamsProfiles, type NetworkSubject } from '../rule';
import { adapterText, deedsOf, isListOfSettings, routeText } from './routing';

export const rule = defineRule({
  id: 'net-vpn-sbc-route',
  title: "Media to the SBC's public address goes into the VPN",
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Enabling Lync Media to Bypass a VPN Tunnel, "Split tunnel"',
    'Microsoft Teams call flows, figure 22',
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
  if (!isListOfSettings(network, routes) || isAllByList(mode, prefixes)) return;
  const tunnelled = tunnelledBy(mode, prefixes, [...network.sbcPublic, ...network.onPremEdge]);
  if (tunnelled.length === 0) return;
  report({
    of: 'settings',
    line: null,
    message: `network.splitTunnel leaves ${rangesText(tunnelled)} in the tunnel: ${consequence}`,
    snippet: mode === 'exclude' ? listSnippet(tunnelled) : [],
  });
}

function checkRoutes({ routes, report }: NetworkSubject): void {
  if (routes === null || isTunnelAll(routes)) return;
  const tunnelled = prefixesWith(routes.own, ['tunnel']);
  if (tunnelled.length === 0) return;
  const by = deedsOf(routes.own, ['tunnel']).find((deed) => deed.by !== null)?.by ?? null;
  const how = by === null ? '' : ` by ${routeText(by)}${adapterText(by)}`;
  report({
    of: 'routes',
    line: by?.line ?? null,
    message: `${rangesText(tunnelled)} is reached through the VPN${how}: ${consequence}`,
    snippet: bypassSnippet(routes, tunnelled, by === null ? [] : [by.prefix]),
  });
}

const consequence =
  'with media bypass a remote user meets the SBC, or the own Edge, there. Leave it out of the tunnel as well.';
