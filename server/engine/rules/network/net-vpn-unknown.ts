import { defineRule, teamsProfiles } from '../rule';
import type { Network } from '../../network/network';
import { isMicrosofts } from '../../network/network-class';
import type { MediaPath } from '../../path/model';
import type { RoutesJudgement } from '../../routes/judgement';
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
  checkExports({ network, routes, report }) {
    const reason = routes === null ? null : unknownOf(routes, network);
    if (reason === null) return;
    report({
      of: 'routes',
      line: null,
      message: `Whether media goes through a VPN is not known: ${reason}.`,
    });
  },
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
  if (!isTold) return toldSubnets;
  if (path.client !== null) return null;
  if (!ownCandidates(path).some(({ type, class: of }) => type !== 'relay' && !isMicrosofts(of)))
    return 'the trace holds no candidates of a client';
  return path.signalled?.maybeVpn ?? null;
}

function unknownOf({ of, media, cut }: RoutesJudgement, { told, vpnSubnets }: Network): string | null {
  if (of?.kind === 'list')
    return of.mode === 'none'
      ? 'set network.splitTunnel.mode to "exclude" or "include", as the list does not say which it does'
      : null;
  if (!told.has('vpnSubnets')) return of === null ? null : toldSubnets;
  if (of?.kind !== 'table' || cut !== null || vpnSubnets.length === 0) return null;
  if (media.some(({ shares }) => shares.some(({ fate }) => fate === 'unknown')))
    return 'network.vpnSubnets holds no range of the family in which an adapter of the export has its addresses';
  if (of.table.routes.some((route) => of.adapterKind(route) === 'vpn')) return null;
  return 'no adapter of the export has an address in network.vpnSubnets, so the VPN was not connected, or its range is missing there';
}

const toldSubnets = 'set network.vpnSubnets to the addresses that the VPN gives its users';
