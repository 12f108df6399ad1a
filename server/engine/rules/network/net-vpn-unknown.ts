import { defineRule, teamsProfiles } from '../rule';
import type { MediaPath } from '../../path/model';
import { nearLeg, ownCandidates, shownIn, tunnelLeg } from './paths';

export const rule = defineRule({
  id: 'net-vpn-unknown',
  title: 'Whether media goes through a VPN cannot be told',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Teams media and VPN split tunnelling'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, network, report }) {
    const leg = path.client === null ? nearLeg(path) : (path.legs[0] ?? null);
    if (leg === null || tunnelLeg(path) !== null) return;
    if (path.client === null && (leg.leg === 'peer' || path.call === null)) return;
    const reason = reasonOf(path, network.told.has('vpnSubnets'));
    if (reason === null) return;
    report({
      evidence: 'unknown',
      in: shownIn(path, leg),
      message: `Whether media goes through a VPN is not known: ${reason}.`,
    });
  },
});

function reasonOf(path: MediaPath, isTold: boolean): string | null {
  if (!isTold) return 'set network.vpnSubnets to the addresses that the VPN gives its users';
  if (path.client !== null) return null;
  if (!ownCandidates(path).some(({ type, class: of }) => type !== 'relay' && !servers.has(of)))
    return 'the trace holds no candidates of a client';
  return path.signalled?.maybeVpn ?? null;
}

const servers: ReadonlySet<string> = new Set(['microsoft', 'microsoftLegacy', 'expressRoute']);
