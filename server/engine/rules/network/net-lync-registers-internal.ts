import { allProfiles, defineRule } from '../rule';
import { usesLync } from './lync-signs';

export const rule = defineRule({
  id: 'net-lync-registers-internal',
  title: 'A Lync client on the VPN registers at a server inside',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where the signalling is encrypted and only its port tells' }],
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Solution Configuration" and "Lync Edge Services"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'path',

  check({ path: { client }, network, report }) {
    if (client === null || !usesLync(client, network)) return;
    const told = new Set<string>();
    for (const { local, registrar, evidence, in: shown } of client.registrations) {
      if (local.class !== 'vpn' || registrar.class !== 'customer' || told.has(registrar.address)) continue;
      told.add(registrar.address);
      const seen = evidence === 'observed' ? 'registers at' : 'has a connection of SIP to';
      report({
        message:
          `The client ${seen} ${registrar.address}:${registrar.port}, inside the customer network, through the VPN (from ${local.address}). ` +
          'Only a client that registers at the public Access Edge gets credentials for the media relay. ' +
          'Answer its names with public addresses, and block the VPN subnets towards the Lync servers.',
        severity: evidence === 'observed' ? 'error' : 'warning',
        evidence,
        in: shown,
      });
    }
  },
});
