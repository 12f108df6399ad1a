/** `path`: the media path of each call, or of a capture at a client, with what rules say of it, as JSON. */
import type { Analysis } from '../analysis/model';
import type { LineTable } from '../basics/lines';
import type { Span } from '../basics/span';
import type { FirewallJudgement } from '../firewall/judgement';
import { addressText } from '../ice/address';
import { replayTrace } from '../ice/replay';
import type { Network } from '../network/network';
import { prefixText } from '../network/prefix';
import type { Leg, MediaPath, PathEnd, PathFlow } from '../path/model';
import { pathsOf } from '../path/trace-paths';
import type { RoutesJudgement } from '../routes/judgement';
import { rules } from '../rules/index';
import { lintNetwork, lintPath } from '../rules/lint-paths';
import type { Rule } from '../rules/rule';
import { firstLineOf, inTrace, type TraceMessage } from '../traces/message';
import type { Evidence } from '../../../shared/evidence';
import type { Severity, RuleSettings } from '../../../shared/severities';
import { toIso } from '../../../shared/times';
import { firewallJson } from './firewall';
import { routesJson } from './routes';
import type { PathEndValue, PathFlowValue, PathLegValue, PathRow, PathVerdictValue } from './shapes';

/** What paths are judged by, beside a trace. */
export interface PathGround {
  readonly network: Network;
  readonly severities: RuleSettings;
  /** Null where none was given. */
  readonly routes: RoutesJudgement | null;
  readonly firewall: FirewallJudgement | null;
}

/** A trace that was analysed. */
export interface JudgedTrace {
  readonly analysis: Analysis;
  readonly lines: LineTable;
  /** It is a capture: places are told by the numbers of packets, as users know no line of it. */
  readonly isCapture: boolean;
}

/** A path with all that is said of it; no path where routes or firewall rules are judged alone. */
export interface JudgedPath {
  readonly path: MediaPath | null;
  readonly ground: PathGround;
  /** Worst first. */
  readonly verdicts: readonly PathVerdict[];
  readonly places: Places;
}

/** What a rule says of a path, of settings, of routes or of firewall rules. */
export interface PathVerdict {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly evidence: Evidence;
  readonly message: string;
  /** What {@link line} is a line of. */
  readonly of: 'trace' | 'settings' | 'routes' | 'firewall';
  readonly line: number | null;
  readonly snippet: readonly string[];
}

/** The places of a trace by the number that users know: of a line, of a packet in a capture. */
export interface Places {
  readonly kind: 'line' | 'frame';
  numberOf(this: void, message: TraceMessage, at?: Span | null): number | null;
}

/** Judges the paths of a trace; without one what else was given is judged alone. */
export function judgePaths(trace: JudgedTrace | null, ground: PathGround): readonly JudgedPath[] {
  const alone = networkVerdicts(ground);
  const places = placesOf(trace);
  if (trace === null) return [{ path: null, ground, verdicts: sorted(alone), places }];
  const { replays, trace: read } = trace.analysis;
  return pathsOf(read, replays ?? replayTrace(read), ground.network).map((path) => ({
    path,
    ground,
    verdicts: sorted([...pathVerdicts(path, ground, places), ...alone]),
    places,
  }));
}

/** How places of a trace are told. */
export function placesOf(trace: Pick<JudgedTrace, 'lines' | 'isCapture'> | null): Places {
  if (trace === null) return { kind: 'line', numberOf: () => null };
  const { lines, isCapture } = trace;
  return {
    kind: isCapture ? 'frame' : 'line',
    numberOf: (message, at) =>
      isCapture
        ? (message.record.meta.frame ?? null)
        : lines.positionAt(inTrace(message, at ?? firstLineOf(message.parsed)).start).line,
  };
}

function pathVerdicts(
  path: MediaPath,
  { severities, network }: PathGround,
  places: Places,
): readonly PathVerdict[] {
  return lintPath(path, rules, severities, network).map(({ in: shown, at, ...found }) => ({
    ...found,
    of: 'trace',
    line: shown === null ? null : places.numberOf(shown, at),
    snippet: [],
  }));
}

/** Settings are told, not seen. */
function networkVerdicts({ severities, ...subject }: PathGround): readonly PathVerdict[] {
  return lintNetwork(subject, rules, severities).map((found) => ({
    ...found,
    evidence: found.of === 'settings' ? 'derived' : 'observed',
  }));
}

const ranks: readonly Severity[] = ['error', 'warning', 'info'];

function sorted(verdicts: readonly PathVerdict[]): readonly PathVerdict[] {
  return verdicts.toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity));
}

/** Names of settings that would tell more of a path. */
export function missingSettings({ path, ground: { routes, firewall } }: JudgedPath): readonly string[] {
  const all = [path, routes, firewall].flatMap((judged) => judged?.missingSettings ?? []);
  return [...new Set(all)];
}

/** On what a path rests; exports that are judged alone are seen. */
export function evidenceOf({ path }: JudgedPath): Evidence {
  return path?.evidence ?? 'observed';
}

export function pathJson(judged: JudgedPath): PathRow {
  const { path, ground, places } = judged;
  const { network, routes, firewall } = ground;
  const call = path?.call ?? null;
  return {
    callId: call?.callId ?? null,
    profile: call?.profile.name ?? null,
    evidence: evidenceOf(judged),
    legs: (path?.legs ?? []).map((leg) => legJson(leg, places)),
    earlier: (path?.signalled?.earlier ?? []).map((leg) => legJson(leg, places)),
    lync: path?.lync ?? null,
    flows: (path?.flows ?? []).map(flowJson),
    verdicts: judged.verdicts.map(verdictJson),
    names: path?.names ?? [],
    routes: routes === null ? null : routesJson(routes),
    firewall: firewall === null ? null : firewallJson(firewall),
    missingSettings: missingSettings(judged),
    settingsFaults: network.faults,
    microsoft: {
      asOf: network.asOf,
      from: network.rangesFrom,
      media: network.microsoftMedia.map(prefixText),
      ports: network.mediaPorts,
    },
  };
}

function legJson(
  { from, to, alternatives, underlying, in: shown, ...leg }: Leg,
  { numberOf }: Places,
): PathLegValue {
  return {
    ...leg,
    alternatives: underlying === undefined ? alternatives : [...alternatives, underlying],
    underlying: underlying ?? null,
    from: endJson(from),
    to: endJson(to),
    line: shown === null ? null : numberOf(shown),
  };
}

function endJson(end: PathEnd | null): PathEndValue | null {
  return end === null ? null : { address: end.address, port: end.port, class: end.class };
}

function flowJson({ source, destination, first, last, ...flow }: PathFlow): PathFlowValue {
  return {
    ...flow,
    source: addressText(source),
    destination: addressText(destination),
    first: timeText(first),
    last: timeText(last),
  };
}

/** Microseconds since 1970 as ISO 8601. */
function timeText(micros: number | null): string | null {
  return micros === null ? null : toIso({ micros, date: 'full' });
}

function verdictJson({ rule, ...verdict }: PathVerdict): PathVerdictValue {
  return { id: rule.id, ...verdict };
}
