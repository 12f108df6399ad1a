/** Puts the messages of a trace together to calls. */
import { headerOf, addressesOf } from '../sip/values';
import { isSip, type SipTraceMessage, type TraceMessage } from '../trace';
import type { Call, CallMessage, Fork, Party, Profile, Side } from './call';
import { buildDescriptions } from './descriptions';
import { factsOf } from './facts';
import { splitLegs, type Leg } from './legs';
import { negotiate } from './offer-answer';
import { readOutcome } from './outcome';
import { chosenProfile, decideProfile } from './profile';
import { decideSides, type PartyMessage } from './sides';
import { findRetransmissions, findTransactions } from './transactions';

/**
 * The calls of a trace, in order of their first message.
 *
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function buildCalls(
  messages: readonly TraceMessage[],
  chosen: Profile | null = null,
): readonly Call[] {
  const byCallId = new Map<string, SipTraceMessage[]>();
  const descriptions: TraceMessage[] = [];
  for (const message of messages) {
    if (!isSip(message)) {
      descriptions.push(message);
      continue;
    }
    const { callId } = factsOf(message.parsed);
    const sameId = byCallId.get(callId);
    if (sameId === undefined) byCallId.set(callId, [message]);
    else sameId.push(message);
  }
  const calls = [...buildDescriptions(descriptions, chosen)];
  for (const [callId, sameId] of byCallId) {
    splitLegs(sameId).forEach((leg, index) => calls.push(buildCall(callId, index, leg, chosen)));
  }
  return calls.sort((a, b) => firstIndex(a) - firstIndex(b));
}

function firstIndex(call: Call): number {
  return call.messages[0]?.message.index ?? 0;
}

function buildCall(callId: string, leg: number, messages: Leg, chosen: Profile | null): Call {
  const callerTag = callerTagOf(messages);
  const parties: readonly PartyMessage[] = messages.map((message) => ({
    message,
    party: partyOf(message, callerTag),
  }));
  const { sides, relayed } = decideSides(parties, directedSide(messages), chosen);
  const retransmissionOf = findRetransmissions(messages);
  const callMessages: readonly CallMessage[] = parties.map(({ message, party }, place) => ({
    place,
    message,
    party,
    side: sides[party],
    retransmissionOf: retransmissionOf[place] ?? null,
  }));
  const { exchanges, bodies } = negotiate(callMessages, sides);
  const [first] = messages;
  return {
    kind: messages.some(belongsToInvite) ? 'call' : 'other',
    key: `${callId} ${String(leg)} ${callerTag}`,
    callId,
    from: first === undefined ? '' : addressText(first, 'from'),
    to: first === undefined ? '' : addressText(first, 'to'),
    messages: callMessages,
    transactions: findTransactions(messages, retransmissionOf),
    forks: findForks(callMessages),
    exchanges,
    bodies,
    sides,
    profile: chosenProfile(chosen) ?? directedProfile(messages) ?? decideProfile(sides, relayed, bodies),
    ...readOutcome(messages),
  };
}

/** The tag of whoever sent the first INVITE; without one, of whoever sent the first request. */
function callerTagOf(messages: Leg): string {
  const invite = messages.find(({ parsed }) => {
    const facts = factsOf(parsed);
    return facts.method === 'INVITE' && (facts.status !== null || facts.toTag === '');
  });
  const first = invite ?? messages[0];
  return first === undefined ? '' : factsOf(first.parsed).fromTag;
}

function partyOf(message: SipTraceMessage, callerTag: string): Party {
  const facts = factsOf(message.parsed);
  const isRequest = facts.status === null;
  return isRequest === (facts.fromTag === callerTag) ? 'caller' : 'callee';
}

/** The file may say who the caller is: `#!side`. */
function directedSide(messages: Leg): Side | null {
  return messages[0]?.record.directives.side ?? null;
}

function directedProfile(messages: Leg): Call['profile'] | null {
  const name = messages[0]?.record.directives.profile ?? null;
  return name === null ? null : { name, reason: 'the file says so with #!profile' };
}

function belongsToInvite({ parsed }: SipTraceMessage): boolean {
  const { method } = factsOf(parsed);
  return (
    method === 'INVITE' || method === 'ACK' || method === 'CANCEL' || method === 'BYE' || method === 'PRACK'
  );
}

function findForks(messages: readonly CallMessage[]): readonly Fork[] {
  const forks = new Map<string, { toTag: string; status: number; responses: number[] }>();
  for (const { message, place, party, retransmissionOf } of messages) {
    if (!isSip(message) || party !== 'callee' || retransmissionOf !== null) continue;
    const { status, method, toTag } = factsOf(message.parsed);
    if (status === null || status <= 100 || method !== 'INVITE' || toTag === '') continue;
    const fork = forks.get(toTag) ?? { toTag, status: 0, responses: [] };
    fork.status = Math.max(fork.status, status);
    fork.responses.push(place);
    forks.set(toTag, fork);
  }
  return [...forks.values()];
}

/** The URI of From or To without parameters; the raw value where it holds none. */
function addressText(message: SipTraceMessage, id: 'from' | 'to'): string {
  const [address] = addressesOf(message.parsed, id);
  if (address === undefined) return headerOf(message.parsed, id)?.value.text ?? '';
  const { uri } = address;
  const end = uri.params[0] === undefined ? (uri.headers?.start ?? uri.end + 1) - 1 : uri.params[0].start - 1;
  return message.parsed.content.slice(uri.start, Math.min(end, uri.end)).trim();
}
