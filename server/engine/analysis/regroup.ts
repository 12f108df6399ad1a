/** Which groups of messages a change of a text leaves to be judged again. */
import type { CallGroup } from '../calls/build';
import type { TraceEvidence } from '../evidence/evidence';
import { keyMessageOf } from '../evidence/repeated-keys';
import { factsOf } from '../sip/facts';
import { type SipTraceMessage, type TraceMessage, isSip } from '../traces/message';
import type { ChangedRecords } from '../traces/read-change';
import { findRepeatedKeys, keyOf, watchedFor } from './groups';
import type { Analysis, LintedGroup } from './model';

/** A group that is to be judged again. */
interface Again {
  readonly group: CallGroup;
  readonly watched: number | null;
  readonly repeated: readonly string[];
}

interface Regrouped {
  readonly again: readonly Again[];
  /** Groups that are judged again, or are there no more, as they were. */
  readonly gone: ReadonlyMap<string, LintedGroup>;
}

/** Finds what of the groups is to be judged again. */
export function regroup(
  { trace, reusable }: Analysis,
  messages: readonly TraceMessage[],
  changed: ChangedRecords,
  evidence: TraceEvidence,
): Regrouped {
  const touched = touchedGroups(reusable, trace.messages, messages, changed);
  const isSameLedger =
    isSameToLedger(trace.messages, messages, changed) ||
    [...touched].every(
      ([key, { messages: own }]) => keysOf(own) === keysOf(reusable.get(key)?.messages ?? []),
    );
  const isSameTime = evidence.end === trace.evidence.end && evidence.clock === trace.evidence.clock;
  const all = isSameLedger && isSameTime ? touched : new Map([...groupsOf(reusable), ...touched]);
  const ledger = isSameLedger
    ? null
    : findRepeatedKeys([...all.values()].filter((group) => group.messages.length > 0));
  const again: Again[] = [];
  const gone = new Map<string, LintedGroup>();
  for (const [key, group] of all) {
    const known = reusable.get(key);
    const watched = watchedFor(group, evidence);
    const repeated =
      ledger === null ? (known?.repeated ?? []) : (ledger.get(group.messages[0]?.index ?? -1) ?? []);
    const stands = known?.watched === watched && known.repeated.join() === repeated.join();
    if (stands && !touched.has(key)) continue;
    if (known !== undefined) gone.set(key, known);
    if (group.messages.length > 0) again.push({ group, watched, repeated });
  }
  return { again, gone };
}

/** The groups of the messages that changed, as they are now; one that lost all of its messages is empty. */
function touchedGroups(
  groups: Analysis['reusable'],
  before: readonly TraceMessage[],
  messages: readonly TraceMessage[],
  { from, removed }: ChangedRecords,
): ReadonlyMap<string, CallGroup> {
  const changed = messages.slice(from, from + removed);
  const callIds = new Set([...before.slice(from, from + removed), ...changed].filter(isSip).map(callIdOf));
  return new Map(
    [...callIds].map((callId): readonly [string, CallGroup] => {
      const key = keyOf({ kind: 'sip', callId, messages: [] });
      const places = new Set([...(groups.get(key)?.messages ?? []), ...changed].map(({ index }) => index));
      const own = [...places]
        .sort((one, other) => one - other)
        .flatMap((index) => messages[index] ?? [])
        .filter(isSip)
        .filter((message) => callIdOf(message) === callId);
      return [key, { kind: 'sip', callId, messages: own }];
    }),
  );
}

function callIdOf({ parsed }: SipTraceMessage): string {
  return factsOf(parsed).callId;
}

function groupsOf(groups: Analysis['reusable']): readonly (readonly [string, CallGroup])[] {
  return [...groups].map(([key, { messages }]) => {
    const own = messages.filter(isSip);
    const [first] = own;
    return [key, { kind: 'sip', callId: first === undefined ? '' : callIdOf(first), messages: own }];
  });
}

/** Whether a ledger of keys takes the same of each changed message as before. */
function isSameToLedger(
  before: readonly TraceMessage[],
  after: readonly TraceMessage[],
  { from, removed }: ChangedRecords,
): boolean {
  const taken = (messages: readonly TraceMessage[]): string =>
    JSON.stringify(
      messages
        .slice(from, from + removed)
        .filter(isSip)
        .map((message) => [callIdOf(message), keyMessageOf(message)]),
    );
  return taken(before) === taken(after);
}

/** What a ledger of keys takes of some messages, as text to compare; empty where that is nothing. */
function keysOf(messages: readonly TraceMessage[]): string {
  const signs = messages.filter(isSip).map(keyMessageOf);
  return signs.some(({ signs: { keys } }) => keys.length > 0) ? JSON.stringify(signs) : '';
}

/** All groups, in the order of their first messages. */
export function withGroups(
  groups: Analysis['reusable'],
  gone: ReadonlyMap<string, LintedGroup>,
  judged: ReadonlyMap<string, LintedGroup>,
): ReadonlyMap<string, LintedGroup> {
  const all = new Map(groups);
  let isInOrder = true;
  for (const [key, { messages }] of gone) {
    const first = judged.get(key)?.messages[0];
    if (first === undefined) all.delete(key);
    else if (first.index !== messages[0]?.index) isInOrder = false;
  }
  for (const [key, group] of judged) {
    isInOrder &&= all.has(key);
    all.set(key, group);
  }
  if (isInOrder) return all;
  const firstOf = ({ messages }: LintedGroup): number => messages[0]?.index ?? 0;
  return new Map([...all].sort(([, one], [, other]) => firstOf(one) - firstOf(other)));
}
