/**
 * Takes the messages of one Call-ID apart into legs. An SBC that bridges two legs may use one Call-ID for both,
 * as a proxy does; then the messages of the legs are copies of one another with other SDP, and a call that
 * mixed them would compare what never met.
 */
import type { Mark, Signal } from './signal';

/** The messages of one leg, in order. */
export type Leg<S extends Signal = Signal> = readonly S[];

interface OpenLeg<S extends Signal> {
  readonly number: number;
  /** The caller's From tag; of a leg whose INVITE is missing, the From tag of its first message. */
  readonly callerTag: Mark;
  readonly path: string | null;
  /** Top Via branches of its requests. */
  readonly branches: Set<Mark>;
  /** Via hops of the caller's requests and of what answers them, and of the callee's, where known. */
  readonly viaCounts: { caller: number | null; callee: number | null };
  readonly messages: S[];
}

/** The legs of the messages that share a Call-ID. */
export function splitLegs<S extends Signal>(messages: readonly S[]): readonly Leg<S>[] {
  if (isOneLeg(messages)) return [messages];
  const legs: OpenLeg<S>[] = [];
  const byTag = new Map<Mark, OpenLeg<S>[]>();
  for (const message of messages) {
    const leg = legOf(message, legsOf(message, byTag)) ?? openLeg(message, legs, byTag);
    leg.messages.push(message);
    if (message.status === null) leg.branches.add(message.branch);
    leg.viaCounts[askerIn(leg, message)] ??= message.viaCount;
  }
  return legs.map((leg) => leg.messages);
}

/** Mostly there is one path and one caller, and nothing to take apart. */
function isOneLeg(messages: readonly Signal[]): boolean {
  const [first] = messages;
  if (first === undefined) return false;
  const { path, fromTag } = first;
  if (path === null) return false;
  for (const message of messages) {
    if (message.path !== path || (message.fromTag !== fromTag && message.toTag !== fromTag)) return false;
  }
  return true;
}

/** Legs whose caller a message names, in the order in which they were opened. */
function legsOf<S extends Signal>(
  { fromTag, toTag }: S,
  byTag: ReadonlyMap<Mark, readonly OpenLeg<S>[]>,
): readonly OpenLeg<S>[] {
  const from = byTag.get(fromTag) ?? [];
  const to = fromTag === toTag ? [] : (byTag.get(toTag) ?? []);
  if (from.length === 0 || to.length === 0) return from.length === 0 ? to : from;
  return [...from, ...to].sort((one, other) => one.number - other.number);
}

function openLeg<S extends Signal>(
  message: S,
  legs: OpenLeg<S>[],
  byTag: Map<Mark, OpenLeg<S>[]>,
): OpenLeg<S> {
  const leg: OpenLeg<S> = {
    number: legs.length,
    callerTag: message.fromTag,
    path: message.path,
    branches: new Set(),
    viaCounts: { caller: null, callee: null },
    messages: [],
  };
  legs.push(leg);
  const sameTag = byTag.get(leg.callerTag);
  if (sameTag === undefined) byTag.set(leg.callerTag, [leg]);
  else sameTag.push(leg);
  return leg;
}

/** @param sameTag legs whose caller the message names */
function legOf<S extends Signal>(message: S, sameTag: readonly OpenLeg<S>[]): OpenLeg<S> | null {
  const { path, status, toTag, branch } = message;
  if (status !== null) {
    // Who bridges legs with the branch as it is has it on both.
    const sameBranch = sameTag.filter((leg) => leg.branches.has(branch));
    const leg = sameBranch.find((each) => each.path === path) ?? sameBranch[0];
    if (leg !== undefined) return leg;
  }
  if (path !== null) {
    const samePath = sameTag.find((leg) => leg.path === path);
    if (samePath !== undefined) return samePath;
    if (toTag === '' || status !== null) return sameTag.find((leg) => leg.path === null) ?? null;
    // A request inside a dialog over another path: Microsoft's proxies change their address during a call.
    return sameTag.findLast((leg) => leg.path !== null && shareEnd(leg.path, path)) ?? sameTag.at(-1) ?? null;
  }
  // Of several legs of which the trace lacks the request, the number of hops tells.
  if (status !== null) return sameTag.find((leg) => mayHaveHops(leg, message)) ?? null;
  if (toTag === '') return legOfInitialRequest(message, sameTag);
  return legOfDialogRequest(message, sameTag);
}

/** Without addresses, a second copy of a request with another branch is another leg's. */
function legOfInitialRequest<S extends Signal>(message: S, legs: readonly OpenLeg<S>[]): OpenLeg<S> | null {
  const sameBranch = legs.find((leg) => leg.branches.has(message.branch));
  if (sameBranch !== undefined) return sameBranch;
  return (
    legs.find((leg) => {
      const copies = leg.messages.some(
        ({ status, method, cseq }) => status === null && method === message.method && cseq === message.cseq,
      );
      return !copies && mayHaveHops(leg, message);
    }) ?? null
  );
}

/** Without addresses, the number of hops tells the legs apart: each proxy adds one Via. */
function legOfDialogRequest<S extends Signal>(message: S, legs: readonly OpenLeg<S>[]): OpenLeg<S> | null {
  const sameBranch = legs.find((leg) => leg.branches.has(message.branch));
  if (sameBranch !== undefined) return sameBranch;
  const sameHops = legs.find((leg) => leg.viaCounts[askerIn(leg, message)] === message.viaCount);
  if (sameHops !== undefined) return sameHops;
  return (
    legs.find((leg) => !leg.messages.some((each) => repeatsRequest(each, message))) ?? legs.at(0) ?? null
  );
}

/** Who sent a request of a leg, or the request that a response answers. */
function askerIn({ callerTag }: OpenLeg<Signal>, { fromTag }: Signal): 'caller' | 'callee' {
  return fromTag === callerTag ? 'caller' : 'callee';
}

/** Whether a message may be of a leg by the number of its hops: each proxy adds one Via. */
function mayHaveHops(leg: OpenLeg<Signal>, message: Signal): boolean {
  const known = leg.viaCounts[askerIn(leg, message)];
  return known === null || known === message.viaCount;
}

function repeatsRequest(one: Signal, other: Signal): boolean {
  return (
    one.status === null &&
    one.method === other.method &&
    one.cseq === other.cseq &&
    one.fromTag === other.fromTag &&
    one.branch !== other.branch
  );
}

function shareEnd(one: string, other: string): boolean {
  const ends = other.split(' ');
  return one.split(' ').some((end) => end !== '' && ends.includes(end));
}
