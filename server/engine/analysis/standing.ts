/** What hangs on an analysis for the next change, so that nobody looks through all messages then. */
import { Beside } from '../basics/memo';
import { isTold } from '../network/network';
import { isWithoutYear } from '../traces/read-change';
import { groupsPerSlice } from './groups';
import type { Analysis, LintedCall, LintedGroup } from './model';
import { byPlace } from './place';
import { type StandingFinding, standingInCalls, standingOfTrunk } from './standing-findings';
import { addTotals } from './withhold';

/** What is known of an analysis beside what it tells, so that nobody looks through all messages at each change. */
export interface Standing {
  /** What may be told, in order of its place. */
  readonly findings: readonly StandingFinding[];
  /** How many findings there are of each rule. */
  readonly totals: ReadonlyMap<string, number>;
  /** Whether the time of some message has no year. */
  readonly lacksYear: boolean;
}

/** Null beside an analysis of which each change goes the whole way. */
export const standings = new Beside<Analysis, Standing | null>();

/** What hangs on an analysis, found out where nobody has; yields between slices of a few milliseconds. */
export function* standingInSlices(analysis: Analysis): Generator<void, Standing | null> {
  let standing = standings.get(analysis);
  if (standing === undefined) {
    standing = isPlain(analysis) ? yield* stand(analysis) : null;
    standings.set(analysis, standing);
  }
  return standing;
}

function* stand({ trace, options, reusable }: Analysis): Generator<void, Standing> {
  yield;
  const findings: StandingFinding[] = [];
  const totals = new Map<string, number>();
  let place = 0;
  for (const { calls } of reusable.values()) {
    if (++place % groupsPerSlice === 0) yield;
    for (const { lint } of calls) addTotals(totals, lint.findings);
    for (const each of standingInCalls(calls, trace, options)) findings.push(each);
  }
  yield;
  const ofTrunk = standingOfTrunk(trace, callsOf(reusable.values()), options);
  addTotals(totals, ofTrunk);
  for (const each of ofTrunk) findings.push(each);
  findings.sort((one, other) => byPlace(one.finding, other.finding));
  return { findings, totals, lacksYear: trace.messages.some(({ record }) => isWithoutYear(record)) };
}

/** Whether each message is judged by itself and its Call-ID, with nothing that the file or the settings say beside. */
function isPlain({ trace, options, heldBack, replays }: Analysis): boolean {
  if (options.baseline !== undefined || options.collectsKinds === true) return false;
  if (replays !== null || isTold(options.facts.network) || heldBack.ignored.length > 0) return false;
  if (trace.repairs.length > 0 || trace.unread.length > 0) return false;
  return trace.messages.every(
    ({ parsed, record: { ignored, directives } }) =>
      parsed.kind === 'sip' &&
      ignored === undefined &&
      directives.side === null &&
      directives.role === null &&
      directives.profile === null,
  );
}

/** The calls of some groups. */
export function callsOf(groups: Iterable<LintedGroup>): readonly LintedCall[] {
  return [...groups].flatMap(({ calls }) => calls);
}
