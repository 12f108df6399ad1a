/** The messages of a Call-ID, judged together: all that calls and rules without packets ask of a trace. */
import { type CallGroup, buildGroup } from '../calls/build';
import type { Call } from '../calls/call';
import { trunkEventsOf } from '../calls/trunk-events';
import type { TraceEvidence } from '../evidence/evidence';
import { type RepeatedKeys, callKeysOf, keyMessageOf, repeatedKeysOf } from '../evidence/repeated-keys';
import { LONGEST_WATCH, Signalling } from '../evidence/signalling';
import { mayBeUndelivered } from '../evidence/undelivered';
import { rules } from '../rules/index';
import { lintCallInSlices, profileChoice } from '../rules/lint';
import type { SipTraceMessage } from '../traces/message';
import type { AnalysisOptions, LintedCall, LintedGroup } from './model';

/** Groups judged, or whose findings are placed, between two slices. */
export const groupsPerSlice = 5;

/** The key of a group, or of the group that a call is of. */
export function keyOf(group: CallGroup | Call): string {
  return group.kind === 'sdp' ? 'sdp' : `sip ${group.callId}`;
}

/** For how many microseconds a trace goes on behind the last message of a group; null where times are not known. */
export function watchedFor({ kind, messages }: CallGroup, { clock, end }: TraceEvidence): number | null {
  const own = messages.at(-1);
  if (kind === 'sdp' || own === undefined || end === null) return null;
  return Math.min(Math.max(0, end - clock.at(own)), LONGEST_WATCH);
}

/** Of all calls of a trace, in the order of their last messages, as a ledger takes them. */
export function findRepeatedKeys(groups: readonly CallGroup[]): RepeatedKeys {
  const calls = groups.flatMap((group) => (group.kind === 'sip' ? [group.messages] : []));
  return repeatedKeysOf(calls.flatMap((messages) => callKeysOf(messages.map(keyMessageOf)) ?? []));
}

/** Builds the calls of a group and judges them; yields between slices of a few milliseconds. */
export function* lintGroup(
  group: CallGroup,
  { profile, severities, facts, remembers, keepsFrom }: AnalysisOptions,
  evidence: TraceEvidence,
  watched: number | null,
  repeated: readonly string[],
): Generator<void, LintedGroup> {
  const messages = group.kind === 'sip' ? group.messages : [];
  const signalling = signallingOf(messages, watched, evidence, repeated);
  const calls: LintedCall[] = [];
  for (const call of buildGroup(group, profileChoice(profile))) {
    const lint = yield* lintCallInSlices(call, rules, severities, facts, signalling, remembers, keepsFrom);
    calls.push({ call, lint, trunk: trunkEventsOf(call, signalling, facts.network) });
  }
  const isRefused = mayBeUndelivered(messages, evidence.undelivered);
  return { messages: group.messages, watched, repeated, isRefused, calls };
}

/** @param watched for how many microseconds the trace goes on behind them; null where that is not known */
export function signallingOf(
  messages: readonly SipTraceMessage[],
  watched: number | null,
  { clock, undelivered }: TraceEvidence,
  repeatedKeys: readonly string[] = [],
): Signalling {
  const stampOf = (message: SipTraceMessage): number | null => {
    const { time } = message.record.meta;
    return time === null ? null : clock.corrected(time.micros, message);
  };
  const own = messages.at(-1);
  const last = own === undefined ? null : stampOf(own);
  const end = last === null || watched === null ? null : last + watched;
  return new Signalling(messages, stampOf, end, new Set(repeatedKeys), undelivered);
}
