/** Commands that would take addresses past the VPN: for an administrator to review, never run by us. */
import {
  addressText,
  cidrText,
  firstText,
  prefixText,
  rangePrefixes,
  type Family,
  type Prefix,
} from '../network/prefix';
import type { RoutesJudgement } from './judgement';
import type { Route } from './model';

/** The way past the VPN: the adapter and the gateway of the best route there is outside of it. */
interface Way {
  /** Where none is known, a word that has to be replaced; so is the gateway. */
  readonly name: string;
  readonly index: number | null;
  readonly gateway: string;
}

/** A text of the export that may stand in a command: an export is hostile, and people paste what they see. */
function safe(text: string | null): string | null {
  return text !== null && /^[\w.:%()# -]{1,64}$/.test(text) ? text : null;
}

/**
 * Commands in the words of the system that the export is of; of a list the lines that it lacks. `rivals` are the routes
 * that win now: over one of the same prefix only a longer one is sure to win.
 */
export function bypassSnippet(
  routes: RoutesJudgement,
  prefixes: readonly Prefix[],
  rivals: readonly Prefix[] = [],
): readonly string[] {
  const { of } = routes;
  if (of === null || of.kind === 'trace') return [];
  if (of.kind === 'list') return of.mode === 'exclude' ? listSnippet(prefixes) : [];
  const { table } = of;
  const outside = table.routes.filter(
    (route) => route.gateway !== null && of.adapterKind(route) === 'physical',
  );
  const write =
    writers[table.system === 'windows' && table.format.startsWith('Get') ? 'powershell' : table.system];
  return prefixes
    .flatMap((prefix) =>
      rivals.some((rival) => rival.bits >= prefix.bits && isSame(rival, prefix)) ? halves(prefix) : [prefix],
    )
    .map((prefix) => write(prefix, wayOf(prefix.family, outside)));
}

/** Lines for the list of ranges that a VPN excludes. */
export function listSnippet(prefixes: readonly Prefix[]): readonly string[] {
  return prefixes.map(prefixText);
}

function isSame(one: Prefix, other: Prefix): boolean {
  return one.family === other.family && one.first === other.first;
}

function halves({ family, first, last, bits }: Prefix): readonly Prefix[] {
  if (first === last) return [{ family, first, last, bits }];
  const middle = first + (last - first + 1n) / 2n;
  return [
    ...rangePrefixes({ family, value: first }, { family, value: middle - 1n }),
    ...rangePrefixes({ family, value: middle }, { family, value: last }),
  ];
}

/** The shortest prefix of a family, then the lowest metric. */
function wayOf(family: Family, outside: readonly Route[]): Way {
  let best: Route | null = null;
  for (const route of outside) {
    if (route.prefix.family !== family) continue;
    const bits = route.prefix.bits - (best?.prefix.bits ?? 129);
    if (bits < 0 || (bits === 0 && route.metric < (best?.metric ?? 0))) best = route;
  }
  const name = safe(best?.adapter?.name ?? null);
  const index = best?.adapter?.index ?? null;
  return { name: name ?? 'ADAPTER', index, gateway: safe(best?.gateway ?? null) ?? 'GATEWAY' };
}

const writers = {
  powershell: (prefix: Prefix, { name, index, gateway }: Way): string => {
    const on = index === null ? ` -InterfaceAlias "${name}"` : ` -InterfaceIndex ${index}`;
    return `New-NetRoute -DestinationPrefix "${cidrText(prefix)}"${on} -NextHop "${gateway}" -PolicyStore ActiveStore`;
  },
  windows: (prefix: Prefix, { index, gateway }: Way): string => {
    const on = index === null ? '' : ` if ${index}`;
    return prefix.family === 6
      ? `route add ${cidrText(prefix)} ${gateway}${on}`
      : `route add ${firstText(prefix)} mask ${maskOf(prefix)} ${gateway}${on}`;
  },
  linux: (prefix: Prefix, { name, gateway }: Way): string =>
    `ip ${prefix.family === 6 ? '-6 ' : ''}route add ${cidrText(prefix)} via ${gateway} dev ${name}`,
  bsd: (prefix: Prefix, { gateway }: Way): string =>
    `route -n add ${prefix.family === 6 ? '-inet6' : '-net'} ${cidrText(prefix)} ${gateway}`,
};

function maskOf({ bits }: Prefix): string {
  return addressText({ family: 4, value: (0xffffffffn << BigInt(32 - bits)) & 0xffffffffn });
}
