/** What is wrong with the paths of calls. */
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import type { CallReplay } from '../ice/model';
import { replayTraceInSlices } from '../ice/replay';
import { type Network, isTold } from '../network/network';
import { mayTellOfPath } from '../path/described-path';
import { type PathSurroundings, pathsOf } from '../path/trace-paths';
import { rules } from '../rules/index';
import type { PacketFinding } from '../rules/lint-packets';
import { type PathFinding, isAskedStatement, isDefect, lintPath } from '../rules/lint-paths';
import { firstLineOf } from '../traces/message';
import type { AnalysisOptions } from './model';

/** What is wrong with the path of a call. */
export interface LintedPath {
  readonly call: Call;
  readonly findings: readonly PacketFinding[];
}

/**
 * What is wrong with the paths of calls. Without packets and without a word of the network, an address tells nothing.
 */
export function* lintPaths(
  trace: Trace,
  replays: readonly CallReplay[] | null,
  { severities, facts: { network } }: AnalysisOptions,
  around?: PathSurroundings,
): Generator<void, readonly LintedPath[]> {
  const known = replays ?? (yield* foretold(trace, severities, network));
  if (!known.some(({ call }) => call !== null)) return [];
  const paths = pathsOf(trace, known, network, around);
  return paths.flatMap((path) => {
    const { call } = path;
    if (call === null) return [];
    const findings = lintPath(path, rules, severities, network).filter((each) => isDefect(each, severities));
    return [{ call, findings: findings.flatMap((finding) => shownIn(call, finding)) }];
  });
}

/** The calls without packets whose paths may be wrong; all of them where a severity is set for what is no defect. */
function* foretold(
  trace: Trace,
  severities: AnalysisOptions['severities'],
  network: Network,
): Generator<void, readonly CallReplay[]> {
  if (!isTold(network)) return [];
  const isAsked = rules.some((rule) => isAskedStatement(rule, severities));
  const calls = trace.calls.filter((call) => isAsked || mayTellOfPath(call, network));
  return calls.length === 0 ? [] : yield* replayTraceInSlices({ ...trace, calls });
}

/** What no message shows stands at the first one of the call. */
function shownIn(
  call: Call,
  { rule, severity, message, in: at, ...place }: PathFinding,
): readonly PacketFinding[] {
  const shown = at ?? call.messages[0]?.message;
  if (shown === undefined) return [];
  return [{ rule, severity, message, in: shown, at: place.at ?? firstLineOf(shown.parsed), related: [] }];
}
