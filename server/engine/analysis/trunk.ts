/** What is found of trunks, over all calls. */
import { detached } from '../basics/detached';
import { plainSpan } from '../basics/span';
import { agentEventsOf } from '../calls/agent-logs';
import type { Trace } from '../calls/trace';
import { connectionEventOf } from '../calls/trunk-events';
import { rules } from '../rules/index';
import { type PlacedEvent, TrunkLint } from '../rules/lint-trunk';
import { type Shown, ofTrunk, shownOf } from '../suppression/finding-kind';
import type { Sieve } from '../suppression/sieve';
import { type TraceMessage, firstLineOf, inTrace } from '../traces/message';
import type { AnalysisOptions, CallName, Finding, LintedCall } from './model';
import { nameOf } from './place';

/** A finding but for what a rule says. */
export interface UnjudgedFinding extends Omit<Finding, 'rule' | 'severity' | 'message'> {
  /** What decides whether it is told. */
  readonly shown: Shown;
}

/** What rules say of what happened on trunks. */
export function lintTrunk(
  trace: Trace,
  calls: readonly LintedCall[],
  options: AnalysisOptions,
  sieve: Sieve,
): readonly Finding[] {
  const findings: Finding[] = [];
  const lint = new TrunkLint<UnjudgedFinding>(
    rules,
    options.severities,
    ({ message, ...found }, { shown, ...place }) => {
      if (sieve.passes(found.rule.id, message, shown))
        findings.push({ ...found, ...place, message: detached(message) });
    },
  );
  for (const placed of trunkOf(trace, calls, options)) lint.see(placed);
  lint.finish();
  return findings;
}

/** What happened on trunks, in order of the trace. */
export function trunkOf(
  { messages, evidence }: Trace,
  calls: readonly LintedCall[],
  { facts: { network } }: AnalysisOptions,
): readonly PlacedEvent<UnjudgedFinding>[] {
  const events = calls.flatMap(({ call, trunk }): readonly PlacedEvent<UnjudgedFinding>[] => {
    if (trunk.length === 0) return [];
    const name = nameOf(call);
    return trunk.flatMap((event) => {
      const message = call.messages[event.place]?.message;
      return message === undefined ? [] : [{ event, place: firstLineAsPlace(message, name) }];
    });
  });
  for (const message of messages) {
    const event = connectionEventOf(message, network, evidence.end);
    if (event !== null) events.push({ event, place: firstLineAsPlace(message, noCall) });
  }
  for (const { event, message } of agentEventsOf(messages))
    events.push({ event, place: firstLineAsPlace(message, noCall) });
  return events.sort((one, other) => one.place.range.start - other.place.range.start);
}

/** What belongs to no call. */
const noCall: CallName = { kind: 'other', key: '', callId: '' };

function firstLineAsPlace(message: TraceMessage, call: CallName): UnjudgedFinding {
  const at = plainSpan(firstLineOf(message.parsed));
  const frame = message.record.meta.frame ?? null;
  const shown = shownOf(message, ofTrunk);
  return { call, in: message.index, frame, at, range: inTrace(message, at), related: [], fix: null, shown };
}
