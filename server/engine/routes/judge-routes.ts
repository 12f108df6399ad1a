/** From an export of routes to its judgement. */
import type { Network } from '../network/network';
import {
  addressText,
  cidrText,
  contains,
  parseAddressNumber,
  prefixText,
  rangePrefixes,
  type Address,
  type Family,
  type Prefix,
} from '../network/prefix';
import { adapterKinds } from './adapter-kinds';
import { everything } from './destination';
import { readRoutes } from './formats/index';
import {
  prefixesWith,
  type Fate,
  type RangeFate,
  type RoutesJudgement,
  type RouteWin,
  type Share,
} from './judgement';
import type { ListEntry, PrefixList, Route, RouteTable } from './model';
import { partition, type Contender } from './partition';
import { judgeTrace } from './trace-judgement';

/** Judges an export of routes, whatever wrote it; what cannot be read is a fault, and the rest holds. */
export function judgeRoutes(text: string, network: Network): RoutesJudgement {
  const read = readRoutes(text);
  switch (read?.kind) {
    case 'table':
      return judgeTable(read, network);
    case 'list':
      return judgeList(read, network);
    case 'trace':
      return {
        ...nothing,
        format: read.format,
        of: judgeTrace(read, network),
        faults: read.faults,
        cut: read.cut,
        missingSettings: network.told.has('vpnSubnets') ? [] : ['network.vpnSubnets'],
      };
    case undefined:
      return { ...nothing, faults: [{ line: 1, message: unknownForm }] };
  }
}

const unknownForm =
  'No line is a route of a known form: route print, ip route, Get-NetRoute, netstat -rn, tracert, traceroute, mtr, ' +
  'or a list of CIDR ranges.';

const nothing: RoutesJudgement = {
  format: 'unknown',
  of: null,
  wins: [],
  notBypassed: [],
  noRoute: [],
  media: [],
  own: [],
  faults: [],
  cut: null,
  missingSettings: [],
};

/** Addresses of Microsoft's ranges that are looked up; of another range, its second address. */
const probes = ['52.112.0.1', '52.122.5.5', '2603:1063::1'].flatMap((text) => parseAddressNumber(text) ?? []);

function probeOf(range: Prefix): Address {
  const { family, first, last } = range;
  const value = first === last ? first : first + 1n;
  return probes.find((address) => contains(range, address)) ?? { family, value };
}

/** Up to this many bits a route is one for large parts of the Internet: a default route, a half, a quarter. */
const COARSE = 8;
/** What the Internet uses of a family. */
const internetOf: Readonly<Record<Family, Prefix>> = {
  4: everything(4),
  6: { family: 6, first: 0x2000n << 112n, last: (0x4000n << 112n) - 1n, bits: 3 },
};

function judgeTable(table: RouteTable, network: Network): RoutesJudgement {
  const kinds = adapterKinds(table.routes, network);
  const kindOf = ({ adapter }: Route): 'physical' | 'vpn' | null =>
    adapter === null ? null : (kinds.get(adapter) ?? null);
  const fateOf = (route: Route | null): Fate => {
    if (route === null) return 'none';
    if (route.use === 'drop') return 'dropped';
    const kind = kindOf(route);
    return kind === null ? 'unknown' : kind === 'vpn' ? 'tunnel' : 'outside';
  };
  const routes = table.routes.filter(({ use }) => use !== 'aside');
  const isShown = ({ family }: Prefix): boolean => table.families.has(family);
  const isWhole = ({ family }: Prefix): boolean =>
    table.families.has(family) && table.cut?.families.includes(family) !== true;
  const fates = (ranges: readonly Prefix[], among: readonly Route[] = routes): readonly RangeFate[] =>
    ranges.map((range) => fateOfRange(range, among, fateOf));
  const media = fates(network.microsoftMedia.filter(isWhole));
  const coarse = routes.filter(({ prefix }) => prefix.bits <= COARSE);
  return {
    ...nothing,
    format: table.format,
    of: {
      kind: 'table',
      table,
      internet: fates(Object.values(internetOf).filter(isWhole), coarse),
      adapterKind: kindOf,
    },
    wins: network.microsoftMedia.filter(isShown).flatMap((range) => {
      const address = probeOf(range);
      const winner = winnerFor(address, routes);
      return winner === null || winner.use !== 'forward' ? [] : [tableWin(address, winner, kindOf(winner))];
    }),
    ...summaryOf(media),
    media,
    own: fates([...network.sbcPublic, ...network.onPremEdge].filter(isWhole)),
    faults: table.faults,
    cut: table.cut,
    missingSettings: network.told.has('vpnSubnets') ? [] : ['network.vpnSubnets'],
  };
}

function judgeList(list: PrefixList, network: Network): RoutesJudgement {
  const { mode } = network.splitTunnel;
  const listed: Fate = mode === 'exclude' ? 'outside' : mode === 'none' ? 'unknown' : 'tunnel';
  const others: Fate = mode === 'include' ? 'outside' : mode === 'none' ? 'unknown' : 'tunnel';
  const entries = list.entries.map((entry) => ({ ...entry, metric: 0 }));
  const fateOf = (entry: ListEntry | null): Fate => (entry === null ? others : listed);
  const fates = (ranges: readonly Prefix[]): readonly RangeFate[] =>
    ranges.map((range) => fateOfRange(range, entries, fateOf));
  const media = fates(network.microsoftMedia);
  return {
    ...nothing,
    format: list.format,
    of: { kind: 'list', list, mode },
    wins: network.microsoftMedia.map((range) => {
      const address = probeOf(range);
      const winner = winnerFor(address, entries);
      return listWin(address, winner, fateOf(winner));
    }),
    ...summaryOf(media),
    media,
    own: fates([...network.sbcPublic, ...network.onPremEdge]),
    faults: list.faults,
    missingSettings: mode === 'none' ? ['network.splitTunnel.mode'] : [],
  };
}

function fateOfRange<C extends Contender & (Route | ListEntry)>(
  range: Prefix,
  contenders: readonly C[],
  fateOf: (winner: C | null) => Fate,
): RangeFate {
  const { family } = range;
  const parts = new Map<C | null, Prefix[]>();
  for (const { first, last, winner } of partition(range, contenders)) {
    const prefixes = parts.get(winner) ?? [];
    parts.set(winner, prefixes);
    // Most parts are all of what their route is for.
    if (winner?.prefix.first === first && winner.prefix.last === last) prefixes.push(winner.prefix);
    else
      for (const each of rangePrefixes({ family, value: first }, { family, value: last }))
        prefixes.push(each);
  }
  const shares = [...parts].map(([by, prefixes]): Share => ({ prefixes, fate: fateOf(by), by }));
  return { range, shares };
}

function summaryOf(media: readonly RangeFate[]): Pick<RoutesJudgement, 'notBypassed' | 'noRoute'> {
  return {
    notBypassed: prefixesWith(media, ['tunnel']).map(prefixText),
    noRoute: prefixesWith(media, ['none', 'dropped']).map(prefixText),
  };
}

function winnerFor<C extends Contender>(address: Address, contenders: readonly C[]): C | null {
  const { family, value } = address;
  const range: Prefix = { family, first: value, last: value, bits: family === 4 ? 32 : 128 };
  return partition(range, contenders)[0]?.winner ?? null;
}

function tableWin(address: Address, route: Route, kind: RouteWin['kind']): RouteWin {
  const { adapter, prefix, line } = route;
  const own = adapter?.addresses[0] ?? null;
  const index = adapter?.index ?? null;
  return {
    address: addressText(address),
    interface: adapter?.name ?? own ?? (index === null ? null : String(index)),
    interfaceIndex: index,
    interfaceAddress: own,
    kind,
    route: cidrText(prefix),
    line,
  };
}

function listWin(address: Address, entry: ListEntry | null, fate: Fate): RouteWin {
  return {
    address: addressText(address),
    interface: null,
    interfaceIndex: null,
    interfaceAddress: null,
    kind: fate === 'unknown' ? null : fate === 'tunnel' ? 'vpn' : 'physical',
    route: entry === null ? null : cidrText(entry.prefix),
    line: entry?.line ?? null,
  };
}
