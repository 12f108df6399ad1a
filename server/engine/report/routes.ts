/** Routes and what they do with media, as JSON and as text. */
import type { ExportFault } from '../network/export-fault';
import type { FoundHop, RouteWin, RoutesJudgement, TraceJudgement } from '../routes/judgement';
import type { HopValue, RoutesValue, RouteTraceValue } from './shapes';
import { table } from './calls';

export function routesJson({
  format,
  of,
  wins,
  notBypassed,
  noRoute,
  faults,
  cut,
}: RoutesJudgement): RoutesValue {
  return {
    format,
    wins,
    notBypassed,
    noRoute,
    faults,
    cut: cut === null ? null : { line: cut.line, message: cut.message },
    trace: of?.kind === 'trace' ? traceJson(of) : null,
  };
}

function traceJson({ target, firstHop, firstHopNotTunnel, microsoftFrom }: TraceJudgement): RouteTraceValue {
  return {
    target,
    firstHop: hopJson(firstHop),
    firstHopNotTunnel: hopJson(firstHopNotTunnel),
    microsoftFrom: hopJson(microsoftFrom),
  };
}

function hopJson(found: FoundHop | null): HopValue | null {
  return found === null
    ? null
    : { hop: found.hop, address: found.address, name: found.name, line: found.line };
}

export function routesText({
  of,
  wins,
  notBypassed,
  noRoute,
  faults,
  cut,
}: RoutesJudgement): readonly string[] {
  return [
    ...(wins.length === 0 ? [] : table([['TO', 'LEAVES BY', 'ROUTE'], ...wins.map(winCells)])),
    ...(of?.kind === 'trace' ? traceText(of) : []),
    ...(notBypassed.length === 0 ? [] : [`into the tunnel: ${notBypassed.join(', ')}`]),
    ...(noRoute.length === 0 ? [] : [`no route: ${noRoute.join(', ')}`]),
    ...faults.map(faultText),
    ...(cut === null ? [] : [faultText(cut)]),
  ];
}

function winCells({ address, interface: adapter, kind, route, line }: RouteWin): readonly string[] {
  const leaves = [adapter, kind === null || adapter === null ? kind : `(${kind})`].filter(
    (part) => part !== null,
  );
  return [address, leaves.join(' '), `${route ?? 'not in the list'}${line === null ? '' : `, line ${line}`}`];
}

function traceText({
  target,
  firstHop,
  firstHopNotTunnel,
  microsoftFrom,
}: TraceJudgement): readonly string[] {
  return [
    `to: ${target ?? 'unknown'}`,
    `first hop: ${hopText(firstHop)}`,
    `first hop past the tunnel: ${hopText(firstHopNotTunnel)}`,
    `enters Microsoft's network: ${hopText(microsoftFrom)}`,
  ];
}

function hopText(found: FoundHop | null): string {
  return found === null
    ? 'not seen'
    : `${found.name ?? found.address ?? ''}, hop ${found.hop}, line ${found.line}`;
}

/** A line of an export that could not be read. */
export function faultText({ line, message }: ExportFault): string {
  return `line ${line}: ${message}`;
}
