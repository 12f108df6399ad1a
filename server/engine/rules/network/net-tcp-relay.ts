import { defineRule, teamsProfiles } from '../rule';
import { clientLeg, isCertain, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-tcp-relay',
  title: 'Media goes over a relay by TCP',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Enabling Lync Media to Bypass a VPN Tunnel: order of candidates',
    'Microsoft Teams call flows, "Connectivity to Office 365"',
    'Microsoft Teams call flows, "Types of traffic"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const leg = clientLeg(path) ?? nearLeg(path);
    if (path.lync?.class !== 'tcp-relay' || !isCertain(path.evidence)) return;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message:
        'The client reaches its relay by TCP, the last resort: each lost packet holds up those behind it. Open UDP 3478 to ' +
        "3481 to Microsoft's media ranges; media within HTTP, through a proxy, is worse still.",
    });
  },
});
