/** Makes the ICE sessions of a call out of its offers and answers, and finds what restarts and re-INVITEs did to them. */
import type { Answer, Body, Call, Exchange } from '../calls/call';
import type { Party } from '../../../shared/calls';
import type { TraceMessage } from '../traces/message';
import { describeStreams, speaksIce, type IceDescription } from './description';
import type { End } from '../../../shared/ice';
import { renegotiationOf, type Breach } from './renegotiation';
import { isOfRemoteCandidates } from './verdicts/breach';
import { CallSessions, Session, type Fork } from './session';

/** What a body of a call did to ICE, for the step that tells of it. */
export interface BodyEffect {
  readonly kind: 'offer' | 'answer' | 'reoffer' | 'reanswer';
  /** The sessions that know both descriptions by it. */
  readonly sessions: readonly Session[];
  /** Sessions that an offer with remote-candidates completes, with the pair's addresses. */
  readonly final: readonly { readonly session: Session; readonly description: IceDescription }[];
  /** Label of the message whose answer it repeats with other credentials; else null. */
  readonly changedFrom: string | null;
}

/** What the bodies of a call say of ICE, whatever became of it. */
export interface DescribedCall {
  /** Whose end is the SBC's. */
  readonly sbcParty: Party;
  /** All descriptions of the call, with the end that sent them. */
  readonly descriptions: readonly { readonly end: End; readonly description: IceDescription }[];
}

export interface NegotiatedCall extends DescribedCall {
  readonly sessions: CallSessions;
  /** Place of a message in the call → what its body did. */
  readonly effects: ReadonlyMap<number, BodyEffect>;
}

/** The descriptions of a call. */
export function describeCall(call: Pick<Call, 'bodies' | 'sides'>): DescribedCall {
  const sbcParty = sbcPartyOf(call);
  return {
    sbcParty,
    descriptions: call.bodies.flatMap((body) =>
      describeStreams(body).map((description) => ({ end: endOf(body, sbcParty), description })),
    ),
  };
}

function endOf({ party }: Body, sbcParty: Party): End {
  return party === sbcParty ? 'sbc' : 'teams';
}

/** The sessions of a call, of all forks, streams and generations, none of them begun. */
export function negotiateSessions(call: Call): NegotiatedCall {
  return new Negotiation(call).result();
}

class Negotiation {
  private readonly described: DescribedCall;
  private readonly sessions: CallSessions;
  private readonly effects = new Map<number, BodyEffect>();
  /** By their To tag. */
  private readonly forks = new Map<string | null, Fork>();

  constructor(private readonly call: Call) {
    this.described = describeCall(call);
    const { sbcParty } = this.described;
    this.sessions = new CallSessions(call, sbcParty, call.messages[0]?.message.index ?? 0);
    for (const { toTag, status } of call.forks) {
      const fork = this.addFork(toTag);
      fork.active = status >= 200 && status < 300;
    }
  }

  result(): NegotiatedCall {
    for (const exchange of this.call.exchanges) this.exchange(exchange);
    for (const breach of renegotiationOf(this.call).breaches) this.tellBreach(breach);
    this.addIdle();
    this.findLone();
    return { ...this.described, sessions: this.sessions, effects: this.effects };
  }

  private exchange({ offer, answers }: Exchange): void {
    const tags = new Set(answers.map(({ body }) => body.toTag ?? offer.toTag));
    const isLater = offer.initial === false;
    const final: BodyEffect['final'][number][] = [];
    if (isLater) {
      const fork = this.forkOf(offer.toTag);
      for (const description of describeStreams(offer)) {
        const session = fork?.latest(description.stream) ?? null;
        if (session !== null && description.remoteCandidates.length > 0) final.push({ session, description });
      }
    }
    this.effects.set(offer.place, {
      kind: isLater ? 'reoffer' : 'offer',
      sessions: [],
      final,
      changedFrom: null,
    });
    for (const answer of answers) this.answer(offer, answer, isLater || tags.size === 0);
  }

  private answer(offer: Body, answer: Answer, isLater: boolean): void {
    const tag = answer.body.toTag ?? offer.toTag;
    const fork = this.forkOf(tag) ?? this.addFork(tag);
    const began: Session[] = [];
    const changed: string[] = [];
    const offered = describeStreams(offer);
    const { restarts } = renegotiationOf(this.call);
    for (const description of describeStreams(answer.body)) {
      const peer = offered.find(({ stream }) => stream === description.stream);
      if (peer === undefined) continue;
      const before = fork.latest(description.stream);
      if (before === null || before.mode === 'idle') began.push(this.begin(fork, peer, description, 0));
      else if (answer.repeats !== null) {
        const first = this.repeat(before, description, answer.body);
        if (first !== null) changed.push(labelOf(this.messageOf(first)));
      } else if (restarts.has(description) || changesToOrFromIce(before, peer, description))
        began.push(this.begin(fork, peer, description, before.generation + 1));
    }
    this.effects.set(answer.body.place, {
      kind: isLater ? 'reanswer' : 'answer',
      sessions: began,
      final: [],
      changedFrom: changed[0] ?? null,
    });
  }

  private begin(fork: Fork, offer: IceDescription, answer: IceDescription, generation: number): Session {
    const offerer = this.endOf(offer.body);
    const session = new Session(
      fork,
      fork.sessions.length,
      answer.stream,
      answer.media,
      generation,
      offerer === 'sbc' ? { sbc: offer, teams: answer } : { sbc: answer, teams: offer },
      offerer,
    );
    fork.sessions.push(session);
    return session;
  }

  /** A 200 that repeats its 183's answer must not change ICE: gives back the first one, in force, where it does. */
  private repeat(session: Session, again: IceDescription, body: Body): Body | null {
    const end = this.endOf(body);
    const first = session.descriptions[end];
    if (first === null || (first.ufrag === again.ufrag && first.pwd === again.pwd)) return null;
    session.changedAnswer = again;
    return first.body;
  }

  private tellBreach({ facts, toTag, description, at }: Breach): void {
    const { journal, sbcParty } = this.sessions;
    const place = {
      fork: this.forkOf(toTag)?.index ?? null,
      in: this.messageOf(description.body),
      at,
    };
    if (isOfRemoteCandidates(facts))
      journal.verdict({ id: 'remote-candidates', breach: facts, sbcParty }, place);
    else {
      const key = String(description.body.place);
      journal.verdict({ id: 'restart-broken', breach: facts, sbcParty }, place, key);
    }
  }

  /**
   * A fork that never answered with a description knows only the offer; one whose offer is not in the trace, only what it
   * said itself.
   */
  private addIdle(): void {
    const { exchanges, bodies } = this.call;
    const offer = exchanges.find((each) => each.offer.initial !== false && each.offer.toTag === null)?.offer;
    for (const fork of this.sessions.forks) {
      if (fork.sessions.length > 0) continue;
      const said = bodies.filter(({ toTag }) => toTag === fork.toTag).slice(0, 1);
      const known =
        offer === undefined ? said.flatMap(describeStreams).filter(speaksIce) : describeStreams(offer);
      for (const description of known) this.addHalf(fork, description);
    }
  }

  private findLone(): void {
    const { forks, loneUfrags } = this.sessions;
    const paired = forks.flatMap(({ sessions }) =>
      sessions.flatMap(({ descriptions: { sbc, teams } }) => [sbc?.ufrag ?? null, teams?.ufrag ?? null]),
    );
    const known = new Set(paired);
    for (const { description } of this.described.descriptions)
      if (description.ufrag !== null && !known.has(description.ufrag)) loneUfrags.add(description.ufrag);
  }

  private addHalf(fork: Fork, description: IceDescription): void {
    const end = this.endOf(description.body);
    fork.sessions.push(
      new Session(
        fork,
        fork.sessions.length,
        description.stream,
        description.media,
        0,
        end === 'sbc' ? { sbc: description, teams: null } : { sbc: null, teams: description },
        end,
      ),
    );
  }

  private forkOf(tag: string | null): Fork | null {
    return this.forks.get(tag) ?? null;
  }

  private addFork(tag: string | null): Fork {
    const fork = this.sessions.addFork(tag, null);
    this.forks.set(tag, fork);
    return fork;
  }

  private endOf(body: Body): End {
    return endOf(body, this.described.sbcParty);
  }

  private messageOf(body: Body): TraceMessage {
    const message = this.call.messages[body.place]?.message;
    if (message === undefined) throw new RangeError('a body without its message');
    return message;
  }
}

/**
 * Whether a later exchange ends ICE on a stream, as when the call is taken out of media bypass, or begins it again. A
 * stream on hold that lost its ICE lines keeps its session: they were forgotten (RFC 8839 §4.2.1.6).
 */
function changesToOrFromIce(before: Session, offer: IceDescription, answer: IceDescription): boolean {
  const both = [offer, answer];
  if (before.mode === 'not-ice') return both.every(speaksIce);
  return both.every((each) => !speaksIce(each) && each.direction !== 'inactive');
}

/** What a SIP message is called in a sentence: its method or its status. */
export function labelOf({ parsed }: TraceMessage): string {
  if (parsed.kind !== 'sip') return 'description';
  return parsed.startLine.kind === 'request' ? parsed.startLine.method.text : String(parsed.startLine.status);
}

/** The SBC's party; where nobody is known for Microsoft's or an SBC, the ICE Lite one, else the callee. */
function sbcPartyOf({ sides, bodies }: Pick<Call, 'bodies' | 'sides'>): Party {
  if (sides.caller === 'sbc' || sides.callee === 'teams') return 'caller';
  if (sides.callee === 'sbc' || sides.caller === 'teams') return 'callee';
  const lite = bodies.find((body) => describeStreams(body).some((description) => description.lite));
  return lite?.party ?? 'callee';
}
