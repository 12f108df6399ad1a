/**
 * The order in which Lync tried candidates ("Enabling Lync Media to Bypass a VPN Tunnel"): UDP direct, UDP NAT, UDP relay,
 * TCP relay. It explains; what ICE does is decided by priorities.
 */
import type { PairType } from '../../../shared/ice';
import type { LyncClass, LyncOrder, PathCandidate, PathPair } from './model';

/** Places in the order; null for what is not in it. */
export const lyncRanks: Readonly<Record<LyncClass, number | null>> = {
  'udp-direct': 1,
  'udp-nat': 2,
  'udp-relay': 3,
  'tcp-relay': 4,
  'tcp-direct': null,
};

/** The class of a candidate; null for one whose type nobody told. */
function lyncClass(type: PairType, transport: 'udp' | 'tcp'): LyncClass | null {
  switch (type) {
    case 'host':
      return `${transport}-direct`;
    case 'srflx':
    case 'prflx':
      return transport === 'udp' ? 'udp-nat' : 'tcp-direct';
    case 'relay':
      return `${transport}-relay`;
    case 'unknown':
      return null;
  }
}

/** Where a pair stands in the order, and what stood before it. */
export function lyncOrder(
  { teamsType }: PathPair,
  transport: 'udp' | 'tcp',
  candidates: readonly PathCandidate[],
): LyncOrder | null {
  const chosen = lyncClass(teamsType, transport);
  if (chosen === null) return null;
  const rank = lyncRanks[chosen];
  return {
    class: chosen,
    rank,
    better: candidates.flatMap(({ isOwn, fate, address, type, transport: by }) => {
      const other = lyncClass(type, by);
      const otherRank = other === null ? null : lyncRanks[other];
      if (!isOwn || fate === 'selected' || other === null || otherRank === null) return [];
      return rank !== null && otherRank < rank ? [{ class: other, address, why: fate }] : [];
    }),
  };
}
