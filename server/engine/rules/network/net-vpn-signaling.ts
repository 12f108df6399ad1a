import { allProfiles, defineRule } from '../rule';
import type { ClientFlow } from '../../path/model';

export const rule = defineRule({
  id: 'net-vpn-signaling',
  title: 'Only signalling goes through the VPN, which is fine',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: [
    'Securing Teams media traffic for VPN split tunneling; Microsoft Teams call flows, figures 5 to 7',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'path',
  statement: true,

  check({ path: { client }, report }) {
    if (client === null || client.flows.some((flow) => flow.stayed && flow.local.class === 'vpn')) return;
    const signalling = client.flows.filter(isSignallingInTunnel);
    const [first] = signalling;
    if (first === undefined) return;
    const servers = [...new Set(signalling.map(({ remote }) => remote.address))];
    report({
      message:
        `Good: signalling goes through the VPN (${first.local.address} to ${servers.slice(0, 3).join(', ')}), and no media. ` +
        'HTTPS bears the detour: Microsoft lists it as Allow, not as Optimize.',
      evidence: 'observed',
      in: first.in,
    });
  },
});

/** Sign-in, calls and telemetry: steps 3 to 8 of a call, without media. */
function isSignallingInTunnel({ local, transport, step, media }: ClientFlow): boolean {
  return local.class === 'vpn' && transport === 'tcp' && media === 0 && step !== null && step !== 1;
}
