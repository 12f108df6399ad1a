import { listSnippet } from '../../routes/snippets';
import { defineRule, teamsProfiles, type NetworkSubject } from '../rule';
import { isListOfSettings } from './routing';

export const rule = defineRule({
  id: 'net-vpn-url-only',
  title: 'The split tunnel goes by names alone, which media of Teams has not',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check(subject) {
    checkSettings(subject);
    checkRoutes(subject);
  },
});

function checkSettings({ network, routes, report }: NetworkSubject): void {
  const { mode, prefixes, names } = network.splitTunnel;
  const [name] = names;
  if (!isListOfSettings(network, routes) || mode !== 'exclude' || prefixes.length > 0 || name === undefined)
    return;
  report({
    of: 'settings',
    line: null,
    message: `network.splitTunnel.prefixes holds only names (${name}): ${remedy}`,
    snippet: listSnippet(network.microsoftMedia),
  });
}

function checkRoutes({ network, routes, report }: NetworkSubject): void {
  if (routes?.of?.kind !== 'list') return;
  const { list, mode } = routes.of;
  const [name] = list.names;
  // Names that are taken into the tunnel take no media with them.
  if (name === undefined || list.entries.length > 0 || mode === 'include') return;
  report({
    of: 'routes',
    line: name.line,
    message: `The list holds only names (${name.name}): ${remedy}`,
    snippet: listSnippet(network.microsoftMedia),
  });
}

const remedy = "media of Teams has no name, so none of it is left out. Exclude Microsoft's media ranges.";
