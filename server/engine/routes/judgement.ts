/** What an export of routes does with media: which adapter each of Microsoft's ranges would leave by. */
import type { ExportFault } from '../network/export-fault';
import { union, type Prefix } from '../network/prefix';
import type { SplitTunnelMode } from '../../../shared/network';
import type { Cut, HopTrace, ListEntry, PrefixList, Route, Router, RouteTable } from './model';

/** Kind of adapter: `vpn` where its address or an on-link route lies in `network.vpnSubnets`; null: not to be told. */
export type AdapterKind = 'physical' | 'vpn' | null;

/** The route that wins for an address: the longest prefix, then the lowest metric (RFC 1812 §5.2.4.3). */
export interface RouteWin {
  readonly address: string;
  /** As the export names it: its name, else an address of its own, else its number. Null for a list. */
  readonly interface: string | null;
  readonly interfaceIndex: number | null;
  readonly interfaceAddress: string | null;
  readonly kind: AdapterKind;
  /** CIDR; null where a list has none, and its mode alone decides. */
  readonly route: string | null;
  /** Of the export; counts from 1. */
  readonly line: number | null;
}

/**
 * Where packets to some addresses go: into the VPN, past it, into nothing (a route drops them), nowhere (there is no
 * route), or it cannot be told.
 */
export type Fate = 'tunnel' | 'outside' | 'dropped' | 'none' | 'unknown';

/** Addresses that one route or entry of a list decides over. */
export interface Share {
  readonly prefixes: readonly Prefix[];
  readonly fate: Fate;
  /** What decides; null where nothing has a prefix that they lie in. */
  readonly by: Route | ListEntry | null;
}

/** What becomes of a range. */
export interface RangeFate {
  readonly range: Prefix;
  readonly shares: readonly Share[];
}

/** A routing table, judged. */
export interface TableJudgement {
  readonly kind: 'table';
  readonly table: RouteTable;
  /** Where most of the Internet goes, by family; families that the export does not show, or not whole, are absent. */
  readonly internet: readonly RangeFate[];
  readonly adapterKind: (route: Route) => AdapterKind;
}

/** A VPN's list of prefixes, judged. */
export interface ListJudgement {
  readonly kind: 'list';
  readonly list: PrefixList;
  readonly mode: SplitTunnelMode;
}

/** A trace of hops, judged. */
export interface TraceJudgement {
  readonly kind: 'trace';
  readonly trace: HopTrace;
  readonly target: string | null;
  /** The first hop that answered. */
  readonly firstHop: FoundHop | null;
  /** The first hop that answered and is not the VPN's. */
  readonly firstHopNotTunnel: FoundHop | null;
  /** Where the path enters Microsoft's network. */
  readonly microsoftFrom: FoundHop | null;
  /** The first hop that is the VPN's. */
  readonly tunnelHop: FoundHop | null;
  /** Whether there is such a hop; null where none answered, or the VPN's addresses are not known. */
  readonly isInTunnel: boolean | null;
}

export interface FoundHop extends Router {
  readonly hop: number;
  readonly line: number;
}

export interface RoutesJudgement {
  /** What the export is: `route print`, `ip route`. */
  readonly format: string;
  /** Null where it is in no form that is known. */
  readonly of: TableJudgement | ListJudgement | TraceJudgement | null;
  readonly wins: readonly RouteWin[];
  /** Parts of Microsoft's media ranges that go into the tunnel, as CIDR ranges. */
  readonly notBypassed: readonly string[];
  /** Parts of them that no route covers, or that a route drops. */
  readonly noRoute: readonly string[];
  /** What becomes of each of Microsoft's media ranges; without those of which the export does not tell all. */
  readonly media: readonly RangeFate[];
  /** What becomes of the addresses of the SBC and of the own Edge. */
  readonly own: readonly RangeFate[];
  readonly faults: readonly ExportFault[];
  /** Where the export ends too early. */
  readonly cut: Cut | null;
  /** Settings without which it cannot be told what is the tunnel: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
}

/** What of some ranges meets one of some fates, in order, neighbours joined. */
export function prefixesWith(ranges: readonly RangeFate[], fates: readonly Fate[]): readonly Prefix[] {
  return union(
    ranges.flatMap(({ shares }) =>
      shares.filter(({ fate }) => fates.includes(fate)).flatMap(({ prefixes }) => prefixes),
    ),
  );
}
