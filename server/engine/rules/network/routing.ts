/** What rules of routes and of split tunnels share. */
import type { Network } from '../../network/network';
import { cidrText, type Prefix } from '../../network/prefix';
import type { Fate, RangeFate, RoutesJudgement, Share } from '../../routes/judgement';
import type { ListEntry, Route } from '../../routes/model';

/** How many routes are told one by one. */
export const MOST_TOLD = 10;

/** What a route or an entry of a list does with some ranges. */
export interface Deed {
  readonly by: Route | ListEntry | null;
  readonly prefixes: readonly Prefix[];
}

/** Of some ranges what meets one of some fates, by the route that decides it, in the order of the export. */
export function deedsOf(ranges: readonly RangeFate[], fates: readonly Fate[]): readonly Deed[] {
  const deeds = new Map<Share['by'], Prefix[]>();
  for (const { shares } of ranges)
    for (const { by, fate, prefixes } of shares)
      if (fates.includes(fate)) deeds.set(by, [...(deeds.get(by) ?? []), ...prefixes]);
  return [...deeds]
    .map(([by, prefixes]) => ({ by, prefixes }))
    .toSorted((a, b) => (a.by?.line ?? 0) - (b.by?.line ?? 0));
}

/** `10.99.0.0/16` as routes are written; `0.0.0.0/0` for a default route. */
export function routeText({ prefix }: Route | ListEntry): string {
  return cidrText(prefix);
}

/** The adapter of a route as its export names it, behind a blank; empty where it names none. */
export function adapterText(by: Route | ListEntry | null): string {
  if (by === null || !('adapter' in by) || by.adapter === null) return '';
  const { name, index, addresses } = by.adapter;
  const text = name ?? addresses[0] ?? (index === null ? null : `interface ${index}`);
  return text === null ? '' : ` (${text})`;
}

/**
 * Whether a list of the settings is to be judged: one that was given as export takes its place, and beside a table an
 * empty list only says how the VPN works.
 */
export function isListOfSettings({ splitTunnel }: Network, routes: RoutesJudgement | null): boolean {
  const { mode, prefixes, names } = splitTunnel;
  if (mode === 'none' || routes?.of?.kind === 'list') return false;
  return routes === null || mode === 'all' || prefixes.length + names.length > 0;
}

/** Families of which no range has any route: what is not reachable goes nowhere, and so not into the tunnel. */
export function isUnreachable({ range, shares }: RangeFate): boolean {
  return range.family === 6 && shares.every(({ fate }) => fate === 'none');
}
