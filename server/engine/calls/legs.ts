/**
 * Takes the messages of one Call-ID apart into legs. An SBC that bridges two legs may use one Call-ID for both,
 * as a proxy does; then the messages of the legs are copies of one another with other SDP, and a call that
 * mixed them would compare what never met.
 */
import type { SipTraceMessage } from '../trace';
import { factsOf } from './facts';

/** The messages of one leg, in order. */
export type Leg = readonly SipTraceMessage[];

interface OpenLeg {
  /** The caller's From tag; of a leg whose INVITE is missing, the From tag of its first message. */
  readonly callerTag: string;
  readonly path: string | null;
  /** Top Via branches of its requests. */
  readonly branches: Set<string>;
  /** Via hops of the caller's requests, and of the callee's, where known. */
  readonly viaCounts: { caller: number | null; callee: number | null };
  readonly messages: SipTraceMessage[];
}

/** The legs of the messages that share a Call-ID. */
export function splitLegs(messages: readonly SipTraceMessage[]): readonly Leg[] {
  const legs: OpenLeg[] = [];
  for (const message of messages) {
    const leg = legOf(message, legs) ?? openLeg(message, legs);
    leg.messages.push(message);
    const facts = factsOf(message.parsed);
    if (facts.status !== null) continue;
    leg.branches.add(facts.branch);
    const party = facts.fromTag === leg.callerTag ? 'caller' : 'callee';
    leg.viaCounts[party] ??= facts.viaCount;
  }
  return legs.map((leg) => leg.messages);
}

function openLeg(message: SipTraceMessage, legs: OpenLeg[]): OpenLeg {
  const leg: OpenLeg = {
    callerTag: factsOf(message.parsed).fromTag,
    path: pathOf(message),
    branches: new Set(),
    viaCounts: { caller: null, callee: null },
    messages: [],
  };
  legs.push(leg);
  return leg;
}

function legOf(message: SipTraceMessage, legs: readonly OpenLeg[]): OpenLeg | null {
  const facts = factsOf(message.parsed);
  const path = pathOf(message);
  const sameTag = legs.filter((leg) => facts.fromTag === leg.callerTag || facts.toTag === leg.callerTag);
  if (facts.status !== null) {
    const sameBranch = sameTag.find((leg) => leg.branches.has(facts.branch));
    if (sameBranch !== undefined) return sameBranch;
  }
  if (path !== null) {
    const samePath = sameTag.find((leg) => leg.path === path);
    if (samePath !== undefined) return samePath;
    if (facts.toTag === '' || facts.status !== null) return sameTag.find((leg) => leg.path === null) ?? null;
    // A request inside a dialog over another path: Microsoft's proxies change their address during a call.
    return sameTag.findLast((leg) => leg.path !== null && shareEnd(leg.path, path)) ?? sameTag.at(-1) ?? null;
  }
  if (facts.status !== null) return sameTag.at(0) ?? null;
  if (facts.toTag === '') return legOfInitialRequest(message, sameTag);
  return legOfDialogRequest(message, sameTag);
}

/** Without addresses, a second copy of a request with another branch is another leg's. */
function legOfInitialRequest(message: SipTraceMessage, legs: readonly OpenLeg[]): OpenLeg | null {
  const facts = factsOf(message.parsed);
  const sameBranch = legs.find((leg) => leg.branches.has(facts.branch));
  if (sameBranch !== undefined) return sameBranch;
  return (
    legs.find((leg) => {
      const copies = leg.messages.some((each) => {
        const other = factsOf(each.parsed);
        return other.status === null && other.method === facts.method && other.cseq === facts.cseq;
      });
      return !copies;
    }) ?? null
  );
}

/** Without addresses, the number of hops tells the legs apart: each proxy adds one Via. */
function legOfDialogRequest(message: SipTraceMessage, legs: readonly OpenLeg[]): OpenLeg | null {
  const facts = factsOf(message.parsed);
  const sameBranch = legs.find((leg) => leg.branches.has(facts.branch));
  if (sameBranch !== undefined) return sameBranch;
  const sameHops = legs.find((leg) => {
    const party = facts.fromTag === leg.callerTag ? 'caller' : 'callee';
    return leg.viaCounts[party] === facts.viaCount;
  });
  if (sameHops !== undefined) return sameHops;
  return (
    legs.find((leg) => !leg.messages.some((each) => repeatsRequest(each, message))) ?? legs.at(0) ?? null
  );
}

function repeatsRequest(a: SipTraceMessage, b: SipTraceMessage): boolean {
  const one = factsOf(a.parsed);
  const other = factsOf(b.parsed);
  return (
    one.status === null &&
    one.method === other.method &&
    one.cseq === other.cseq &&
    one.fromTag === other.fromTag &&
    one.branch !== other.branch
  );
}

/** Both ends' addresses, in an order of their own; with one end known, that one; null with none. */
function pathOf(message: SipTraceMessage): string | null {
  const { source, destination } = message.record.meta;
  if (source === null && destination === null) return null;
  const ends = [source?.address ?? '', destination?.address ?? ''].sort();
  return ends.join(' ');
}

function shareEnd(one: string, other: string): boolean {
  const ends = other.split(' ');
  return one.split(' ').some((end) => end !== '' && ends.includes(end));
}
