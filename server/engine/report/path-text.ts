/** `path` as text: for an engineer at a terminal at night. */
import { withoutControls } from '../../../shared/controls';
import { toIso } from '../../../shared/times';
import { plural } from '../../../shared/words';
import type { Network } from '../network/network';
import { addressText } from '../ice/address';
import type { Leg, LyncClass, LyncOrder, PathEnd, PathFlow, ResolvedName } from '../path/model';
import { pathSummary } from '../path/flow-words';
import { faultText, routesText } from './routes';
import { table } from './calls';
import type { Paint } from './paint';
import { evidenceOf, missingSettings, type JudgedPath, type PathVerdict, type Places } from './path';

/**
 * A path as text.
 *
 * @param today for the age of Microsoft's list; null where it is not to be told
 */
export function pathText(judged: JudgedPath, today: Date | null, paint: Paint): readonly string[] {
  const { path, verdicts, ground, places } = judged;
  const { network, routes, firewall } = ground;
  return [
    paint.strong(titleOf(judged)),
    ...(path === null ? [] : [`  ${pathSummary(path)}`, `  Evidence: ${evidenceOf(judged)}`]),
    ...section(
      'Legs',
      (path?.legs ?? []).flatMap((leg) => legText(leg, places)),
    ),
    ...section(
      'Earlier in the call',
      (path?.signalled?.earlier ?? []).flatMap((leg) => legText(leg, places)),
    ),
    ...(path === null || path.lync === null ? [] : section('Lync order (explanatory)', lyncText(path.lync))),
    ...section(
      'Verdicts',
      verdicts.flatMap((verdict) => verdictText(verdict, places, paint)),
    ),
    ...section('Conversations', flowsText(path?.flows ?? [])),
    ...section('Names', (path?.names ?? []).map(nameText)),
    ...(routes === null ? [] : section(`Routes (${routes.format})`, routesText(routes))),
    ...(firewall === null
      ? []
      : section(`Firewall (${firewall.format})`, [
          ...firewall.rules.map(({ name, direction, line }) => `line ${line}  ${direction}  ${name}`),
          ...firewall.faults.map(faultText),
        ])),
    ...section('To review, never run by us', snippetsOf(verdicts)),
    ...section('Settings that would tell more (.siptracerc.json)', missingText(missingSettings(judged))),
    ...section('Settings that do not fit', network.faults.map(settingFaultText)),
    '',
    `  ${microsoftText(network, today)}`,
  ].map(withoutControls);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function titleOf({ path }: JudgedPath): string {
  if (path === null) return 'Without a trace';
  const { call } = path;
  if (call === null) return 'Capture without a call';
  const status = call.status === null ? '' : ` ${call.status}`;
  return `Call ${call.callId}, ${call.from} to ${call.to}, ${call.outcome}${status}`;
}

const legNames: Readonly<Record<Leg['leg'], string>> = {
  sbc: 'SBC',
  client: 'client',
  peer: 'peer to peer',
};

function legText(leg: Leg, { kind, numberOf }: Places): readonly string[] {
  const { flow, alternatives, underlying, figures, from, to, evidence, why, in: shown } = leg;
  const or = alternatives.length === 0 ? '' : ` (or ${alternatives.join(', ')})`;
  const drawn = figures.length === 0 ? '' : `, figure ${figures.join(', ')}`;
  const place = shown === null ? null : numberOf(shown);
  const shows = place === null ? '' : `, ${kind} ${place}`;
  return [
    `${legNames[leg.leg]}: ${flow === null ? 'no flow fits' : `flow ${flow}`}${or}${drawn} [${evidence}${shows}]`,
    `  ${endText(from)} -> ${endText(to)}`,
    `  ${why}`,
    ...(underlying === undefined ? [] : [`  beside the tunnel it would be flow ${underlying}`]),
  ];
}

function endText(end: PathEnd | null): string {
  return end === null ? 'not in the trace' : `${addressText(end)} (${end.class})`;
}

const lyncNames: Readonly<Record<LyncClass, string>> = {
  'udp-direct': 'UDP direct',
  'udp-nat': 'UDP NAT',
  'udp-relay': 'UDP relay',
  'tcp-relay': 'TCP relay',
  'tcp-direct': 'TCP direct',
};

function lyncText(lync: LyncOrder): readonly string[] {
  const rank = lync.rank === null ? 'not in the list' : `${lync.rank} of 4`;
  return [
    `${lyncNames[lync.class]}, ${rank}`,
    ...lync.better.map(
      ({ class: better, address, why }) => `better: ${lyncNames[better]} ${address}: ${why}`,
    ),
  ];
}

function verdictText(verdict: PathVerdict, places: Places, paint: Paint): readonly string[] {
  const { rule, severity, evidence, message } = verdict;
  return [
    `${paint.severity(severity)} ${rule.id} [${evidence}]${placeText(verdict, places)}`,
    `  ${message}`,
  ];
}

function placeText({ of, line }: PathVerdict, { kind }: Places): string {
  if (of === 'settings') return ' settings';
  if (of === 'trace') return line === null ? '' : ` ${kind} ${line}`;
  return line === null ? ` ${of}` : ` ${of} line ${line}`;
}

function flowsText(flows: readonly PathFlow[]): readonly string[] {
  if (flows.length === 0) return [];
  const rows = flows.map((flow) => [
    addressText(flow.source),
    addressText(flow.destination),
    flow.transport,
    flow.protocol,
    String(flow.packets),
    String(flow.octets),
    flow.class,
    flow.flow === null ? '-' : `${flow.flow}${flow.step === null ? '' : `, step ${flow.step}`}`,
    flow.stayed ? 'media stayed here' : flow.tried ? 'tried' : '',
    flow.interface ?? '-',
    flow.first === null ? '-' : (toIso({ micros: flow.first, date: 'full' }) ?? '-'),
  ]);
  const head = ['FROM', 'TO', '', 'HOLDS', 'PACKETS', 'OCTETS', 'WHAT', 'FLOW', '', 'ADAPTER', 'FIRST'];
  return table([head, ...rows]);
}

function nameText({ name, cname, addresses, role }: ResolvedName): string {
  const way = [name, ...cname].join(' -> ');
  const to = addresses.length === 0 ? 'no address' : addresses.join(', ');
  return `${way}: ${to}${role === '' ? '' : ` (${role})`}`;
}

function settingFaultText({ path, message }: Network['faults'][number]): string {
  return `${path}: ${message}`;
}

function snippetsOf(verdicts: readonly PathVerdict[]): readonly string[] {
  return [...new Set(verdicts.flatMap(({ snippet }) => snippet))];
}

/** What to type, with an example as value. */
const examples: Readonly<Record<string, string>> = {
  'network.customerSubnets': '"network": { "customerSubnets": ["10.0.0.0/8"] }',
  'network.customerPublic': '"network": { "customerPublic": ["203.0.113.0/28"] }',
  'network.vpnSubnets': '"network": { "vpnSubnets": ["10.99.0.0/16"] }',
  'network.sbc.public': '"network": { "sbc": { "public": ["203.0.113.10"] } }',
  'network.sbc.internal': '"network": { "sbc": { "internal": ["10.1.1.5"] } }',
  'network.onPremEdge': '"network": { "onPremEdge": ["203.0.113.6"] }',
  'network.federatedEdges': '"network": { "federatedEdges": ["198.51.100.6"] }',
  'network.expressRoute': '"network": { "expressRoute": ["52.112.0.0/14"] }',
  'network.splitTunnel': '"network": { "splitTunnel": { "mode": "exclude", "prefixes": ["52.112.0.0/14"] } }',
  'network.splitTunnel.mode': '"network": { "splitTunnel": { "mode": "exclude" } }',
};

function missingText(names: readonly string[]): readonly string[] {
  return table(names.map((name) => [name, examples[name] === undefined ? '' : `as in ${examples[name]}`]));
}

const sources: Readonly<Record<Network['rangesFrom'], string>> = {
  shipped: 'shipped with the program',
  settings: 'from the settings',
  endpoints: "from Microsoft's list in a file",
};

function microsoftText({ asOf, rangesFrom }: Network, today: Date | null): string {
  const months = today === null ? null : monthsSince(asOf, today);
  const age = months === null ? '' : months < 1 ? ', of this month' : `, ${plural(months, 'month')} old`;
  return `Microsoft's ranges: as of ${asOf}${age}, ${sources[rangesFrom]}`;
}

/** Null for what is no month: `2026-07`, `2026-07-31`. */
function monthsSince(asOf: string, today: Date): number | null {
  const month = /^(\d{4})-(\d{2})(?:-\d{2})?$/.exec(asOf);
  if (month === null) return null;
  const since = Number(month[1]) * 12 + Number(month[2]) - 1;
  return Math.max(0, today.getUTCFullYear() * 12 + today.getUTCMonth() - since);
}
