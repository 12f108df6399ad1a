/** Compares what `path` prints with what is known of inputs: `field/path` of the shared folder, whose README says what the fields mean. */
import type { PathRow, PathVerdictValue } from '../../server/engine/report/shapes';

/** Fields that the truths of traces, routes, firewall rules and endpoint lists have in common. */
interface VerdictTruth {
  readonly file: string;
  readonly settings?: string;
  readonly verdicts: readonly string[];
  readonly verdictsNot?: readonly string[];
  readonly verdictsAny?: readonly string[];
  readonly severity?: Readonly<Record<string, string>>;
  /** CIDR ranges that a message names as not covered. */
  readonly gaps?: readonly string[];
  readonly missingSettings?: readonly string[];
}

export interface CaseTruth extends VerdictTruth {
  readonly side?: 'client';
  readonly flow: readonly (string | null)[];
  readonly figures: readonly string[];
  readonly figuresMay?: readonly string[];
  readonly figuresNot?: readonly string[];
  readonly lync: string | null;
  readonly lyncAny?: readonly (string | null)[];
  readonly evidence: string;
  readonly evidenceAny?: readonly string[];
  readonly legs?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly better?: readonly { readonly class: string; readonly address: string; readonly why: string }[];
  readonly settingsFault?: string | readonly string[];
  readonly calls?: number;
  readonly classOfT?: string;
  readonly stayed?: readonly string[];
  readonly tried?: readonly string[];
  readonly anycast?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly portsUsed?: readonly number[];
  readonly modalities?: Readonly<Record<string, unknown>>;
  readonly mediaInterface?: string;
  readonly underlying?: readonly string[];
  readonly steps?: readonly {
    readonly destination: string;
    readonly flow: readonly string[];
    readonly step: readonly number[];
  }[];
  readonly dnsInternal?: Readonly<Record<string, string>>;
}

/** A conversation as it was counted when the capture was made. */
export interface CountedFlow {
  readonly source: string;
  readonly destination: string;
  readonly interface: string | null;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly frameOctets: number;
}

/** The route that wins for an address. */
interface Win {
  readonly kind: string | null;
  readonly interface: Readonly<Record<string, string | number | null>> | null;
  readonly route: string | null;
  readonly line?: number | null;
}

export interface RoutesTruth extends VerdictTruth {
  /** Null where the export does not tell. */
  readonly notBypassed?: readonly string[] | null;
  readonly noRoute?: readonly string[] | null;
  readonly wins?: Readonly<Record<string, Win | null>>;
  readonly badLines?: readonly number[];
  readonly incomplete?: boolean;
}

export interface FirewallTruth extends VerdictTruth {
  readonly rules: readonly { readonly name: string; readonly direction: string; readonly line: number }[];
  readonly badLines?: readonly number[];
  readonly incomplete?: boolean;
}

export interface EndpointsTruth extends VerdictTruth {
  /** Null where the list is refused, and the ranges stay. */
  readonly media: readonly string[] | null;
  readonly ports?: readonly number[];
}

/** What is wrong with what was said of a trace; empty where nothing is. */
export function caseFaults(
  truth: CaseTruth,
  rows: readonly PathRow[],
  counted: readonly CountedFlow[] | undefined,
): readonly string[] {
  const told = ofTeams(rows);
  return [
    ...verdictFaults(truth, told),
    ...legFaults(truth, told),
    ...figureFaults(truth, told),
    ...orderFaults(truth, told),
    ...settingFaults(truth, rows),
    ...flowFaults(truth, told),
    ...countFaults(truth, told, counted),
    ...(truth.calls === undefined || told.length === truth.calls
      ? []
      : [`calls: ${told.length}, wanted ${truth.calls}`]),
  ];
}

/** The calls with Microsoft, where there are any. */
function ofTeams(rows: readonly PathRow[]): readonly PathRow[] {
  const teams = rows.filter(({ profile }) => profile !== null && profile !== 'rfc');
  return teams.length > 0 ? teams : rows;
}

function verdictFaults(truth: VerdictTruth, rows: readonly PathRow[]): readonly string[] {
  const found = rows.flatMap(({ verdicts }) => verdicts);
  const has = (id: string): boolean => found.some((verdict) => verdict.id === id);
  const { verdictsAny = [] } = truth;
  return [
    ...truth.verdicts.filter((id) => !has(id)).map((id) => `verdict ${id} is missing`),
    ...(truth.verdictsNot ?? [])
      .filter(has)
      .map((id) => `verdict ${id} must not come: ${messageOf(found, id)}`),
    ...(verdictsAny.length === 0 || verdictsAny.some(has) ? [] : [`none of ${verdictsAny.join(', ')}`]),
    ...Object.entries(truth.severity ?? {})
      .filter(([id, wanted]) => found.some((verdict) => verdict.id === id && verdict.severity !== wanted))
      .map(([id, wanted]) => `verdict ${id} is not ${wanted}`),
    ...(truth.gaps ?? [])
      .filter((gap) => !found.some(({ message }) => message.includes(gap)))
      .map((gap) => `no message names the gap ${gap}`),
    ...(truth.missingSettings ?? [])
      .filter((name) => !rows.some(({ missingSettings }) => missingSettings.includes(name)))
      .map((name) => `missing setting ${name} is not named`),
  ];
}

function messageOf(found: readonly PathVerdictValue[], id: string): string {
  return found.find((verdict) => verdict.id === id)?.message ?? '';
}

/** A null among the accepted flows, or `unknown`, stands for none; so does an empty list. */
function accepts(wanted: readonly (string | null)[], flow: string | null): boolean {
  return wanted.includes(flow) || (flow === null && (wanted.length === 0 || wanted.includes('unknown')));
}

function legFaults({ flow, legs = {}, underlying }: CaseTruth, rows: readonly PathRow[]): readonly string[] {
  const all = rows.flatMap((row) => row.legs);
  // Where no flow is wanted, that of signalling is none of media.
  const flows =
    all.length > 0 || flow.length === 0
      ? all.map((leg) => leg.flow)
      : rows.flatMap((row) => row.flows.map((each) => each.flow));
  const isFlow = flows.length === 0 ? accepts(flow, null) : flows.some((each) => accepts(flow, each));
  const { sbcAlternatives = [] } = legs;
  const parts = Object.entries(legs).filter(([name]) => name === 'sbc' || name === 'client');
  return [
    ...(isFlow ? [] : [`flow ${text(flows)}, wanted ${text(flow)}`]),
    ...parts.flatMap(([name, wanted]) => {
      const own = all.filter(({ leg }) => leg === name).map((leg) => leg.flow);
      const isRight = own.length === 0 ? accepts(wanted, null) : own.every((each) => accepts(wanted, each));
      return isRight ? [] : [`leg ${name} ${text(own)}, wanted ${text(wanted)}`];
    }),
    ...sbcAlternatives
      .filter(
        (each) =>
          !all.some(({ leg, alternatives }) => leg === 'sbc' && alternatives.some((one) => one === each)),
      )
      .map((each) => `alternative ${String(each)} of the leg sbc is missing`),
    ...(underlying === undefined ||
    all.some(({ alternatives, flow: own }) =>
      [own, ...alternatives].some((each) => underlying.includes(each ?? '')),
    )
      ? []
      : [`underlying flow ${text(underlying)} is missing`]),
  ];
}

function figureFaults(
  { figures, figuresMay = [], figuresNot = [] }: CaseTruth,
  rows: readonly PathRow[],
): readonly string[] {
  const own = new Set(rows.flatMap(({ legs }) => legs.flatMap((leg) => leg.figures)));
  const isOneWanted = figures.length === 0 && figuresMay.length > 0;
  return [
    ...figures
      .filter((figure) => !own.has(figure))
      .map((figure) => `figure ${figure} is missing of ${text([...own])}`),
    ...(isOneWanted && !figuresMay.some((figure) => own.has(figure))
      ? [`figures ${text([...own])}, wanted one of ${text(figuresMay)}`]
      : []),
    ...figuresNot.filter((figure) => own.has(figure)).map((figure) => `figure ${figure} must not come`),
  ];
}

function orderFaults(truth: CaseTruth, rows: readonly PathRow[]): readonly string[] {
  const { lync, lyncAny = [], evidence, evidenceAny = [], better = [], classOfT } = truth;
  const orders = rows.map((row) => row.lync?.class ?? null);
  return [
    ...orders
      .filter((order) => order !== lync && !lyncAny.includes(order))
      .map((order) => `lync ${String(order)}, wanted ${text([lync, ...lyncAny])}`),
    ...rows
      .filter((row) => row.evidence !== evidence && !evidenceAny.includes(row.evidence))
      .map((row) => `evidence ${row.evidence}, wanted ${text([evidence, ...evidenceAny])}`),
    ...better
      .filter(
        (wanted) =>
          !rows.some((row) =>
            row.lync?.better.some(
              (each) =>
                each.class === wanted.class && each.address === wanted.address && each.why === wanted.why,
            ),
          ),
      )
      .map((wanted) => `better ${JSON.stringify(wanted)} of ${JSON.stringify(rows[0]?.lync?.better ?? [])}`),
    ...(classOfT === undefined ||
    rows.some(({ legs }) => legs.some(({ from, to }) => [from, to].some((end) => end?.class === classOfT)))
      ? []
      : [`no end has the class ${classOfT}`]),
  ];
}

function settingFaults({ settingsFault = [] }: CaseTruth, rows: readonly PathRow[]): readonly string[] {
  return [settingsFault]
    .flat()
    .filter((path) => !rows.some(({ settingsFaults }) => settingsFaults.some((fault) => fault.path === path)))
    .map((path) => `fault of ${path} is missing`);
}

function flowFaults(truth: CaseTruth, rows: readonly PathRow[]): readonly string[] {
  const { stayed, tried = [], anycast = [], names = {}, portsUsed = [], mediaInterface, steps = [] } = truth;
  const flows = rows.flatMap((row) => row.flows);
  const media = flows.filter((flow) => flow.stayed);
  const [leftOut, superfluous] = difference(stayed ?? [], media);
  return [
    ...leftOut.map((name) => `stayed: ${name} is missing`),
    ...(stayed === undefined ? [] : superfluous.map((name) => `stayed: ${name} is too much`)),
    ...difference(
      tried,
      flows.filter((flow) => flow.tried),
    )[0].map((name) => `tried: ${name} is missing`),
    ...anycast
      .filter((address) => !flows.some((flow) => flow.class === 'anycast' && has(flow, address)))
      .map((address) => `anycast: ${address} is missing`),
    ...Object.entries(names)
      .filter(
        ([name, address]) =>
          !rows.some((row) =>
            row.names.some((each) => each.name === name && each.addresses.includes(address)),
          ),
      )
      .map(([name]) => `name ${name} is missing`),
    ...portsUsed
      .filter((port) => !flows.some(({ destination }) => destination.endsWith(`:${port}`)))
      .map((port) => `port ${port} is missing`),
    ...(mediaInterface === undefined || media.every((flow) => flow.interface === mediaInterface)
      ? []
      : [`media on ${text(media.map((flow) => flow.interface))}, wanted ${mediaInterface}`]),
    ...steps.flatMap((wanted) => {
      const to = flows.filter(({ destination }) => destination === wanted.destination);
      const wrong = to.filter(
        ({ flow, step }) => !wanted.flow.includes(flow ?? '') || !wanted.step.includes(step ?? 0),
      );
      if (to.length > 0 && wrong.length === 0) return [];
      return [
        `steps to ${wanted.destination}: ${text(to.map(({ flow, step }) => `${flow ?? '-'} ${step ?? '-'}`))}, ` +
          `wanted flow ${text(wanted.flow)} step ${text(wanted.step)}`,
      ];
    }),
    ...Object.entries(truth.dnsInternal ?? {})
      .filter(
        ([name, address]) =>
          !rows.some(({ verdicts }) =>
            verdicts.some(({ message }) => message.includes(name) && message.includes(address)),
          ),
      )
      .map(([name]) => `no verdict names the internal answer for ${name}`),
    ...(truth.modalities === undefined ? [] : modalityFaults(truth.modalities, media)),
  ];
}

type FlowValue = PathRow['flows'][number];

function modalityFaults(
  wanted: Readonly<Record<string, unknown>>,
  flows: readonly FlowValue[],
): readonly string[] {
  const own = new Set(flows.map(({ modality }) => modality as string | null));
  return Object.keys(wanted)
    .filter((name) => !own.has(name))
    .map((name) => `modality ${name} is missing`);
}

function has({ source, destination }: FlowValue, address: string): boolean {
  return [source, destination].some(
    (end) => end.startsWith(`${address}:`) || end.startsWith(`[${address}]:`),
  );
}

/** What of `source -> destination` is missing in flows, either way round, and which flows are too much. */
function difference(
  wanted: readonly string[],
  flows: readonly FlowValue[],
): readonly [readonly string[], readonly string[]] {
  const isOf = (name: string, { source, destination }: FlowValue): boolean =>
    name === `${source} -> ${destination}` || name === `${destination} -> ${source}`;
  return [
    wanted.filter((name) => !flows.some((flow) => isOf(name, flow))),
    flows
      .filter((flow) => !wanted.some((name) => isOf(name, flow)))
      .map(({ source, destination }) => `${source} -> ${destination}`),
  ];
}

/** Packets and octets, conversation by conversation; a capture without a call shows all of them. */
function countFaults(
  { side }: CaseTruth,
  rows: readonly PathRow[],
  counted: readonly CountedFlow[] | undefined,
): readonly string[] {
  if (counted === undefined) return [];
  const flows = rows.flatMap((row) => row.flows);
  const nameOf = (flow: Pick<CountedFlow, 'source' | 'destination' | 'interface'>): string =>
    `${flow.source} -> ${flow.destination} on ${flow.interface ?? 'none'}`;
  const wrong = flows.flatMap((flow) => {
    const truth = counted.find((each) => nameOf(each) === nameOf(flow));
    if (truth === undefined) return [`flow ${nameOf(flow)} is not in the capture`];
    const packets = truth.packetsOut + truth.packetsIn;
    return flow.packets === packets && flow.octets === truth.frameOctets
      ? []
      : [`flow ${nameOf(flow)}: ${flow.packets}/${flow.octets}, wanted ${packets}/${truth.frameOctets}`];
  });
  const missing =
    side === 'client' ? counted.filter((each) => !flows.some((flow) => nameOf(flow) === nameOf(each))) : [];
  return [...wrong, ...missing.map((each) => `flow ${nameOf(each)} is missing`)];
}

/** What is wrong with what was said of an export of routes. */
export function routesFaults(truth: RoutesTruth, rows: readonly PathRow[]): readonly string[] {
  const routes = rows[0]?.routes ?? null;
  if (routes === null) return ['no routes'];
  return [
    ...verdictFaults(truth, rows),
    ...listFaults('notBypassed', truth.notBypassed, routes.notBypassed),
    ...listFaults('noRoute', truth.noRoute, routes.noRoute),
    ...Object.entries(truth.wins ?? {}).flatMap(([address, wanted]) =>
      winFaults(address, wanted, routes.wins, truth.verdicts.includes('net-vpn-unknown')),
    ),
    ...lineFaults(truth, rows, routes.faults),
  ];
}

/**
 * A line that the truth does not name may be any; without a route nothing wins.
 *
 * @param mayBeVpn nothing was told of the VPN, so no adapter need be called physical
 */
function winFaults(
  address: string,
  wanted: Win | null,
  wins: NonNullable<PathRow['routes']>['wins'],
  mayBeVpn: boolean,
): readonly string[] {
  const win = wins.find((each) => each.address === address);
  if (wanted === null) return [];
  if (win === undefined) return wanted.route === null ? [] : [`win of ${address} is missing`];
  const names = Object.values(wanted.interface ?? {}).map(String);
  const adapters = [win.interface, win.interfaceAddress, win.interfaceIndex].map(String);
  return [
    ...(mayBeVpn ? [] : wrongField(address, 'kind', win.kind, wanted.kind)),
    ...wrongField(address, 'route', win.route, wanted.route),
    ...(wanted.line === undefined ? [] : wrongField(address, 'line', win.line, wanted.line)),
    ...(names.length === 0 || adapters.some((name) => names.includes(name))
      ? []
      : [`${address}: interface ${text(adapters)}, wanted ${text(names)}`]),
  ];
}

function wrongField(address: string, name: string, own: unknown, wanted: unknown): readonly string[] {
  return own === wanted ? [] : [`${address}: ${name} ${String(own)}, wanted ${String(wanted)}`];
}

/** What is wrong with what was said of firewall rules. */
export function firewallFaults(truth: FirewallTruth, rows: readonly PathRow[]): readonly string[] {
  const firewall = rows[0]?.firewall ?? null;
  if (firewall === null) return ['no firewall rules'];
  return [
    ...verdictFaults(truth, rows),
    ...truth.rules
      .filter(
        (wanted) =>
          !firewall.rules.some(
            ({ name, direction, line }) =>
              name === wanted.name && direction === wanted.direction && line === wanted.line,
          ),
      )
      .map((wanted) => `rule ${JSON.stringify(wanted)} is missing`),
    ...lineFaults(truth, rows, firewall.faults),
  ];
}

/** What is wrong with how Microsoft's list was read. */
export function endpointsFaults(truth: EndpointsTruth, rows: readonly PathRow[]): readonly string[] {
  const { microsoft } = rows[0] ?? {};
  if (microsoft === undefined) return ['no ranges'];
  return [
    ...verdictFaults(truth, rows),
    ...(truth.media === null
      ? microsoft.from === 'endpoints'
        ? ['a list that is none was taken']
        : []
      : listFaults('media', truth.media, microsoft.media)),
    ...listFaults('ports', truth.ports?.map(String), microsoft.ports.map(String)),
  ];
}

/** Lines that cannot be read are named, and no others; an export that is cut off is said to be. */
function lineFaults(
  { badLines, incomplete }: { readonly badLines?: readonly number[]; readonly incomplete?: boolean },
  rows: readonly PathRow[],
  faults: readonly { readonly line: number; readonly message: string }[],
): readonly string[] {
  const lines = faults.map(({ line }) => line);
  const isSaid =
    faults.length > 0 || rows.some(({ verdicts }) => verdicts.some(({ id }) => id.endsWith('-incomplete')));
  return [
    ...(badLines ?? []).filter((line) => !lines.includes(line)).map((line) => `line ${line} is not named`),
    ...(badLines?.length === 0 ? lines.map((line) => `line ${line} is named`) : []),
    ...(incomplete === true && !isSaid ? ['it is not said that the export is cut off'] : []),
  ];
}

function listFaults(
  name: string,
  wanted: readonly string[] | null | undefined,
  own: readonly string[],
): readonly string[] {
  if (wanted === undefined || wanted === null || text([...wanted].sort()) === text([...own].sort()))
    return [];
  return [`${name}: ${text(own)}, wanted ${text(wanted)}`];
}

function text(values: readonly unknown[]): string {
  return JSON.stringify(values);
}
