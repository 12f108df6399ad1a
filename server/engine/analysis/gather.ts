/** What was found, call by call and beside, put together: what may be told, and the counts of all. */
import type { Severity } from '../../../shared/severities';
import type { Call } from '../calls/call';
import type { CallFinding, CallLint } from '../rules/lint';
import type { Sieve } from '../suppression/sieve';
import type { Linted } from './judge';
import type { Analysis, Finding } from './model';
import { byPlace, placeFindings, placePacketFindings } from './place';
import { addTotals, firstOfEach } from './withhold';

/** Findings of a call placed between two slices. */
const findingsPerSlice = 1000;

interface Gathered extends Pick<Analysis, 'counts' | 'callCounts' | 'heldBack' | 'silenced'> {
  /** What may be told, in order of its place. */
  readonly found: readonly Finding[];
  /** How many findings there are of each rule. */
  readonly totals: ReadonlyMap<string, number>;
}

/**
 * @param most how many findings of a rule are told; 0: all
 * @param trunk what is of no single call: it counts for the trace alone
 */
export function* gather(
  { calls, packets, paths }: Linted,
  sieve: Sieve,
  most: number,
  trunk: readonly Finding[] = [],
): Generator<void, Gathered> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const totals = new Map<string, number>();
  const callCounts = new Map<Call, Record<Severity, number>>();
  const count = (call: Call, findings: readonly Pick<CallFinding, 'rule' | 'severity'>[]): void => {
    const ofCall = callCounts.get(call) ?? { error: 0, warning: 0, info: 0 };
    callCounts.set(call, ofCall);
    for (const { severity } of findings) {
      ofCall[severity]++;
      counts[severity]++;
    }
    addTotals(totals, findings);
  };
  const all: Finding[] = [];
  for (const { call, lint } of calls) {
    const passed = toldOf(call, lint, sieve);
    count(call, passed);
    const told = firstOfEach(passed, most);
    for (let from = 0; from < told.length; from += findingsPerSlice) {
      if (from > 0) yield;
      const some = told.slice(from, from + findingsPerSlice);
      for (const finding of placeFindings(call, some)) all.push(finding);
    }
  }
  const beside = [...packets.map(({ call, lint }) => ({ call, findings: lint.findings })), ...paths];
  for (const { call, findings } of beside) {
    const told = findings.filter((each) => sieve.passesInCall(each.rule.id, each.message, each.in, call));
    count(call, told);
    if (told.length > 0) for (const finding of placePacketFindings(call, told)) all.push(finding);
  }
  for (const finding of trunk) {
    counts[finding.severity]++;
    all.push(finding);
  }
  addTotals(totals, trunk);
  all.sort(byPlace);
  const silenced = sieve.ofCalls;
  for (const { call, rule } of all) silenced.get(call.key)?.delete(rule.id);
  return { found: all, totals, counts, callCounts, heldBack: sieve.heldBack, silenced };
}

/** The findings in a call that are not held back. */
export function toldOf(call: Call, { findings }: CallLint, sieve: Sieve): readonly CallFinding[] {
  return findings.filter(({ rule, message, place }) => {
    const shown = call.messages[place]?.message;
    return shown === undefined || sieve.passesInCall(rule.id, message, shown, call);
  });
}
