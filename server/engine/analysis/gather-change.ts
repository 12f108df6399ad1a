/**
 * What may be told behind a change, and the counts of all: what went is taken away from those before, and what came is
 * added.
 */
import type { Severity, SeverityCounts } from '../../../shared/severities';
import { perObject } from '../basics/memo';
import type { Trace } from '../calls/trace';
import type { CallLint } from '../rules/lint';
import { firstLineOf } from '../traces/message';
import type { Analysis, Finding, LintedCall, LintedGroup } from './model';
import { type Standing, callsOf } from './standing';
import { type StandingFinding, merged, standingInCalls, standingOfTrunk } from './standing-findings';
import { addTotals } from './withhold';

/** Calls that were judged again, or are there no more, and those in place of them. */
export interface Exchanged {
  readonly left: readonly LintedCall[];
  readonly come: readonly LintedCall[];
  /** Whether each stands where its other stood. */
  readonly isInPlace: boolean;
}

/** What is exchanged where groups are judged again. */
export function exchanged(
  gone: ReadonlyMap<string, LintedGroup>,
  judged: ReadonlyMap<string, LintedGroup>,
): Exchanged {
  const left = callsOf(gone.values());
  const come = callsOf(judged.values());
  const firstOf = (each: LintedCall | undefined): number | undefined => each?.call.messages[0]?.message.index;
  const isInPlace =
    left.length === come.length && left.every((each, place) => firstOf(each) === firstOf(come[place]));
  return { left, come, isInPlace };
}

interface GatheredChange
  extends Pick<Analysis, 'counts' | 'callCounts'>, Pick<Standing, 'findings' | 'totals'> {}

/** What may be told of a changed trace, and the counts. */
export function gatherChange(
  { options, counts: all, callCounts: ofCalls }: Analysis,
  trace: Trace,
  known: Standing,
  { left, come }: Exchanged,
  groups: Analysis['reusable'],
): GatheredChange {
  const isSameTrunk = trunkText(left) === trunkText(come);
  const leaving = new Set<string | null>(left.map(({ call }) => call.key));
  if (!isSameTrunk) leaving.add(null);
  const inCalls = standingInCalls(come, trace, options);
  const ofTrunk = isSameTrunk ? [] : standingOfTrunk(trace, callsOf(groups.values()), options);
  const counts: Record<Severity, number> = { ...all };
  const totals = new Map(known.totals);
  const count = ({ severities, rules }: Tally, by: 1 | -1): void => {
    counts.error += by * severities.error;
    counts.warning += by * severities.warning;
    counts.info += by * severities.info;
    for (const [rule, found] of rules) totals.set(rule, (totals.get(rule) ?? 0) + by * found);
  };
  const callCounts = new Map(ofCalls);
  const stay: StandingFinding[] = [];
  const gone: Finding[] = [];
  for (const each of known.findings)
    if (!leaving.has(each.callKey)) stay.push(each);
    else if (each.callKey === null) gone.push(each.finding);
  count(tally(gone), -1);
  count(tally(ofTrunk.map(({ finding }) => finding)), 1);
  for (const { call, lint } of left) {
    count(tallyOf(lint), -1);
    callCounts.delete(call);
  }
  for (const { call, lint } of come) {
    const own = tallyOf(lint);
    count(own, 1);
    callCounts.set(call, own.severities);
  }
  return { counts, totals, callCounts, findings: merged(stay, [...inCalls, ...ofTrunk], trace.messages) };
}

/** Findings, counted. */
interface Tally {
  readonly severities: SeverityCounts;
  readonly rules: ReadonlyMap<string, number>;
}

/** A call that is judged again was counted before. */
const tallyOf = perObject(({ findings }: CallLint): Tally => tally(findings));

function tally(findings: readonly Pick<Finding, 'rule' | 'severity'>[]): Tally {
  const severities = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) severities[severity]++;
  const rules = new Map<string, number>();
  addTotals(rules, findings);
  return { severities, rules };
}

/** What happened on trunks in some calls, with where it is told, as text to compare. */
function trunkText(calls: readonly LintedCall[]): string {
  const events = calls.flatMap(({ call, trunk }) =>
    trunk.map((event) => {
      const message = call.messages[event.place]?.message;
      const line = message === undefined ? null : firstLineOf(message.parsed);
      return {
        event,
        key: call.key,
        kind: call.kind,
        index: message?.index,
        start: line?.start,
        end: line?.end,
      };
    }),
  );
  return JSON.stringify(events);
}
