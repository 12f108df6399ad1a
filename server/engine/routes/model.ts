/** What an export of routes holds, whatever wrote it: a routing table, a VPN's list of prefixes, a trace of hops. */
import type { ExportFault } from '../network/export-fault';
import type { Family, Prefix } from '../network/prefix';

/** A network adapter as the export tells of it. */
export interface Adapter {
  /** `Wi-Fi`, `utun4`. */
  readonly name: string | null;
  /** Of Windows: `ifIndex`. */
  readonly index: number | null;
  /** Its own addresses, as far as the export tells them. */
  readonly addresses: readonly string[];
}

export interface Route {
  readonly prefix: Prefix;
  /** Null: what the prefix holds is on the adapter's own link. */
  readonly gateway: string | null;
  /** Null where the route sends nothing anywhere. */
  readonly adapter: Adapter | null;
  /** What the system compares routes of one prefix by: lower wins. Of Windows: route metric and interface metric. */
  readonly metric: number;
  /**
   * `drop`: packets are thrown away (blackhole, unreachable, reject). `aside`: only for sockets that are bound to the
   * adapter (scoped routes of macOS).
   */
  readonly use: 'forward' | 'drop' | 'aside';
  /** Counts from 1. */
  readonly line: number;
}

/** Where an export ends too early. */
export interface Cut {
  readonly line: number;
  /** Whole sentence. */
  readonly message: string;
  /** Whose routes are not all there. */
  readonly families: readonly Family[];
}

/** A routing table. */
export interface RouteTable {
  readonly kind: 'table';
  readonly format: string;
  readonly system: System;
  readonly routes: readonly Route[];
  /** Families that the export shows: what it lacks of these has no route. */
  readonly families: ReadonlySet<Family>;
  readonly faults: readonly ExportFault[];
  readonly cut: Cut | null;
}

/** Whose commands mend a table. */
export type System = 'windows' | 'linux' | 'bsd';

/** Prefixes and names of a VPN's split tunnel. The list does not say whether it includes or excludes. */
export interface PrefixList {
  readonly kind: 'list';
  readonly format: string;
  readonly entries: readonly ListEntry[];
  readonly names: readonly { readonly name: string; readonly line: number }[];
  readonly faults: readonly ExportFault[];
}

export interface ListEntry {
  readonly prefix: Prefix;
  readonly line: number;
}

/** The way of a probe, hop by hop. */
export interface HopTrace {
  readonly kind: 'trace';
  readonly format: string;
  /** Address or name that was asked for; null where neither head nor hops tell it. */
  readonly target: string | null;
  readonly hops: readonly Hop[];
  readonly faults: readonly ExportFault[];
  readonly cut: Cut | null;
}

export interface Hop {
  readonly hop: number;
  /** Who answered, in the order of the line; none: nobody did. */
  readonly routers: readonly Router[];
  readonly line: number;
}

export interface Router {
  readonly address: string | null;
  readonly name: string | null;
  /** Autonomous system, where the program looked it up: `AS8075`. */
  readonly system: string | null;
}

export type RouteExport = RouteTable | PrefixList | HopTrace;
