import { defineRule, teamsProfiles } from '../rule';
import { isListed } from '../../network/prefix';
import { isSplitComplete, rangesText, shownIn, tunnelLeg } from './paths';

export const rule = defineRule({
  id: 'net-vpn-despite-routes',
  title: 'Media goes through the tunnel though the routes lead around it',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Teams media and VPN split tunnelling'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = tunnelLeg(path);
    const far = leg?.leg === 'client' ? leg.to : null;
    if (leg === null || far === null || !isSplitComplete(network)) return;
    if (!isListed(far.address, network.microsoftMedia)) return;
    report({
      evidence: leg.evidence,
      in: shownIn(path, leg),
      message:
        `The split tunnel leaves out all of ${rangesText(network)}, yet media to ${far.address} went through the VPN: ` +
        "the client is bound to the VPN's address. Block Microsoft's media ranges, or UDP 3478 to 3481 and the clients' " +
        'ports, on the VPN interface.',
    });
  },
});
