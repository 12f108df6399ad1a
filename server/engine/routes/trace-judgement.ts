/** What a trace of hops tells: whether its path begins in the tunnel, and where it enters Microsoft's network. */
import type { Network } from '../network/network';
import { isMicrosofts, networkClass } from '../network/network-class';
import { isListed } from '../network/prefix';
import type { FoundHop, TraceJudgement } from './judgement';
import type { Hop, HopTrace, Router } from './model';

/** Judges a trace; what did not answer tells nothing. */
export function judgeTrace(trace: HopTrace, network: Network): TraceJudgement {
  const { hops, target } = trace;
  const isVpn = ({ address }: Router): boolean => address !== null && isListed(address, network.vpnSubnets);
  const firstHop = firstWith(hops, () => true);
  const tunnelHop = firstWith(hops, isVpn);
  const isTold = network.told.has('vpnSubnets');
  return {
    kind: 'trace',
    trace,
    target,
    firstHop,
    firstHopNotTunnel: firstWith(hops, (router) => !isVpn(router)),
    microsoftFrom: firstWith(hops, (router) => isMicrosoft(router, network)),
    tunnelHop,
    isInTunnel:
      firstHop === null || !isTold || (tunnelHop === null && mayHideTunnel(firstHop, network))
        ? null
        : tunnelHop !== null,
  };
}

/** A gateway of a VPN often does not answer; a router of the company behind it proves no way past the tunnel. */
function mayHideTunnel({ hop, address }: FoundHop, network: Network): boolean {
  return hop > 1 && address !== null && isListed(address, network.customerSubnets);
}

function firstWith(hops: readonly Hop[], fits: (router: Router) => boolean): FoundHop | null {
  for (const { hop, line, routers } of hops) {
    const router = routers.find(fits);
    if (router !== undefined) return { ...router, hop, line };
  }
  return null;
}

/** Routers of Microsoft's backbone are in no list of ranges: their names, or its autonomous system, tell them. */
function isMicrosoft({ address, name, system }: Router, network: Network): boolean {
  if (system === 'AS8075') return true;
  if (name !== null && /\.(?:ntwk\.msn\.net|msn\.net|microsoft\.com)\.?$/i.test(name)) return true;
  return address !== null && isMicrosofts(networkClass(address, network, 'signalling'));
}
