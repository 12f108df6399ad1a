/**
 * The whole analysis of a text: records, messages, calls, findings. It runs in slices, so that a host may stop
 * for other work or drop it, and it reuses of an earlier analysis what did not change.
 */
import type { CaptureClocks } from '../basics/capture-clocks';
import { noConversations } from '../basics/conversation';
import { finished } from '../basics/finished';
import { weigh } from '../evidence/evidence';
import { Sieve } from '../suppression/sieve';
import { withIgnored } from '../text/directives';
import { readTextInSlices } from '../traces/read';
import { diagnosesOf } from './diagnoses';
import { gather } from './gather';
import { judgeInSlices } from './judge';
import { parseInSlices } from './messages';
import { type Analysis, type AnalysisOptions, defaultOptions } from './model';
import { reasonsOf } from './reasons';
import { lintTrunk } from './trunk';
import { unknownRulesOf } from './unknown-rules';
import { withhold } from './withhold';

/** Analyses a text in one go. */
export function analyse(
  text: string,
  options: AnalysisOptions = defaultOptions,
  earlier?: Analysis,
): Analysis {
  return finished(analyseInSlices(text, options, earlier));
}

/** Analyses a text; yields between slices of a few milliseconds. */
export function* analyseInSlices(
  text: string,
  options: AnalysisOptions,
  earlier?: Analysis,
): Generator<void, Analysis> {
  const reading = yield* readTextInSlices(text);
  const { ignored = [] } = reading;
  const records =
    ignored.length === 0 ? reading.records : reading.records.map((record) => withIgnored(record, ignored));
  const messages = yield* parseInSlices(records, earlier?.trace.messages ?? []);
  yield;
  const evidence = weigh(messages, reading.clocks);
  const known =
    earlier?.options === options && sameClocks(earlier.trace.evidence.clocks, evidence.clocks)
      ? earlier.reusable
      : null;
  const { format, conversations = noConversations, unread = [], repairs = [] } = reading;
  const read = { text, format, messages, evidence, conversations, unread, repairs };
  const { trace, replays, groups, linted } = yield* judgeInSlices(read, options, known, null);
  const sieve = new Sieve(options);
  const trunk = lintTrunk(trace, linted.calls, options, sieve);
  const { maxFindingsPerRule: most } = options;
  const { found, totals, counts, callCounts, heldBack, silenced } = yield* gather(linted, sieve, most, trunk);
  const { findings, withheld } = withhold(found, most, totals);
  const notEvaluated = reasonsOf(linted);
  const diagnoses = diagnosesOf(trace, groups, linted, replays);
  return {
    options,
    trace,
    findings,
    withheld,
    notEvaluated,
    heldBack,
    silenced,
    unknownRules: unknownRulesOf(messages),
    counts,
    callCounts,
    diagnoses,
    replays,
    reusable: groups,
  };
}

function sameClocks(one: CaptureClocks, other: CaptureClocks): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
