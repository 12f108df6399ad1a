import { defineRule, teamsProfiles } from '../rule';
import { clientLeg, isCertain, nearLeg, ownCandidates, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-vpn-bypassed',
  title: 'Media of a VPN user goes outside the tunnel',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "VPN network"', 'Teams media and VPN split tunnelling'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, report }) {
    const near = nearLeg(path);
    const client = clientLeg(path);
    if (near === null || !isCertain(path.evidence)) return;
    const isOutside = near.flow === '2' || (client !== null && client.flow === '3');
    const offered = ownCandidates(path).find(({ class: of, fate }) => of === 'vpn' && fate !== 'selected');
    if (!isOutside || offered === undefined) return;
    report({
      evidence: (client ?? near).evidence,
      in: shownIn(path, near),
      message:
        `Good: the client has an address of the VPN (${offered.address}), and media went around the tunnel: ` +
        `${(client ?? near).why}.`,
    });
  },
});
