/** What a routing table does with Microsoft's media: which adapter each range would leave by. */
import type { ExportFault } from '../network/export-fault';

/** Kind of adapter: `vpn` where its address or an on-link route lies in `network.vpnSubnets`; null: not to be told. */
export type AdapterKind = 'physical' | 'vpn' | null;

/** The route that wins for an address: the longest prefix, then the lowest metric (RFC 1812 §5.2.4.3). */
export interface RouteWin {
  readonly address: string;
  /** As the export names it. */
  readonly interface: string | null;
  readonly kind: AdapterKind;
  /** CIDR. */
  readonly route: string;
  /** Of the export; counts from 1. */
  readonly line: number;
}

export interface RoutesJudgement {
  /** What the export is: `route print`, `ip route`. */
  readonly format: string;
  readonly wins: readonly RouteWin[];
  /** Parts of Microsoft's media ranges that go into the tunnel, as CIDR ranges. */
  readonly notBypassed: readonly string[];
  /** Parts of them that no route covers. */
  readonly noRoute: readonly string[];
  readonly faults: readonly ExportFault[];
}
