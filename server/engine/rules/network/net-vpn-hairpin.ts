import { defineRule, teamsProfiles } from '../rule';
import { isCertain, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-vpn-hairpin',
  title: 'Media between two VPN users turns round at the VPN gateway',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Hair-pinning"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const leg = path.legs.find(
      ({ from, to, evidence }) => from?.class === 'vpn' && to?.class === 'vpn' && isCertain(evidence),
    );
    if (leg === undefined) return;
    report({
      evidence: leg.evidence,
      in: shownIn(path, leg),
      message:
        `Both ends are VPN users: ${leg.from?.address ?? ''} and ${leg.to?.address ?? ''}. Media goes through both tunnels ` +
        'and turns round at the gateway; block the VPN subnets against each other for the client program.',
    });
  },
});
