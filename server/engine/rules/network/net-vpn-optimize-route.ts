import { rangesText } from '../../network/prefix';
import { listSnippet, bypassSnippet } from '../../routes/snippets';
import { isAllByList, isTunnelAll, tunnelledBy } from '../../routes/split-tunnel';
import { defineRule, teamsProfiles, type NetworkSubject } from '../rule';
import { adapterText, deedsOf, isListOfSettings, MOST_TOLD, routeText, type Deed } from './routing';

export const rule = defineRule({
  id: 'net-vpn-optimize-route',
  title:
    "Media of Teams goes into the VPN: the split tunnel does not leave out all of Microsoft's media ranges",
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: [
    'Securing Teams media traffic for VPN split tunneling',
    'Microsoft 365 URLs and IP address ranges, id 11',
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
  // Where all goes into the tunnel, net-vpn-tunnel-all speaks.
  if (!isListOfSettings(network, routes) || isAllByList(mode, prefixes)) return;
  const gaps = tunnelledBy(mode, prefixes, network.microsoftMedia);
  if (gaps.length === 0) return;
  report({
    of: 'settings',
    line: null,
    message:
      mode === 'exclude'
        ? `network.splitTunnel.prefixes leaves ${rangesText(gaps)} in the tunnel: media of Teams goes there. Exclude these ranges, too.`
        : `network.splitTunnel.prefixes takes ${rangesText(gaps)} into the tunnel: media of Teams goes there. Include only your own networks.`,
    snippet: mode === 'exclude' ? listSnippet(gaps) : [],
  });
}

function checkRoutes({ routes, report }: NetworkSubject): void {
  if (routes === null || isTunnelAll(routes)) return;
  const deeds = deedsOf(routes.media, ['tunnel']);
  for (const deed of deeds.slice(0, MOST_TOLD)) {
    const { by, prefixes } = deed;
    report({
      of: 'routes',
      line: by?.line ?? null,
      message: messageOf(deed),
      snippet: bypassSnippet(routes, prefixes, by === null ? [] : [by.prefix]),
    });
  }
  const more = deeds.slice(MOST_TOLD);
  const [first] = more;
  if (first === undefined) return;
  report({
    of: 'routes',
    line: first.by?.line ?? null,
    message: `${more.length} further routes take ${rangesText(more.flatMap(({ prefixes }) => prefixes))} into the VPN, beginning with this one.`,
  });
}

function messageOf({ by, prefixes }: Deed): string {
  const ranges = rangesText(prefixes);
  if (by === null)
    return `The list leaves ${ranges} in the tunnel: media of Teams goes there. Exclude these ranges, too.`;
  if (!('adapter' in by))
    return `${routeText(by)} takes ${ranges} into the tunnel: media of Teams goes there. Include only your own networks.`;
  return (
    `Media to ${ranges} goes into the VPN${adapterText(by)}: ${routeText(by)} is the best route. ` +
    `The VPN's administrator leaves these ranges out of the tunnel.`
  );
}
