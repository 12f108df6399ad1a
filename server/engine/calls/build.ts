/** Puts the messages of a trace together to calls. */
import { isSip, type SipTraceMessage, type TraceMessage } from '../traces/message';
import type { Call, CallMessage } from './call';
import type { Profile } from '../../../shared/calls';
import { buildDescriptions } from './descriptions';
import { factsOf } from '../sip/facts';
import { findForks } from './forks';
import { decideLeg } from './leg-decision';
import { splitLegs, type Leg } from './legs';
import { negotiate } from './offer-answer';
import { MessageSignal } from './signal';
import { findRetransmissions, findTransactions } from './transactions';

/** Messages that calls are made of, apart from all others: those of one Call-ID, or all bare descriptions. */
export type CallGroup =
  | {
      readonly kind: 'sip';
      readonly callId: string;
      readonly messages: readonly SipTraceMessage[];
    }
  | { readonly kind: 'sdp'; readonly messages: readonly TraceMessage[] };

/**
 * The calls of a trace, in order of their first message.
 *
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function buildCalls(
  messages: readonly TraceMessage[],
  chosen: Profile | null = null,
): readonly Call[] {
  return inOrder(groupMessages(messages).flatMap((group) => buildGroup(group, chosen)));
}

/** The groups of a trace, each in the order of its messages. */
export function groupMessages(messages: readonly TraceMessage[]): readonly CallGroup[] {
  const byCallId = new Map<string, SipTraceMessage[]>();
  const descriptions: TraceMessage[] = [];
  for (const message of messages) {
    if (!isSip(message)) {
      if (message.parsed.kind === 'sdp') descriptions.push(message);
      continue;
    }
    const { callId } = factsOf(message.parsed);
    const sameId = byCallId.get(callId);
    if (sameId === undefined) byCallId.set(callId, [message]);
    else sameId.push(message);
  }
  return [
    ...(descriptions.length > 0 ? [{ kind: 'sdp', messages: descriptions } as const] : []),
    ...[...byCallId].map(([callId, sameId]) => ({ kind: 'sip', callId, messages: sameId }) as const),
  ];
}

/** The calls of one group. */
export function buildGroup(group: CallGroup, chosen: Profile | null): readonly Call[] {
  if (group.kind === 'sdp') return buildDescriptions(group.messages, chosen);
  const legs = splitLegs(group.messages.map((message) => new MessageSignal(message)));
  return legs.map((_, index) => buildCall(group.callId, index, legs, chosen));
}

/** Sorts calls by their first message. */
export function inOrder(calls: readonly Call[]): readonly Call[] {
  return calls.toSorted((a, b) => firstIndex(a) - firstIndex(b));
}

/**
 * A call whose messages stand elsewhere now and are the same otherwise.
 *
 * @param moved for each of its messages the one that stands for it
 */
export function moveCall(call: Call, moved: ReadonlyMap<TraceMessage, TraceMessage>): Call {
  return {
    ...call,
    messages: call.messages.map((each) => ({ ...each, message: moved.get(each.message) ?? each.message })),
  };
}

function firstIndex(call: Call): number {
  return call.messages[0]?.message.index ?? 0;
}

function buildCall(
  callId: string,
  index: number,
  legs: readonly Leg<MessageSignal>[],
  chosen: Profile | null,
): Call {
  const leg = legs[index] ?? [];
  const messages = leg.map(({ message }) => message);
  const { kind, callerTag, parties, sides, profile, course } = decideLeg(leg, legs, chosen);
  const retransmissionOf = findRetransmissions(messages);
  const callMessages: readonly CallMessage[] = messages.map((message, place) => {
    const party = parties[place] ?? 'caller';
    return { place, message, party, side: sides[party], retransmissionOf: retransmissionOf[place] ?? null };
  });
  const { exchanges, bodies } = negotiate(callMessages, sides);
  const { outcome, deciding, reason, started, alerted, answered, ended } = course;
  return {
    kind,
    key: `${callId} ${index} ${callerTag}`,
    callId,
    leg: index,
    from: leg[0]?.from ?? '',
    to: leg[0]?.to ?? '',
    messages: callMessages,
    transactions: findTransactions(messages, retransmissionOf),
    forks: findForks(leg, parties, retransmissionOf),
    exchanges,
    isUnpaired: false,
    bodies,
    sides,
    profile,
    outcome,
    status: deciding?.status ?? null,
    reason,
    started,
    alerted,
    answered,
    ended,
  };
}
