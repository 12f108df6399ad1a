/**
 * Which session a packet belongs to: checks by USERNAME (receiver's ufrag before the sender's) and by the SBC's
 * address, media by Teams' address. A check may come before the description that carries its ufrag.
 */
import type { CallMessage } from '../calls/call';
import type { TraceMessage } from '../traces/message';
import type { Translations } from '../evidence/translation';
import { withPort } from '../text/endpoint';
import { addressClass } from '../network/address-classes';
import type { IceDescription } from './description';
import { addressText } from './address';
import type { Address, End } from '../../../shared/ice';
import type { DescribedCall, NegotiatedCall } from './negotiation';
import { Session, type CallSessions, type Fork } from './session';
import type { Surroundings } from './surroundings';

export interface Attribution {
  readonly session: Session;
  /** Who sent the check. */
  readonly sender: End;
  /** What is wrong with the USERNAME; null where nothing is. */
  readonly username: 'unknown' | 'reversed' | 'old-generation' | 'changed-answer' | null;
}

interface Owner {
  readonly session: Session;
  readonly isChanged: boolean;
}

/** Forks of a call up to which endpoints without an answer are told apart. */
const mostForks = 100;

export class AttributionIndex {
  /** `sbc ufrag:teams ufrag` */
  private readonly byUfrags = new Map<string, Owner[]>();
  private readonly bySbcUfrag = new Map<string, Session[]>();
  private readonly byTeamsUfrag = new Map<string, Session[]>();
  private readonly bySbcAddress = new Map<string, CallSessions[]>();
  private readonly byTeamsAddress = new Map<string, Session[]>();
  private readonly sbcHosts = new Set<string>();
  /** Last message of each call that was hung up. */
  private readonly ends = new Map<CallSessions, number>();

  /** @param around what is known of calls that are not replayed with these; null where all are */
  constructor(
    private readonly translations: Translations,
    private readonly around: Surroundings | null = null,
  ) {}

  /**
   * Where a packet came from and went to, as the outside of a NAT has it where both sides were captured; null where its
   * ports are not known.
   */
  endsOf({ record }: TraceMessage): { readonly from: Address; readonly to: Address } | null {
    const { source, destination } = record.meta;
    if (source === null || destination === null) return null;
    const from = withPort(this.translations.outsideOf(source));
    const to = withPort(this.translations.outsideOf(destination));
    return from === null || to === null ? null : { from, to };
  }

  addCall(negotiated: NegotiatedCall): void {
    const { sessions, descriptions } = negotiated;
    const messages = sessions.call?.messages ?? [];
    // Without a BYE the call goes on to the end of the trace.
    const last = messages.at(-1)?.message.index ?? sessions.start;
    this.ends.set(sessions, sessions.endedBy === null ? Infinity : last);
    for (const host of sbcHostsOf(messages, negotiated, this.translations)) this.sbcHosts.add(host);
    for (const { end, description } of descriptions)
      if (end === 'sbc')
        for (const address of addressesOf(description)) this.addSbcAddress(sessions, address);
    for (const fork of sessions.forks) for (const session of fork.sessions) this.addSession(session);
  }

  private addSession(session: Session): void {
    const { sbc, teams } = session.descriptions;
    const own = sbc?.ufrag ?? null;
    const peer = teams?.ufrag ?? null;
    if (own !== null) put(this.bySbcUfrag, own, session);
    if (peer !== null) put(this.byTeamsUfrag, peer, session);
    if (own !== null && peer !== null) put(this.byUfrags, `${own}:${peer}`, { session, isChanged: false });
    this.addChanged(session, own ?? '', peer ?? '');
    if (teams !== null) for (const address of addressesOf(teams)) this.addTeamsAddress(address, session);
  }

  /** Ufrags as a 200 has them that must only repeat its 183. */
  private addChanged(session: Session, own: string, peer: string): void {
    const { changedAnswer } = session;
    const ufrag = changedAnswer?.ufrag ?? null;
    if (changedAnswer === null || ufrag === null) return;
    const isSbc = changedAnswer.body.party === session.fork.of.sbcParty;
    // Where only the password changed, the USERNAME tells nothing of it.
    if (ufrag === (isSbc ? own : peer)) return;
    put(this.byUfrags, isSbc ? `${ufrag}:${peer}` : `${own}:${ufrag}`, { session, isChanged: true });
  }

  /** Remembers where a session's checks came from. */
  addTeamsAddress(address: Address, session: Session): void {
    const list = this.byTeamsAddress.get(addressText(address));
    if (list === undefined) this.byTeamsAddress.set(addressText(address), [session]);
    else if (!list.includes(session)) list.push(session);
  }

  private addSbcAddress(sessions: CallSessions, address: Address): void {
    const list = this.bySbcAddress.get(addressText(address));
    if (list === undefined) this.bySbcAddress.set(addressText(address), [sessions]);
    else if (!list.includes(sessions)) list.push(sessions);
  }

  /** Whether an address is one that an SBC's description names, on any port, or that it signals from. */
  isSbcHost(address: string): boolean {
    return this.sbcHosts.has(address) || this.around?.sbcHosts.has(address) === true;
  }

  /** The session of a binding request; null where nothing in the trace claims it. */
  request(
    message: TraceMessage,
    username: string | null,
    source: Address,
    destination: Address,
  ): Attribution | null {
    const colon = username?.indexOf(':') ?? -1;
    const receiver = username === null || colon === -1 ? '' : username.slice(0, colon);
    const sender = username === null || colon === -1 ? '' : username.slice(colon + 1);
    const isFromSbc = this.isSbcHost(source.address) && !this.isSbcHost(destination.address);
    if (receiver !== '' && sender !== '' && !sender.includes(':')) {
      const toSbc = this.best(this.byUfrags.get(`${receiver}:${sender}`), message, source, destination);
      if (toSbc !== null && isFromSbc) return { session: toSbc.session, sender: 'sbc', username: 'reversed' };
      if (toSbc !== null)
        return {
          session: toSbc.session,
          sender: 'teams',
          username: toSbc.isChanged ? 'changed-answer' : null,
        };
      const toTeams = this.best(this.byUfrags.get(`${sender}:${receiver}`), message, destination, source);
      if (toTeams !== null) {
        const isReversed = this.isSbcAddress(destination) && !this.isSbcAddress(source);
        return isReversed
          ? { session: toTeams.session, sender: 'teams', username: 'reversed' }
          : { session: toTeams.session, sender: 'sbc', username: null };
      }
      const ofOldGeneration = this.acrossGenerations(receiver, sender);
      if (ofOldGeneration !== null)
        return { session: ofOldGeneration, sender: 'teams', username: 'old-generation' };
      if (isFromSbc) return this.ofSbc(message, [receiver, sender], source, destination);
      const half = this.halfKnown(receiver, sender, message);
      if (half !== null) {
        this.addSbcAddress(half.fork.of, destination);
        // Other forks of its offer check by the same ufrag of the SBC.
        if (!(this.bySbcUfrag.get(receiver)?.includes(half) ?? false)) put(this.bySbcUfrag, receiver, half);
        return { session: half, sender: 'teams', username: null };
      }
      const call = this.latest(
        this.bySbcUfrag.get(receiver)?.map(({ fork }) => fork.of),
        message,
      );
      const orphan = call === null ? null : this.orphan(call, receiver, sender);
      if (orphan !== null) return { session: orphan, sender: 'teams', username: null };
    }
    if (isFromSbc) return this.ofSbc(message, [], source, destination);
    const call = this.latest(this.bySbcAddress.get(addressText(destination)), message);
    if (call === null || !this.isRunning(call, message)) return null;
    const session =
      this.sessionAt(call, source) ?? call.forks.find(({ main }) => main !== null)?.main ?? null;
    return session === null ? null : { session, sender: 'teams', username: 'unknown' };
  }

  /** A check of the SBC that names an end wrongly, or comes from a port that no SDP names: never of an endpoint. */
  private ofSbc(
    message: TraceMessage,
    ufrags: readonly string[],
    source: Address,
    destination: Address,
  ): Attribution | null {
    const named = ufrags
      .flatMap((ufrag) => [...(this.byTeamsUfrag.get(ufrag) ?? []), ...(this.bySbcUfrag.get(ufrag) ?? [])])
      .filter(({ fork }) => this.isRunning(fork.of, message));
    const session =
      named.find((each) => each.candidateAt('teams', destination) !== null) ??
      named[0] ??
      this.between(message, destination, source);
    return session === null ? null : { session, sender: 'sbc', username: 'unknown' };
  }

  /** The calls whose SBC told an address. */
  callsAt(sbc: Address): readonly CallSessions[] {
    return this.bySbcAddress.get(addressText(sbc)) ?? [];
  }

  /** The session between two addresses that media, or a packet without a USERNAME, belongs to. */
  flow(
    message: TraceMessage,
    source: Address,
    destination: Address,
  ): { readonly session: Session; readonly sender: End } | null {
    const fromTeams = this.between(message, source, destination);
    if (fromTeams !== null) return { session: fromTeams, sender: 'teams' };
    const fromSbc = this.between(message, destination, source);
    return fromSbc === null ? null : { session: fromSbc, sender: 'sbc' };
  }

  /**
   * Both sessions of media between two ports of one SBC, as it runs where a call comes in from the phone network and goes
   * out to it again; null for other media.
   */
  hairpin(
    message: TraceMessage,
    source: Address,
    destination: Address,
  ): Readonly<Record<End, Session>> | null {
    if (!this.isSbcAddress(source) || !this.isSbcAddress(destination)) return null;
    const sbc = this.between(message, destination, source);
    const teams = this.between(message, source, destination);
    if (sbc === null || teams === null || sbc.fork.of === teams.fork.of) return null;
    return sbc.fork.of.sidesKnown && teams.fork.of.sidesKnown ? { sbc, teams } : null;
  }

  /** Whether any description names an address, or a check came from it. */
  isKnown(address: Address): boolean {
    return this.isSbcAddress(address) || this.byTeamsAddress.has(addressText(address));
  }

  /** The calls whose SBC told an address and that were up when a message came. */
  running(sbc: Address, message: TraceMessage): readonly CallSessions[] {
    return this.callsAt(sbc).filter((call) => this.isRunning(call, message));
  }

  /** The session of a call that is running whose descriptions name one of two addresses. */
  naming(message: TraceMessage, one: Address, other: Address): Session | null {
    for (const address of [one, other]) {
      const ofTeams = this.byTeamsAddress
        .get(addressText(address))
        ?.findLast(({ fork }) => this.isRunning(fork.of, message));
      if (ofTeams !== undefined) return ofTeams;
      const ofSbc = this.bySbcAddress
        .get(addressText(address))
        ?.findLast((call) => this.isRunning(call, message))
        ?.forks.find(({ main }) => main !== null)?.main;
      if (ofSbc !== undefined && ofSbc !== null) return ofSbc;
    }
    return null;
  }

  /**
   * The sessions of the other hops of a call that is proxied: each hop is a leg of the same Call-ID, and has descriptions
   * that name the same ends of media.
   */
  hops(
    { fork: { of } }: Session,
    message: TraceMessage,
    source: Address,
    destination: Address,
  ): readonly { readonly session: Session; readonly sender: End }[] {
    const callId = of.call?.callId ?? '';
    if (callId === '') return [];
    const found = new Map<CallSessions, { readonly session: Session; readonly sender: End }>();
    for (const sender of ['teams', 'sbc'] as const) {
      const [teams, sbc] = sender === 'teams' ? [source, destination] : [destination, source];
      const others = this.sessionsBetween(teams, sbc).filter(
        ({ fork }) => fork.of !== of && fork.of.call?.callId === callId,
      );
      for (const call of new Set(others.map(({ fork }) => fork.of))) {
        const session = latestOf(
          others.filter(({ fork }) => fork.of === call),
          message,
          (one) => this.isRunning(one, message),
        );
        if (session !== null && !found.has(call)) found.set(call, { session, sender });
      }
    }
    return [...found.values()];
  }

  private between(message: TraceMessage, teams: Address, sbc: Address): Session | null {
    return latestOf(this.sessionsBetween(teams, sbc), message, (call) => this.isRunning(call, message));
  }

  private sessionsBetween(teams: Address, sbc: Address): readonly Session[] {
    return (this.byTeamsAddress.get(addressText(teams)) ?? []).filter(
      ({ descriptions, pairs }) =>
        pairs.some((pair) => pair.sbc.address === sbc.address) ||
        (descriptions.sbc !== null &&
          addressesOf(descriptions.sbc).some(({ address }) => address === sbc.address)),
    );
  }

  private best(
    owners: readonly Owner[] | undefined,
    message: TraceMessage,
    teams: Address,
    sbc: Address,
  ): Owner | null {
    if (owners === undefined) return null;
    const [only] = owners;
    if (owners.length === 1) return only ?? null;
    // The same ufrags in several calls: a copy of a call, or a short ufrag met again.
    const score = ({ session }: Owner): number =>
      (session.candidateAt('sbc', sbc) === null ? 0 : 4) +
      (this.isRunning(session.fork.of, message) ? 2 : 0) +
      (session.candidateAt('teams', teams) === null ? 0 : 1);
    let found: Owner | null = null;
    for (const owner of owners) if (found === null || score(owner) >= score(found)) found = owner;
    return found;
  }

  /** Both ufrags belong to one fork, but to different generations. */
  private acrossGenerations(receiver: string, sender: string): Session | null {
    const old = this.bySbcUfrag.get(receiver) ?? [];
    return (
      this.byTeamsUfrag.get(sender)?.find(({ fork }) => old.some((session) => session.fork === fork)) ?? null
    );
  }

  /** A session of which the trace has the answer and not the offer: checks tell what that would. */
  private halfKnown(sbcUfrag: string, teamsUfrag: string, { index }: TraceMessage): Session | null {
    return (
      [...(this.bySbcUfrag.get(sbcUfrag) ?? []), ...(this.byTeamsUfrag.get(teamsUfrag) ?? [])].findLast(
        (session) =>
          session.isHalfKnown &&
          index <= (this.ends.get(session.fork.of) ?? Infinity) &&
          // Another fork of the same offer has another ufrag.
          [sbcUfrag, null].includes(session.descriptions.sbc?.ufrag ?? null) &&
          [teamsUfrag, null].includes(session.descriptions.teams?.ufrag ?? null),
      ) ?? null
    );
  }

  private latest(calls: readonly CallSessions[] | undefined, message: TraceMessage): CallSessions | null {
    return calls?.findLast(({ start }) => start <= message.index) ?? calls?.[0] ?? null;
  }

  private isRunning(call: CallSessions, { index }: TraceMessage): boolean {
    return call.start <= index && index <= (this.ends.get(call) ?? Infinity);
  }

  private sessionAt(call: CallSessions, teams: Address): Session | null {
    return this.byTeamsAddress.get(addressText(teams))?.find(({ fork }) => fork.of === call) ?? null;
  }

  private isSbcAddress(address: Address): boolean {
    return this.bySbcAddress.has(addressText(address));
  }

  /** The fork of an endpoint that checks and whose answer is not in the trace. */
  private orphan(call: CallSessions, sbcUfrag: string, teamsUfrag: string): Session | null {
    const known = call.forks.find(({ orphan }) => orphan === teamsUfrag);
    const [first] = known?.sessions ?? [];
    if (first !== undefined) return first;
    if (call.forks.length >= mostForks) return null;
    const like = this.bySbcUfrag.get(sbcUfrag)?.find(({ fork }) => fork.of === call);
    const fork: Fork = call.addFork(null, teamsUfrag);
    const session = new Session(
      fork,
      0,
      like?.stream ?? 0,
      like?.media ?? 'audio',
      0,
      { sbc: like?.descriptions.sbc ?? null, teams: null },
      null,
    );
    fork.sessions.push(session);
    return session;
  }
}

/** Of sessions between the same ends the latest that had begun and was up when a message came. */
function latestOf(
  sessions: readonly Session[],
  message: TraceMessage,
  isRunning: (call: CallSessions) => boolean,
): Session | null {
  return (
    sessions.findLast((session) => isTold(session, message) && isRunning(session.fork.of)) ??
    sessions.findLast(({ fork }) => hasBegun(fork.of, message) && isRunning(fork.of)) ??
    sessions.findLast(({ fork }) => hasBegun(fork.of, message)) ??
    null
  );
}

/**
 * Whether a check that came to an address was meant for a candidate: the address itself, or the one behind a NAT that
 * keeps ports, as an SBC in a cloud has it.
 */
export function reaches({ candidates, defaultAddress }: IceDescription, to: Address): boolean {
  const named = [...candidates, ...(defaultAddress === null ? [] : [defaultAddress])];
  if (named.some(({ address, port }) => address === to.address && port === to.port)) return true;
  return (
    addressClass(to.address) === 'private' &&
    named.some(({ address, port }) => port === to.port && addressClass(address) !== 'private')
  );
}

/** Hosts that a call's SBC signals from, or that its descriptions name. */
export function sbcHostsOf(
  messages: readonly CallMessage[],
  { sbcParty, descriptions }: DescribedCall,
  translations: Translations,
): readonly string[] {
  const signalling = messages.flatMap(({ party, message }) => {
    const { source } = message.record.meta;
    return party === sbcParty && source !== null ? [translations.outsideOf(source).address] : [];
  });
  const own = descriptions.filter(({ end }) => end === 'sbc');
  return [
    ...signalling,
    ...own.flatMap(({ description }) => addressesOf(description).map(({ address }) => address)),
  ];
}

/** Where a description wants media and checks. */
export function addressesOf({ candidates, defaultAddress }: IceDescription): readonly Address[] {
  return defaultAddress === null ? candidates : [...candidates, defaultAddress];
}

/** Checks without a call may be of one that began before the trace. */
function hasBegun({ call, start }: CallSessions, { index }: TraceMessage): boolean {
  return call === null || start <= index;
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Whether a session's descriptions were told when a message came: media before a restart is not of what follows it. */
function isTold({ fork, descriptions, generation }: Session, message: TraceMessage): boolean {
  if (!hasBegun(fork.of, message)) return false;
  if (generation === 0) return true;
  return [descriptions.sbc, descriptions.teams].every((each) => {
    const told = each === null ? undefined : fork.of.call?.messages[each.body.place]?.message;
    return told === undefined || told.index <= message.index;
  });
}
