import type { Evidence } from '../../../../shared/evidence';
import type { ClientFacts, MediaPath } from '../../path/model';
import type { TraceMessage } from '../../traces/message';
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
    const good = path.client === null ? ofCall(path) : ofClient(path.client);
    if (good === null) return;
    const { evidence, address, why } = good;
    report({
      evidence,
      in: good.in ?? shownIn(path, nearLeg(path)),
      message: `Good: the client has an address of the VPN (${address}), and media went around the tunnel: ${why}.`,
    });
  },
});

interface Bypass {
  readonly evidence: Evidence;
  readonly address: string;
  readonly why: string;
  readonly in: TraceMessage | null;
}

function ofCall(path: MediaPath): Bypass | null {
  const near = nearLeg(path);
  const client = clientLeg(path);
  if (near === null || !isCertain(path.evidence)) return null;
  const isOutside = near.flow === '2' || (client !== null && client.flow === '3');
  const offered = ownCandidates(path).find(({ class: of, fate }) => of === 'vpn' && fate !== 'selected');
  if (!isOutside || offered === undefined) return null;
  const { evidence, why } = client ?? near;
  return { evidence, address: offered.address, why, in: null };
}

/** Media that was captured, none of it from the VPN's adapter. */
function ofClient({ adapters, flows }: ClientFacts): Bypass | null {
  const tunnel = adapters.find(({ class: of }) => of === 'vpn');
  const media = flows.filter(({ stayed, media: packets }) => stayed && packets > 0);
  const [first] = media;
  if (tunnel === undefined || first === undefined) return null;
  if (media.some(({ local, remote }) => local.class === 'vpn' || remote.class === 'vpn')) return null;
  const why = `it was seen from ${first.local.address}${first.interface === null ? '' : ` on ${first.interface}`}`;
  return { evidence: 'observed', address: tunnel.address, why, in: first.in };
}
