/** Puts the messages of a trace together to calls. */
import { isSip, type SipTraceMessage, type TraceMessage } from '../traces/message';
import type { Call, CallMessage } from './call';
import type { Profile } from '../../../shared/calls';
import { buildDescriptions } from './descriptions';
import { factsOf } from '../sip/facts';
import { findForks } from './forks';
import { decideParties, type PartyDecision, profileOf } from './leg-decision';
import { splitLegs, type Leg } from './legs';
import { negotiate } from './offer-answer';
import { readOutcome } from './outcome';
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
  return outlinesOf(group, chosen).map((outline) => buildCall(outline, chosen));
}

/** What the messages of a Call-ID tell of its calls before anybody asks how these went. */
export type CallOutline = Pick<
  Call,
  'kind' | 'key' | 'callId' | 'leg' | 'messages' | 'exchanges' | 'bodies' | 'sides'
>;

/** The outlines of the calls that {@link buildGroup} builds. */
export function outlineGroup(
  group: Extract<CallGroup, { readonly kind: 'sip' }>,
  chosen: Profile | null,
): readonly CallOutline[] {
  return outlinesOf(group, chosen).map(({ outline }) => outline);
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

interface OutlinedLeg {
  readonly leg: Leg<MessageSignal>;
  readonly who: PartyDecision;
  readonly retransmissionOf: readonly (number | null)[];
  readonly outline: CallOutline;
}

function outlinesOf(
  { callId, messages }: Extract<CallGroup, { readonly kind: 'sip' }>,
  chosen: Profile | null,
): readonly OutlinedLeg[] {
  const legs = splitLegs(messages.map((message) => new MessageSignal(message)));
  return legs.map((leg, index) => outlineCall(callId, index, leg, decideParties(leg, legs, chosen)));
}

function outlineCall(
  callId: string,
  index: number,
  leg: Leg<MessageSignal>,
  who: PartyDecision,
): OutlinedLeg {
  const { kind, callerTag, parties, sides } = who;
  const retransmissionOf = findRetransmissions(leg.map(({ message }) => message));
  const messages = leg.map(({ message }, place): CallMessage => {
    const party = parties[place] ?? 'caller';
    return { place, message, party, side: sides[party], retransmissionOf: retransmissionOf[place] ?? null };
  });
  const { exchanges, bodies } = negotiate(messages, sides);
  const key = `${callId} ${index} ${callerTag}`;
  return {
    leg,
    who,
    retransmissionOf,
    outline: { kind, key, callId, leg: index, messages, exchanges, bodies, sides },
  };
}

function buildCall({ leg, who, retransmissionOf, outline }: OutlinedLeg, chosen: Profile | null): Call {
  const { outcome, deciding, reason, started, alerted, answered, ended } = readOutcome(leg);
  return {
    ...outline,
    from: leg[0]?.from ?? '',
    to: leg[0]?.to ?? '',
    transactions: findTransactions(
      leg.map(({ message }) => message),
      retransmissionOf,
    ),
    forks: findForks(leg, who.parties, retransmissionOf),
    isUnpaired: false,
    profile: profileOf(leg, who, chosen),
    outcome,
    status: deciding?.status ?? null,
    reason,
    started,
    alerted,
    answered,
    ended,
  };
}
