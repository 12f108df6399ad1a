/** Questions that rules ask about pairs of firewall rules. */
import { subtract, type Prefix } from '../network/prefix';
import { isLimited, type Direction, type FirewallRule } from './firewall-rule';
import type { BypassPair, FirewallJudgement } from './judgement';

export const directions: readonly Direction[] = ['in', 'out'];

/** `Inbound` and `outbound`, as Windows calls them. */
export const directionNames: Readonly<Record<Direction, string>> = { in: 'inbound', out: 'outbound' };

/** The rules of each pair and direction that has some. */
export function sidesOf({ pairs }: FirewallJudgement): readonly (readonly FirewallRule[])[] {
  return pairs
    .flatMap((pair) => directions.map((direction) => pair[direction]))
    .filter(({ length }) => length > 0);
}

/** All rules of pairs. */
export function bypassRulesOf(firewall: FirewallJudgement): readonly FirewallRule[] {
  return sidesOf(firewall).flat();
}

/** Both rules of a pair that has just one for each direction. */
export function bothOf(pair: BypassPair): readonly [FirewallRule, FirewallRule] | null {
  const [inbound, ...moreIn] = pair.in;
  const [outbound, ...moreOut] = pair.out;
  if (inbound === undefined || outbound === undefined || moreIn.length + moreOut.length > 0) return null;
  return [inbound, outbound];
}

/** What of some prefixes no rule has among its remote addresses; nothing where a rule does not tell all of them. */
export function remoteGaps(rules: readonly FirewallRule[], wanted: readonly Prefix[]): readonly Prefix[] {
  return gaps(
    rules.map(({ remoteAddresses }) => remoteAddresses),
    wanted,
  );
}

/** As {@link remoteGaps}, among the local addresses. */
export function localGaps(rules: readonly FirewallRule[], wanted: readonly Prefix[]): readonly Prefix[] {
  return gaps(
    rules.map(({ localAddresses }) => localAddresses),
    wanted,
  );
}

function gaps(
  lists: readonly FirewallRule['remoteAddresses'][],
  wanted: readonly Prefix[],
): readonly Prefix[] {
  const told = lists.filter(isLimited);
  if (told.length < lists.length || told.some(({ more }) => more)) return [];
  return subtract(
    wanted,
    told.flatMap(({ prefixes }) => prefixes),
  );
}

/** A rule in a sentence: `The rule "Lync (in)"`. */
export function nameOf({ name }: FirewallRule): string {
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return shown === '' ? 'A rule without a name' : `The rule "${shown}"`;
}
