/** Where Skype for Business has an Edge, nothing keeps its media out of the VPN. */
import { newBypassRule } from '../../firewall/snippets';
import { allProfiles, defineRule } from '../rule';

/** Without these no such rule could be told among others. */
const needed = ['direction', 'action', 'remote addresses'];

export const rule = defineRule({
  id: 'net-firewall-missing',
  title: 'No firewall rule keeps media from the corporate network through the VPN',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    if (firewall === null || firewall.format === 'unknown' || firewall.pairs.length > 0) return;
    // Teams needs no such rule: the article's pair is for Lync and Skype for Business with an Edge of one's own.
    if (network.onPremEdge.length === 0 || network.vpnSubnets.length === 0) return;
    if (firewall.cut.length > 0 || firewall.lacks.some((what) => needed.includes(what))) return;
    report({
      of: 'firewall',
      line: null,
      message:
        'No rule blocks the Skype for Business or Lync client between the VPN subnet and the corporate network: its media ' +
        'takes the tunnel as soon as that answers. Add a pair of rules, inbound and outbound; the program in the lines ' +
        'proposed is the usual one.',
      snippet: [newBypassRule('in', network, null), newBypassRule('out', network, null)],
    });
  },
});
