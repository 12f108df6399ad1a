import { defineRule, teamsProfiles } from '../rule';
import { entryText, hopText, mediaTrace } from './traced';

export const rule = defineRule({
  id: 'net-route-trace-outside',
  title: "A trace of hops to Microsoft's media goes past the VPN",
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling, "Testing"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ network, routes, report }) {
    const traced = mediaTrace(routes, network);
    if (traced?.isInTunnel !== false || traced.firstHop === null || traced.trace.cut !== null) return;
    report({
      of: 'routes',
      line: traced.firstHop.line,
      message: `The probe to ${traced.target ?? ''} went past the VPN: ${hopText(traced.firstHop)} answered first. ${entryText(traced)}`,
    });
  },
});
