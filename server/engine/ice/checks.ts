/**
 * Connectivity checks: each STUN binding message moves the pair that it goes over, the agents of its session, and
 * leaves what is wrong with it for the end, when it is known whether ICE came through all the same.
 */
import { mostOf } from '../../../shared/extremes';
import type { Call } from '../calls/call';
import type { TraceEvidence } from '../evidence/evidence';
import {
  ICE_CONTROLLED,
  ICE_CONTROLLING,
  MESSAGE_INTEGRITY,
  PRIORITY,
  USE_CANDIDATE,
  USERNAME,
} from '../stun/attributes';
import { hasStunAttribute, stunNumber, stunText, type StunMessage } from '../stun/message';
import { whyDropped } from '../stun/form';
import type { TraceMessage } from '../traces/message';
import type { Attribution, AttributionIndex } from './attribution';
import {
  doubtAsymmetric,
  doubtDiscarded,
  errorCodeOf,
  isAsymmetric,
  judgeError,
  judgeMalformed,
  judgeMapped,
  judgeRequest,
  whyDiscarded,
  type Transaction,
} from './check-judgement';
import { Doubts } from './doubts';
import type { Integrity, Passwords } from './integrity';
import { addressText, isSamePlace } from './address';
import type { LonePacket, ResponseReplay } from './model';
import { otherEnd, type Address, type Change, type End } from '../../../shared/ice';
import { CallSessions, Session, type Fork, type Pair } from './session';
import type { ErrorOutcome, StepFacts, SuccessOutcome } from './steps/index';

/** Messages of one transaction that are kept; of a million repeated requests none tells more than the first ones. */
const mostOfTransaction = 20;

/** Addresses that a lite agent is told to have seen, and of checks that are not in the trace. */
const mostSeen = 100;
/** Sessions of checks that no call claims; a flood of other traffic makes no more. */
const mostStrays = 200;

/** An answer to a check that is not in the trace. */
interface LostCheck {
  readonly session: Session;
  readonly message: TraceMessage;
  readonly transactionId: string;
  readonly source: Address;
  readonly destination: Address;
}

export class Checks {
  readonly doubts = new Doubts();
  private readonly lost: LostCheck[] = [];
  /** Transactions of requests that are no checks. */
  private readonly bare = new Set<string>();
  private readonly transactions = new Map<string, Transaction>();
  private readonly strays = new Map<string, Session>();

  constructor(
    private readonly index: AttributionIndex,
    private readonly passwords: Passwords,
    /** What left one side of a NAT and did not come out on the other. */
    private readonly lostBetween: ReadonlySet<TraceMessage>,
  ) {}

  /** Checks that belong to no call of the trace, one entry an endpoint. */
  get strayCalls(): readonly CallSessions[] {
    return [...new Set([...this.strays.values()].map(({ fork }) => fork.of))];
  }

  take(message: TraceMessage, stun: StunMessage): void {
    const ends = this.index.endsOf(message);
    if (ends === null) return;
    const { from, to } = ends;
    if (stun.methodName !== 'binding') {
      this.keep('other', message, stun, from, to);
      return;
    }
    switch (stun.class) {
      case 'request':
        this.request(message, stun, from, to);
        return;
      case 'indication':
        this.indication(message, stun, from, to);
        return;
      case 'success':
      case 'error':
        this.response(message, stun, from, to);
    }
  }

  private request(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const username = stunText(stun, USERNAME);
    const found =
      this.index.request(message, username, source, destination) ??
      this.stray(message, stun, username, source);
    if (found === null) return;
    const { session, sender } = found;
    // One that was cut off was not missing.
    const problem = stun.cut && username === null ? null : found.username;
    if (isBare(stun) && !speaksIce(session.fork.of)) {
      this.bare.add(stun.transactionId);
      return;
    }
    const known = this.transactions.get(stun.transactionId);
    if (known?.session === session && known.sender === sender && isSamePlace(known.source, source)) {
      this.repeat(message, known);
      return;
    }
    this.noteStuck(message, session, sender, 'checks');
    session.checks++;
    if (sender === 'teams') session.signsOfLife.push(message);
    const changes = session.begin();
    const integrity = this.integrityOf(stun, session, sender, problem);
    const malformed = whyDropped(stun);
    const nominates = hasStunAttribute(stun, USE_CANDIDATE);
    const priority = stunNumber(stun, PRIORITY);
    const [teams, sbc] = sender === 'teams' ? [source, destination] : [destination, source];
    const makesPair =
      malformed === null &&
      (session.mode === 'both-full' || (session.mode !== 'both-lite' && sender === session.checker));
    const pair = makesPair ? session.pairFor(teams, sbc, priority, changes) : null;
    const isConsent = session.state === 'completed' && !nominates && sender === session.checker;
    const transaction: Transaction = {
      of: session.place,
      session,
      sender,
      pair,
      request: message,
      stun,
      source,
      destination,
      nominates,
      isConsent,
      integrity,
      username: problem,
      malformed,
      sent: 1,
      repeats: [],
      responses: [],
      isAnswered: false,
    };
    this.transactions.set(stun.transactionId, transaction);
    // What a capture cut off says nothing of what was sent.
    if (stun.cut) session.hasCutChecks = true;
    const { transactions, cutTransactions } = session.fork.of;
    (stun.cut ? cutTransactions : transactions).push(transaction);
    if (sender === 'teams') this.index.addTeamsAddress(source, session);
    if (pair !== null) this.sent(pair, transaction, changes);
    this.tellRequest(message, transaction, changes);
    if (!session.fork.of.isOver(message)) judgeRequest(transaction, this.doubts);
  }

  /** The same request again: its sender has no answer yet (RFC 8489 §6.2.1). */
  private repeat(message: TraceMessage, transaction: Transaction): void {
    this.noteStuck(message, transaction.session, transaction.sender, 'checks');
    transaction.sent++;
    if (transaction.repeats.length < mostOfTransaction) transaction.repeats.push(message);
    const { pair, session, sender, isAnswered } = transaction;
    if (pair !== null) {
      pair.requests++;
      pair.lastRequest = message;
      pair.lastMessage = message;
      if (isAnswered) pair.repeatedAfterResponse++;
    }
    const { of: call, index: fork } = session.fork;
    call.journal.step(
      { id: 'repeat', sender, sent: transaction.sent, answered: isAnswered },
      { in: message, fork },
    );
  }

  private sent(pair: Pair, transaction: Transaction, changes: Change[]): void {
    const { session, request, nominates } = transaction;
    pair.requests++;
    pair.firstRequest ??= request;
    pair.lastRequest = request;
    pair.lastMessage = request;
    if (nominates) pair.nominating = request;
    if (pair.state !== 'succeeded') session.set(pair, 'in-progress', changes);
  }

  private tellRequest(
    message: TraceMessage,
    { session, sender, pair, source, destination, nominates, malformed, isConsent }: Transaction,
    changes: readonly Change[],
  ): void {
    const { of: call, index: fork } = session.fork;
    const type = pair === null || sender === 'sbc' || pair.teamsType === 'unknown' ? null : pair.teamsType;
    const what = isConsent ? 'consents' : nominates ? 'nominates' : 'checks';
    call.journal.step(
      { id: 'check', sender, what, source, type, destination, malformed },
      { in: message, fork, changes },
    );
  }

  private response(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const transaction = this.transactions.get(stun.transactionId);
    if (transaction === undefined) {
      if (this.bare.has(stun.transactionId)) return;
      this.unasked(message, stun, source, destination);
      return;
    }
    const { session } = transaction;
    if (this.noteStuck(message, session, otherEnd(transaction.sender), 'answers')) {
      const { of: call, index: fork } = session.fork;
      call.journal.step({ id: 'stuck', by: otherEnd(transaction.sender), source }, { in: message, fork });
      return;
    }
    const integrity = this.integrityOf(stun, session, transaction.sender, transaction.username);
    const response: ResponseReplay = { message, stun, source, destination, integrity };
    if (transaction.responses.length < mostOfTransaction) transaction.responses.push(response);
    const changes: Change[] = [];
    const told: StepFacts =
      stun.class === 'success'
        ? {
            id: 'success',
            asker: transaction.sender,
            outcome: this.success(response, transaction, changes),
          }
        : { id: 'error', asker: transaction.sender, ...this.error(response, transaction, changes) };
    transaction.isAnswered = true;
    session.wasAnswered = true;
    if (transaction.pair !== null) transaction.pair.lastMessage = message;
    const { of: call, index: fork } = session.fork;
    call.journal.step(told, { in: message, fork, changes });
  }

  /** @returns whether a packet was lost between both sides of a NAT */
  private noteStuck(
    message: TraceMessage,
    { stuck }: Session,
    sender: End,
    what: 'checks' | 'answers',
  ): boolean {
    if (!this.lostBetween.has(message)) return false;
    stuck.push({ sender, what, packets: 1, message });
    return true;
  }

  private success(response: ResponseReplay, transaction: Transaction, changes: Change[]): SuccessOutcome {
    const { session, pair } = transaction;
    if (transaction.malformed !== null) return { is: 'to-malformed' };
    if (isAsymmetric(response, transaction)) {
      doubtAsymmetric(response, transaction, this.doubts);
      if (pair !== null && pair.state !== 'succeeded') session.set(pair, 'failed', changes);
      return { is: 'asymmetric', source: response.source };
    }
    const discarded = whyDiscarded(response.integrity, transaction);
    if (discarded !== null) {
      doubtDiscarded(response, transaction, discarded, this.doubts);
      return { is: 'discarded', discarded };
    }
    if (!judgeMapped(response, transaction, this.doubts)) return { is: 'unmapped' };
    return pair === null ? { is: 'no-pair' } : this.succeed(response, pair, transaction, changes);
  }

  /** A success response that its asker takes. */
  private succeed(
    { message }: ResponseReplay,
    pair: Pair,
    transaction: Transaction,
    changes: Change[],
  ): SuccessOutcome {
    const { session } = transaction;
    const wasValid = pair.state === 'succeeded';
    const wasCompleted = session.state === 'completed';
    pair.responses++;
    pair.firstSuccess ??= message;
    if (session.fork.of.isOver(message)) return { is: 'too-late' };
    this.saw(message, transaction, changes);
    if (!wasValid) session.set(pair, 'succeeded', changes);
    if (!this.mayNominate(transaction))
      return { is: wasCompleted ? 'consent' : wasValid ? 'again' : 'valid' };
    pair.nominating = null;
    const { selected } = session;
    this.nominate(message, pair, transaction, changes);
    if (wasCompleted && session.selected === selected) return { is: 'again' };
    if (wasCompleted) return { is: 'renomination' };
    return { is: session.state === 'completed' ? 'completion' : 'nomination' };
  }

  /** Whether a check's USE-CANDIDATE counts: only the controlling agent nominates (RFC 8445 §7.3.1.5). */
  private mayNominate({ session, nominates, stun, sender }: Transaction): boolean {
    if (!nominates) return false;
    if (session.mode !== 'both-full') return true;
    if (hasStunAttribute(stun, ICE_CONTROLLED)) return false;
    return hasStunAttribute(stun, ICE_CONTROLLING) || sender === session.controlling;
  }

  private saw(
    message: TraceMessage,
    { session, source, stun, sender }: Transaction,
    changes: Change[],
  ): void {
    if (sender !== session.checker || session.seen.has(addressText(source))) return;
    session.firstSeen ??= message;
    const best = Math.max(-1, mostOf(Array.from(session.seen.values(), (each) => each.priority ?? 0)));
    const own = session.candidateAt('teams', source)?.priority ?? stunNumber(stun, PRIORITY);
    // A flood of addresses must not make this slow, nor the replay large.
    if (session.seen.size >= mostSeen) return;
    session.seen.set(addressText(source), { from: source, priority: own });
    changes.push({ kind: 'seen', of: session.place, from: source, priority: own });
    if (session.mediaState === 'nominated' || (own ?? 0) <= best) return;
    session.mediaState = 'checked';
    changes.push({ kind: 'media', of: session.place, to: 'checked', destination: source });
  }

  private nominate(
    message: TraceMessage,
    pair: Pair,
    { session, request }: Transaction,
    changes: Change[],
  ): void {
    if (pair.nominated) return;
    const { of: call, index: fork } = session.fork;
    const others = session.pairs.filter(
      (each) => each !== pair && each.nominated && each.component === pair.component,
    );
    const { selected } = session;
    session.nominate(pair, pair.firstRequest !== request, message, changes);
    if (others.length > 0 && call.call !== null)
      call.journal.verdict(
        {
          id: 'aggressive-nomination',
          how: session.selected === selected ? 'lesser-pair' : 'second-pair',
          checker: session.checker,
          teams: { address: pair.teams.address, port: pair.teams.port },
        },
        { fork, in: message },
      );
  }

  private error(
    response: ResponseReplay,
    transaction: Transaction,
    changes: Change[],
  ): { readonly code: number; readonly outcome: ErrorOutcome } {
    const { message, stun } = response;
    const { session, pair, malformed } = transaction;
    const code = errorCodeOf(stun);
    if (malformed !== null || session.fork.of.isOver(message)) return { code, outcome: 'nothing' };
    if (pair !== null) {
      pair.error = code;
      if (!pair.nominated) session.set(pair, code === 487 ? 'waiting' : 'failed', changes);
    }
    judgeError(response, transaction, this.doubts);
    return { code, outcome: code === 487 ? 'role-change' : pair === null ? 'nothing' : 'pair-fails' };
  }

  private unasked(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const flow = this.keep('response', message, stun, source, destination);
    if (flow === null) return;
    const { fork, lostFrom } = flow.session;
    if (lostFrom.size < mostSeen) lostFrom.add(addressText(destination));
    const { journal } = fork.of;
    journal.step({ id: 'unasked', by: flow.sender }, { in: message, fork: fork.index });
    this.lost.push({
      session: flow.session,
      message,
      transactionId: stun.transactionId,
      source,
      destination,
    });
  }

  private indication(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const flow = this.keep('indication', message, stun, source, destination);
    if (flow === null) return;
    const { fork } = flow.session;
    if (flow.sender === 'teams') flow.session.signsOfLife.push(message);
    fork.of.journal.step({ id: 'keep-alive', sender: flow.sender }, { in: message, fork: fork.index });
  }

  /** Keeps a packet that is part of no transaction; null where it belongs to no session. */
  private keep(
    kind: LonePacket['kind'],
    message: TraceMessage,
    stun: StunMessage,
    source: Address,
    destination: Address,
  ): { readonly session: Session; readonly sender: End } | null {
    const flow = this.index.flow(message, source, destination);
    if (flow === null) return null;
    const { session, sender } = flow;
    const { lonePackets } = session.fork.of;
    lonePackets.push({ kind, of: session.place, sender, message, stun, source, destination });
    return flow;
  }

  /** A check, or its response, against the password of the end that the check goes to. */
  private integrityOf(
    stun: StunMessage,
    session: Session,
    sender: End,
    username: Attribution['username'],
  ): Integrity {
    const description = session.descriptions[otherEnd(sender)];
    const { changedAnswer } = session;
    const current =
      username === 'changed-answer' && changedAnswer?.body.party === description?.body.party
        ? changedAnswer
        : description;
    return this.passwords.check(stun, current?.pwd ?? null, callOf(session));
  }

  /** A session for checks of a call that the trace lacks. Plain STUN, such as a client asks a server, is no check. */
  private stray(
    message: TraceMessage,
    stun: StunMessage,
    username: string | null,
    source: Address,
  ): Attribution | null {
    if (username === null || !username.includes(':')) return null;
    if (!hasStunAttribute(stun, PRIORITY) && !hasStunAttribute(stun, ICE_CONTROLLING)) return null;
    const colon = username.indexOf(':');
    const reversed = this.strays.get(`${username.slice(colon + 1)}:${username.slice(0, colon)}`);
    if (reversed !== undefined) return { session: reversed, sender: 'sbc', username: null };
    let session = this.strays.get(username);
    if (session === undefined) {
      if (this.strays.size >= mostStrays) return null;
      const call = new CallSessions(null, 'callee', message.index);
      const fork = call.addFork(null, username.slice(colon + 1));
      session = new Session(fork, 0, 0, 'audio', 0, { sbc: null, teams: null }, null);
      fork.sessions.push(session);
      this.strays.set(username, session);
    }
    return { session, sender: this.index.isSbcHost(source.address) ? 'sbc' : 'teams', username: null };
  }

  /** Checks that the capture lost, as their answers show; one that comes later, or was never captured, is no gap. */
  tellGaps({ oneWay }: TraceEvidence): void {
    const unseen = new Set(oneWay.map(({ from, to }) => `${from} ${to}`));
    const gaps = new Map<Fork, LostCheck[]>();
    for (const each of this.lost) {
      const { source: to, destination: from } = each;
      if (unseen.has(`${from.address} ${to.address}`) || this.transactions.has(each.transactionId)) continue;
      const { fork } = each.session;
      const known = gaps.get(fork);
      if (known === undefined) gaps.set(fork, [each]);
      else known.push(each);
    }
    for (const [fork, lost] of gaps) {
      const [first, ...others] = lost;
      if (first === undefined) continue;
      const { message, source: to, destination: from, transactionId } = first;
      const checks = new Set(lost.map((each) => each.transactionId)).size;
      fork.of.journal.verdict(
        { id: 'capture-gap', checks, from, to, transactionId },
        { fork: fork.index, in: message, related: others.map((each) => each.message) },
      );
    }
  }

  /** What is known at the end of malformed checks: whether they were ignored, as they must be. */
  tellMalformed(): void {
    for (const transaction of this.transactions.values()) judgeMalformed(transaction);
  }
}

function callOf({ fork }: Session): Call | null {
  return fork.of.call;
}

/** What a check has and a request that asks for an address, or keeps a NAT's mapping, has not (RFC 8445 §7.2.2). */
const ofChecks = [USERNAME, PRIORITY, USE_CANDIDATE, ICE_CONTROLLED, ICE_CONTROLLING, MESSAGE_INTEGRITY];

function isBare(stun: StunMessage): boolean {
  return !ofChecks.some((attribute) => hasStunAttribute(stun, attribute));
}

/** Whether any description of a call has ICE. */
function speaksIce({ forks }: CallSessions): boolean {
  return forks.some(({ sessions }) =>
    sessions.some(({ descriptions: { sbc, teams } }) => (sbc?.ufrag ?? teams?.ufrag ?? null) !== null),
  );
}
