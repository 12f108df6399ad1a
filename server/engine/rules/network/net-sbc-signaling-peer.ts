import { defineRule, teamsProfiles } from '../rule';
import { isMicrosofts, networkClass } from '../../network/network-class';
import { rangesText } from './paths';

export const rule = defineRule({
  id: 'net-sbc-signaling-peer',
  title: "Somebody who is not Microsoft stands between the SBC and Microsoft's SIP proxy",
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Plan Direct Routing, "SIP Signaling"',
    'Microsoft Teams call flows, "Interoperability restrictions": third party SIP proxy servers',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const { peer = null, sbc = null, in: message = null } = path.signalled ?? {};
    if (peer === null || sbc === null || networkClass(sbc.address, network) !== 'sbc') return;
    // Of the SBC's own inside, or private where nothing was told of private networks.
    if (isMicrosofts(peer.class) || peer.class === 'sbc' || peer.class === 'unknown') return;
    report({
      evidence: 'observed',
      in: message,
      message:
        `The SBC speaks SIP with ${peer.address}, which is not in ${rangesText(network)}: a proxy or a device that breaks ` +
        'TLS open is between. The SBC must reach the SIP proxy directly.',
    });
  },
});
