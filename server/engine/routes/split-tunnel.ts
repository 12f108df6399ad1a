/** What a split tunnel does with addresses: by a list of the settings or of a VPN, by a routing table. */
import type { SplitTunnelMode } from '../../../shared/network';
import { covers, subtract, type Family, type Prefix } from '../network/prefix';
import { everything } from './destination';
import type { RangeFate, RoutesJudgement } from './judgement';

/** What of some ranges goes into the tunnel by a list. */
export function tunnelledBy(
  mode: SplitTunnelMode,
  listed: readonly Prefix[],
  ranges: readonly Prefix[],
): readonly Prefix[] {
  const others = subtract(ranges, listed);
  switch (mode) {
    case 'exclude':
      return others;
    case 'include':
      return subtract(ranges, others);
    case 'all':
      return subtract(ranges, []);
    case 'none':
      return [];
  }
}

/** Whether a list sends all of a family into the tunnel: `0.0.0.0/0`, or two halves. */
export function isAllByList(mode: SplitTunnelMode, listed: readonly Prefix[]): boolean {
  if (mode === 'all') return true;
  return mode === 'include' && families.some((family) => covers(listed, everything(family)));
}

const families: readonly Family[] = [4, 6];

/**
 * Whether an export sends all into the tunnel: most of the Internet, and of Microsoft's media ranges whatever has a route.
 * False where the export does not tell.
 */
export function isTunnelAll({ of, media }: RoutesJudgement): boolean {
  if (of === null || of.kind === 'trace') return false;
  if (of.kind === 'list') {
    const listed = of.list.entries.map(({ prefix }) => prefix);
    return isAllByList(of.mode, listed);
  }
  const routed = media.filter(({ shares }) => shares.some(({ fate }) => fate !== 'none'));
  if (routed.length === 0 || !routed.every(isAllTunnelled)) return false;
  return routed.every(({ range }) =>
    of.internet.some((internet) => internet.range.family === range.family && isMostlyTunnelled(internet)),
  );
}

function isAllTunnelled({ shares }: RangeFate): boolean {
  return shares.every(({ fate }) => fate === 'tunnel');
}

function isMostlyTunnelled({ range, shares }: RangeFate): boolean {
  const tunnelled = shares
    .filter(({ fate }) => fate === 'tunnel')
    .flatMap(({ prefixes }) => prefixes)
    .reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return tunnelled * 2n > range.last - range.first + 1n;
}
