/** Makes the ICE sessions of a call out of its offers and answers, and finds what restarts and re-INVITEs did to them. */
import type { Answer, Body, Call, Exchange, Party } from '../calls/call';
import type { Span } from '../span';
import type { TraceMessage } from '../trace';
import { describeStreams, speaksIce, type IceDescription } from './description';
import { Journal } from './journal';
import { addressText, type End } from './model';
import { CallSessions, Session, type Fork } from './session';

/** What a body of a call did to ICE, for the step that tells of it. */
export interface BodyEffect {
  readonly kind: 'offer' | 'answer' | 'reoffer' | 'reanswer';
  /** The sessions that know both descriptions by it. */
  readonly sessions: readonly Session[];
  /** Sessions that an offer with remote-candidates completes, with the pair's addresses. */
  readonly final: readonly { readonly session: Session; readonly description: IceDescription }[];
  readonly note: string | null;
}

export interface NegotiatedCall {
  readonly sessions: CallSessions;
  /** Place of a message in the call → what its body did. */
  readonly effects: ReadonlyMap<number, BodyEffect>;
  /** All descriptions of the call, with the end that sent them. */
  readonly descriptions: readonly { readonly end: End; readonly description: IceDescription }[];
}

/** The sessions of a call, of all forks, streams and generations, none of them begun. */
export function negotiateSessions(call: Call): NegotiatedCall {
  return new Negotiation(call).result();
}

class Negotiation {
  private readonly sessions: CallSessions;
  private readonly effects = new Map<number, BodyEffect>();
  private readonly known = new Map<Body, readonly IceDescription[]>();

  constructor(private readonly call: Call) {
    this.sessions = new CallSessions(
      call,
      sbcPartyOf(call),
      new Journal(),
      call.messages[0]?.message.index ?? 0,
    );
    for (const { toTag, status } of call.forks) {
      const fork = this.sessions.addFork(toTag, null);
      fork.active = status >= 200 && status < 300;
    }
  }

  result(): NegotiatedCall {
    for (const exchange of this.call.exchanges) this.exchange(exchange);
    this.addIdle();
    return {
      sessions: this.sessions,
      effects: this.effects,
      descriptions: this.call.bodies.flatMap((body) =>
        this.describe(body).map((description) => ({ end: this.endOf(body), description })),
      ),
    };
  }

  private exchange({ offer, answers }: Exchange): void {
    const tags = new Set(answers.map(({ body }) => body.toTag ?? offer.toTag));
    const isLater = offer.initial === false;
    const final: BodyEffect['final'][number][] = [];
    if (isLater) {
      const fork = this.forkOf(offer.toTag);
      for (const description of this.describe(offer)) {
        const session = fork?.latest(description.stream) ?? null;
        if (session !== null && description.remoteCandidates.length > 0) final.push({ session, description });
      }
    }
    this.effects.set(offer.place, {
      kind: isLater ? 'reoffer' : 'offer',
      sessions: [],
      final,
      note: null,
    });
    for (const answer of answers) this.answer(offer, answer, isLater || tags.size === 0);
  }

  private answer(offer: Body, answer: Answer, isLater: boolean): void {
    const tag = answer.body.toTag ?? offer.toTag;
    const fork = this.forkOf(tag) ?? this.sessions.addFork(tag, null);
    const began: Session[] = [];
    const notes: string[] = [];
    const offered = this.describe(offer);
    for (const description of this.describe(answer.body)) {
      const peer = offered.find(({ stream }) => stream === description.stream);
      if (peer === undefined) continue;
      const before = fork.latest(description.stream);
      if (before === null || before.mode === 'idle') began.push(this.begin(fork, peer, description, 0));
      else if (answer.repeats !== null) {
        const note = this.repeat(before, description, answer.body);
        if (note !== null) notes.push(note);
      } else if (this.isRestart(before, peer, description))
        began.push(this.begin(fork, peer, description, before.generation + 1));
    }
    this.effects.set(answer.body.place, {
      kind: isLater ? 'reanswer' : 'answer',
      sessions: began,
      final: [],
      note: notes[0] ?? null,
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

  /** A 200 that repeats its 183's answer must not change ICE; the first one stays in force. */
  private repeat(session: Session, again: IceDescription, body: Body): string | null {
    const end = this.endOf(body);
    const first = session.descriptions[end];
    if (first === null || (first.ufrag === again.ufrag && first.pwd === again.pwd)) return null;
    session.changedAnswer = again;
    return `it has another ufrag or password than ${this.nameOf(first.body)}`;
  }

  /** Whether a later exchange restarts ICE (RFC 8839 §4.4.1.1.1); half a restart is told of. */
  private isRestart(before: Session, offer: IceDescription, answer: IceDescription): boolean {
    if (before.mode === 'not-ice' || !speaksIce(offer) || !speaksIce(answer)) return false;
    const offerer = this.endOf(offer.body);
    const answerer: End = offerer === 'sbc' ? 'teams' : 'sbc';
    const offered = changeOf(before.descriptions[offerer], offer);
    const answered = changeOf(before.descriptions[answerer], answer);
    const { fork } = before;
    const names = [this.sessions.nameOf(offerer), this.sessions.nameOf(answerer)] as const;
    if (offered === 'half')
      this.broken(
        fork,
        offer,
        'oa-ice-restart-partial',
        `${names[0]} changes only one of ufrag and password in its offer: that is no restart, and checks fail`,
      );
    if (offered === 'both' && answered !== 'both')
      this.broken(
        fork,
        answer,
        'oa-ice-restart-answer-unchanged',
        `${names[0]} restarts ICE and ${names[1]} answers with its old ufrag or password`,
      );
    if (offered === 'none' && answered !== 'none')
      this.broken(
        fork,
        answer,
        'oa-ice-creds-changed-in-answer',
        `${names[1]} answers with another ufrag or password although the offer does not restart ICE: checks with the old ones fail`,
      );
    this.judgeRemoteCandidates(before, offer, answer);
    return offered === 'both' && answered === 'both';
  }

  private judgeRemoteCandidates(before: Session, offer: IceDescription, answer: IceDescription): void {
    const wanted = offer.remoteCandidates.find(({ component }) => component === 1);
    const given = answer.defaultAddress;
    if (wanted === undefined || given === null) return;
    const answerer = this.endOf(answer.body);
    const isForeign = !(before.descriptions[answerer]?.candidates ?? []).some(
      ({ address, port }) => address === wanted.address && port === wanted.port,
    );
    if (isForeign) return;
    if (given.address === wanted.address && given.port === wanted.port) return;
    this.sessions.journal.verdict({
      id: 'remote-candidates',
      severity: 'error',
      evidence: 'observed',
      message: `${this.sessions.nameOf(answerer)} answers remote-candidates ${addressText(wanted)} with ${addressText(given)} in c= and m=; the address of remote-candidates is wanted there`,
      fork: before.fork.index,
      in: this.messageOf(answer.body),
      rules: ['oa-remote-candidates-not-honoured'],
    });
  }

  private broken(fork: Fork, description: IceDescription, rule: string, message: string): void {
    this.sessions.journal.verdict(
      {
        id: 'restart-broken',
        severity: 'error',
        evidence: 'observed',
        message,
        fork: fork.index,
        in: this.messageOf(description.body),
        at: lineOf(description),
        rules: [rule],
      },
      String(description.body.place),
    );
  }

  /** A fork that never answered with a description knows only the offer. */
  private addIdle(): void {
    const first = this.call.exchanges.find(({ offer }) => offer.initial !== false && offer.toTag === null);
    if (first === undefined) return;
    for (const fork of this.sessions.forks) {
      if (fork.sessions.length > 0) continue;
      for (const description of this.describe(first.offer)) this.addOffered(fork, description);
    }
  }

  private addOffered(fork: Fork, description: IceDescription): void {
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
    return this.sessions.forks.find(({ toTag }) => toTag === tag) ?? null;
  }

  private endOf(body: Body): End {
    return body.party === this.sessions.sbcParty ? 'sbc' : 'teams';
  }

  private nameOf(body: Body): string {
    return `the ${labelOf(this.messageOf(body))}`;
  }

  private messageOf(body: Body): TraceMessage {
    const message = this.call.messages[body.place]?.message;
    if (message === undefined) throw new RangeError('a body without its message');
    return message;
  }

  private describe(body: Body): readonly IceDescription[] {
    let known = this.known.get(body);
    if (known === undefined) {
      known = describeStreams(body);
      this.known.set(body, known);
    }
    return known;
  }
}

/** What a SIP message is called in a sentence: its method or its status. */
export function labelOf({ parsed }: TraceMessage): string {
  if (parsed.kind !== 'sip') return 'description';
  return parsed.startLine.kind === 'request' ? parsed.startLine.method.text : String(parsed.startLine.status);
}

function lineOf({ pwdLine, ufragLine }: IceDescription): Span | null {
  const line = ufragLine ?? pwdLine;
  return line === null ? null : { start: line.start, end: line.end };
}

function changeOf(before: IceDescription | null, after: IceDescription): 'none' | 'half' | 'both' {
  if (before === null) return 'none';
  const ufrag = before.ufrag !== after.ufrag;
  const pwd = before.pwd !== after.pwd;
  return ufrag && pwd ? 'both' : ufrag || pwd ? 'half' : 'none';
}

/** The SBC's party; where nobody is known for Microsoft's or an SBC, the ICE Lite one, else the callee. */
function sbcPartyOf({ sides, bodies }: Call): Party {
  if (sides.caller === 'sbc' || sides.callee === 'teams') return 'caller';
  if (sides.callee === 'sbc' || sides.caller === 'teams') return 'callee';
  const lite = bodies.find((body) => describeStreams(body).some((description) => description.lite));
  return lite?.party ?? 'callee';
}
