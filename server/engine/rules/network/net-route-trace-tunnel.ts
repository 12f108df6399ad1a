import { defineRule, teamsProfiles } from '../rule';
import { entryText, hopText, mediaTrace } from './traced';

export const rule = defineRule({
  id: 'net-route-trace-tunnel',
  title: "A trace of hops to Microsoft's media goes through the VPN",
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling, "Testing"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ network, routes, report }) {
    const traced = mediaTrace(routes, network);
    if (traced === null || traced.tunnelHop === null) return;
    const next = traced.firstHopNotTunnel;
    const leaves = next === null ? '' : `; ${hopText(next)} is the first outside of it`;
    report({
      of: 'routes',
      line: traced.tunnelHop.line,
      message:
        `The probe to ${traced.target ?? ''} went into the VPN: ${hopText(traced.tunnelHop)} is the VPN's${leaves}. ` +
        `${entryText(traced)} Leave Microsoft's media ranges out of the tunnel.`,
    });
  },
});
