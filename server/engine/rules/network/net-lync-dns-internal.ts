import { allProfiles, defineRule } from '../rule';
import { networkClass } from '../../network/network-class';
import { usesLync } from './lync-signs';

export const rule = defineRule({
  id: 'net-lync-dns-internal',
  title: 'DNS gives a user outside an internal address for Lync or Exchange',
  severity: 'error',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Specialized DNS Entries", tables 2 to 4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'path',

  check({ path: { client }, network, report }) {
    if (client === null || !usesLync(client, network)) return;
    const isOutside = client.adapters.some(
      ({ class: of }) => of === 'vpn' || of === 'special' || of === 'public',
    );
    if (!isOutside) return;
    for (const { name, addresses, purpose, role, in: answer } of client.lookups) {
      if (purpose !== 'lync' && purpose !== 'exchange') continue;
      const inside = addresses.filter((address) => {
        const of = networkClass(address, network);
        return of === 'customer' || of === 'vpn' || (of === 'edge' && isInternal(address, network));
      });
      if (inside.length === 0) continue;
      report({
        message:
          `DNS answered ${inside.join(', ')} for ${name} (${role}), an address inside the customer network. ` +
          'A user on the VPN must get the public address, or Lync goes through the tunnel. ' +
          'Let the DNS server of VPN users answer this name with its public address.',
        evidence: 'observed',
        in: answer,
      });
    }
  },
});

/** An Edge has an address on either side; the settings list both. */
function isInternal(address: string, network: Parameters<typeof networkClass>[1]): boolean {
  return networkClass(address, { ...network, onPremEdge: [] }) === 'customer';
}
