/** The rule that keeps Teams out of the VPN does not speak of all of Microsoft's media. */
import { isLimited, type FirewallRule } from '../../firewall/firewall-rule';
import { nameOf, remoteGaps } from '../../firewall/pairs';
import { newTeamsRule } from '../../firewall/snippets';
import type { Network } from '../../network/network';
import { rangesText } from '../../network/prefix';
import { allProfiles, defineRule } from '../rule';

/** Whether a rule stops media to any address of Microsoft. */
function stopsAll(rule: FirewallRule, { mediaPorts }: Network): boolean {
  return rule.remoteAddresses === 'any' && mediaPorts.every((port) => stopsPort(rule, port));
}

function stopsPort({ remotePorts }: FirewallRule, port: number): boolean {
  return !isLimited(remotePorts) || remotePorts.ranges.some(([first, last]) => first <= port && port <= last);
}

export const rule = defineRule({
  id: 'net-firewall-optimize-range',
  title: 'Media ranges are missing in the rule that keeps Teams out of the VPN',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ network, firewall, report }) {
    const rules = (firewall?.teams ?? []).filter(
      ({ enabled, action }) => enabled !== false && action === 'block',
    );
    const [first] = rules;
    if (first === undefined || rules.some((rule) => stopsAll(rule, network))) return;
    const byRange = rules.filter(({ remoteAddresses }) => remoteAddresses !== 'any');
    const gaps = byRange.length === 0 ? [] : remoteGaps(byRange, network.microsoftMedia);
    const ports = network.mediaPorts.filter((port) => !rules.some((rule) => stopsPort(rule, port)));
    const left = [
      gaps.length > 0 ? rangesText(gaps) : '',
      ports.length > 0 ? `UDP ports ${ports.join(', ')}` : '',
    ];
    const open = left.filter((what) => what !== '').join(' and ');
    if (open === '') return;
    report({
      of: 'firewall',
      line: first.line,
      message:
        `${nameOf(first)} keeps Teams out of the VPN, but leaves ${open} open (Microsoft's list of ${network.asOf}): media ` +
        'to there still takes the tunnel. Add what is missing.',
      snippet: gaps.length > 0 ? [newTeamsRule(gaps)] : [],
    });
  },
});
