import { defineRule, teamsProfiles } from '../rule';
import type { Leg } from '../../path/model';
import { isInternalSbc, shownIn, tunnelLeg } from './paths';

export const rule = defineRule({
  id: 'net-vpn-media',
  title: 'Media goes through the tunnel of the VPN',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Microsoft Teams call flows, "Technologies that are not recommended with Microsoft Teams"',
    'Teams media and VPN split tunnelling',
    'Enabling Lync Media to Bypass a VPN Tunnel',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = tunnelLeg(path);
    if (leg === null) return;
    const { from, to } = leg;
    // Both in the VPN, and a VPN user that meets the SBC's inside, have rules of their own.
    if (from?.class === 'vpn' && to?.class === 'vpn') return;
    const { userLocation = null } = path.signalled ?? {};
    if (userLocation === 'external' && path.pair !== null && isInternalSbc(path.pair.sbc, network)) return;
    report({
      evidence: leg.evidence,
      in: shownIn(path, leg),
      message:
        `Media to ${to?.address ?? 'its far end'} goes through the VPN (flow 2'${besideText(leg)}): ${leg.why}. Encryption upon ` +
        'encryption and the detour cost delay and packets; the VPN must let media pass outside its tunnel.',
    });
  },
});

function besideText({ underlying }: Leg): string {
  return underlying === undefined ? '' : `, which would be flow ${underlying} beside the tunnel`;
}
