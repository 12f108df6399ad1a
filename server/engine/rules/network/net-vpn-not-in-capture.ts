import { allProfiles, defineRule } from '../rule';
import type { ClientFlow } from '../../path/model';

export const rule = defineRule({
  id: 'net-vpn-not-in-capture',
  title: 'The physical adapter shows no media: it is in the tunnel, or there was no call',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Securing Teams media traffic for VPN split tunneling, on network captures'],
  profiles: allProfiles,
  fixable: false,
  scope: 'path',

  check({ path: { client }, network, report }) {
    if (client === null || client.flows.length === 0 || network.vpnSubnets.length === 0) return;
    const { adapters, flows } = client;
    // Without a name nobody knows which adapter it was; with an address of the VPN it is not the physical one alone.
    const physical = adapters.filter((adapter) => adapter.interface !== null && adapter.class !== 'vpn');
    const [first] = physical;
    if (first === undefined || physical.length < adapters.length) return;
    if (adapters.some((adapter) => adapter.class === 'customer') || flows.some(isMedia)) return;
    report({
      message:
        `The adapter ${first.interface ?? ''} (${first.address}) shows no UDP to Microsoft's media ranges and no other media, ` +
        'and no adapter of the VPN was captured. ' +
        'Either the media is in the tunnel, or there was no call while the capture ran. ' +
        'Capture during a call, the adapter of the VPN as well.',
      evidence: 'derived',
      in: null,
    });
  },
});

/** A call that goes directly to its peer sends nothing to Microsoft's ranges. */
function isMedia({ media, checks, class: of }: ClientFlow): boolean {
  return media > 0 || checks !== null || of === 'teams-media' || of === 'relay' || of === 'anycast';
}
