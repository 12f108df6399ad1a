/**
 * Connectivity checks: each STUN binding message moves the pair that it goes over, the agents of its session, and
 * leaves what is wrong with it for the end, when it is known whether ICE came through all the same.
 */
import type { Call } from '../calls/call';
import {
  ERROR_CODE,
  ICE_CONTROLLED,
  ICE_CONTROLLING,
  PRIORITY,
  USE_CANDIDATE,
  USERNAME,
  XOR_MAPPED_ADDRESS,
} from '../stun/attributes';
import {
  hasStunAttribute,
  stunAddress,
  stunNumber,
  stunText,
  stunValue,
  type StunMessage,
} from '../stun/message';
import { brokenPartOf, isWhole, whyDropped, type BrokenPart } from '../stun/form';
import { addressClass } from '../network/address-classes';
import { stunOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import { endsOf, reaches, type Attribution, type AttributionIndex } from './attribution';
import { Doubts } from './doubts';
import type { Integrity, Passwords } from './integrity';
import { Journal } from './journal';
import { addressText, isSamePlace, type LonePacket, type ResponseReplay } from './model';
import type { Address, Change, End } from '../../../shared/ice';
import { labelOf } from './negotiation';
import { CallSessions, Session, type Pair, type SessionCheck } from './session';

interface Transaction extends SessionCheck {
  readonly session: Session;
  readonly nominates: boolean;
  sent: number;
  readonly repeats: TraceMessage[];
  readonly responses: ResponseReplay[];
  isAnswered: boolean;
}

/** Messages of one transaction that are kept; of a million repeated requests none tells more than the first ones. */
const mostOfTransaction = 20;

/** Addresses that a lite agent is told to have seen. */
const mostSeen = 100;
/** Sessions of checks that no call claims; a flood of other traffic makes no more. */
const mostStrays = 200;

export class Checks {
  readonly doubts = new Doubts();
  private readonly transactions = new Map<string, Transaction>();
  private readonly strays = new Map<string, Session>();

  constructor(
    private readonly index: AttributionIndex,
    private readonly passwords: Passwords,
  ) {}

  /** Checks that belong to no call of the trace, one entry an endpoint. */
  get strayCalls(): readonly CallSessions[] {
    return [...new Set([...this.strays.values()].map(({ fork }) => fork.of))];
  }

  take(message: TraceMessage, stun: StunMessage): void {
    const ends = endsOf(message);
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
    const known = this.transactions.get(stun.transactionId);
    if (known?.session === session && known.sender === sender && isSamePlace(known.source, source)) {
      this.repeat(message, known);
      return;
    }
    session.checks++;
    if (sender === 'teams') session.signsOfLife.push(message);
    const changes = session.begin();
    const integrity = this.integrityOf(stun, session, sender, found.username);
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
      username: found.username,
      malformed,
      sent: 1,
      repeats: [],
      responses: [],
      isAnswered: false,
    };
    this.transactions.set(stun.transactionId, transaction);
    // What a capture cut off says nothing of what was sent.
    if (stun.cut) session.hasCutChecks = true;
    else session.fork.of.transactions.push(transaction);
    if (sender === 'teams') this.index.addTeamsAddress(source, session);
    if (pair !== null) this.sent(pair, transaction, changes);
    this.tellRequest(message, transaction, changes);
    if (session.fork.of.isOver(message)) return;
    this.judgeRequest(message, stun, transaction, found);
  }

  /** The same request again: its sender has no answer yet (RFC 8489 §6.2.1). */
  private repeat(message: TraceMessage, transaction: Transaction): void {
    transaction.sent++;
    if (transaction.repeats.length < mostOfTransaction) transaction.repeats.push(message);
    const { pair, session, sender, isAnswered } = transaction;
    if (pair !== null) {
      pair.requests++;
      pair.lastRequest = message;
      pair.lastMessage = message;
      if (isAnswered) pair.repeatedAfterResponse++;
    }
    const { of: call } = session.fork;
    call.journal.step(
      'request',
      message,
      session.fork.index,
      `${call.nameOf(sender)} repeats its check (sent ${String(transaction.sent)} times)${isAnswered ? ' although it was answered' : ''}`,
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
    const { of: call } = session.fork;
    const type =
      pair === null || sender === 'sbc' || pair.teamsType === 'unknown' ? '' : ` (${pair.teamsType})`;
    const what = isConsent ? 'asks for consent' : nominates ? 'nominates' : 'checks';
    const note = malformed === null ? '' : `; the packet is malformed: ${malformed}`;
    call.journal.step(
      'request',
      message,
      session.fork.index,
      `${call.nameOf(sender)} ${what}: ${addressText(source)}${type} to ${addressText(destination)}${nominates ? ', USE-CANDIDATE' : ''}${note}`,
      changes,
    );
  }

  private judgeRequest(
    message: TraceMessage,
    stun: StunMessage,
    transaction: Transaction,
    { username }: Attribution,
  ): void {
    const { session, sender, pair, destination, integrity, malformed } = transaction;
    const { of: call, index: fork } = session.fork;
    // Without descriptions nobody knows what the ends have agreed on.
    if (malformed !== null || call.call === null) return;
    const { journal } = call;
    const name = call.nameOf(sender);
    const other = call.nameOf(sender === 'sbc' ? 'teams' : 'sbc');
    if (session.descriptions[sender]?.lite === true) {
      journal.verdict({
        id: 'lite-sent-check',
        severity: 'error',
        evidence: 'observed',
        message: `${name} sends checks although its SDP says a=ice-lite: a lite agent only answers; ${other} may learn candidates from it that nobody signalled`,
        fork,
        in: message,
        rules: ['stun-lite-sent-check'],
      });
      return;
    }
    if (
      sender === 'teams' &&
      hasStunAttribute(stun, ICE_CONTROLLED) &&
      (session.mode === 'full-lite' || call.sidesKnown)
    )
      journal.verdict(
        {
          id: 'role-conflict',
          severity: 'error',
          evidence: 'observed',
          message:
            session.descriptions.sbc?.lite === true
              ? `${name} believes that it is controlled (ICE-CONTROLLED) although the SBC's SDP says a=ice-lite: no nomination will come from it`
              : `${name} believes that it is controlled (ICE-CONTROLLED): a=ice-lite is missing in the SBC's SDP, or something between took it out`,
          fork,
          in: message,
          rules: ['stun-teams-controlled', 'ice-lite-missing'],
        },
        'controlled',
      );
    if (username !== null && username !== 'changed-answer')
      this.doubtUsername(message, transaction, stunText(stun, USERNAME), username);
    const { sbc } = session.descriptions;
    if (sender === 'teams' && sbc !== null && sbc.candidates.length > 0 && !reaches(sbc, destination))
      this.doubts.add(session, {
        id: 'misdirected-check',
        severity: 'error',
        evidence: 'observed',
        message: `${name} checks ${addressText(destination)}, which is no candidate of ${other} (${sbc.candidates.map(addressText).join(', ')})`,
        fork,
        in: message,
        rules: ['ice-check-wrong-port'],
      });
    if (pair === null) return;
    if (pair.teamsType === 'prflx' && pair.requests === 1 && integrity.kind !== 'bad')
      this.learnt(message, session, pair);
    if (
      session.mode === 'full-lite' &&
      transaction.nominates &&
      pair.responses === 0 &&
      pair.requests === 1 &&
      call.call.outcome !== 'partial' &&
      !session.hasLostChecks
    )
      journal.verdict({
        id: 'aggressive-nomination',
        severity: 'warning',
        evidence: 'observed',
        message: `${name} nominates with its first check on ${addressText(pair.teams)}: with a lite peer a pair must have been checked before it is nominated`,
        fork,
        in: message,
        rules: ['stun-aggressive-nomination'],
      });
    const own = session.candidateAt('teams', pair.teams);
    if (own?.type === 'host' && stunNumber(stun, PRIORITY) === own.priority)
      journal.verdict({
        id: 'wrong-priority-attribute',
        severity: 'info',
        evidence: 'observed',
        message: `${name} sends the priority of its host candidate in PRIORITY; that of a peer-reflexive candidate is wanted (type preference 110)`,
        fork,
        in: message,
        rules: ['stun-priority-not-prflx'],
      });
  }

  private doubtUsername(
    message: TraceMessage,
    { session, sender }: Transaction,
    found: string | null,
    problem: 'unknown' | 'reversed' | 'old-generation',
  ): void {
    const { of: call, index: fork } = session.fork;
    const name = call.nameOf(sender);
    const { sbc, teams } = session.descriptions;
    const wanted = `${sbc?.ufrag ?? '?'}:${teams?.ufrag ?? '?'}`;
    const ufrags = found?.split(':', 3).length ?? 0;
    const isForm = problem === 'reversed' || ufrags !== 2;
    const what = {
      unknown:
        found === null
          ? `${name} checks without a USERNAME; ${wanted} is wanted`
          : isForm
            ? `${name} checks with a USERNAME that is not two ufrags with a colon between; ${wanted} is wanted`
            : `${name} checks with a USERNAME that belongs to no description; ${wanted} is wanted`,
      reversed: `${name} checks with a USERNAME whose ufrags are the wrong way round; ${wanted} is wanted, the receiver's first`,
      'old-generation': `${name} mixes ufrags of before and after the restart in its USERNAME; ${wanted} is wanted`,
    }[problem];
    this.doubts.add(session, {
      id: 'wrong-username',
      severity: 'error',
      evidence: 'observed',
      message: what,
      fork,
      in: message,
      rules: [isForm ? 'stun-username-format' : 'stun-username-unknown'],
    });
  }

  private learnt(message: TraceMessage, session: Session, pair: Pair): void {
    const { of: call, index: fork } = session.fork;
    const near = session.descriptions.teams?.candidates.find(({ address }) => address === pair.teams.address);
    const origin =
      near === undefined
        ? 'no candidate has this address: a NAT stands before one of them'
        : `another port of the ${near.type} candidate ${addressText(near)}`;
    call.journal.verdict(
      {
        id: 'peer-reflexive',
        severity: 'info',
        evidence: 'observed',
        message: `peer-reflexive candidate ${addressText(pair.teams)} learnt from a check; ${origin}`,
        fork,
        in: message,
        rules: ['ice-peer-reflexive'],
      },
      addressText(pair.teams),
    );
  }

  private response(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const transaction = this.transactions.get(stun.transactionId);
    if (transaction === undefined) {
      this.unasked(message, stun, source, destination);
      return;
    }
    const { session } = transaction;
    const integrity = this.integrityOf(stun, session, transaction.sender, transaction.username);
    const response: ResponseReplay = { message, stun, source, destination, integrity };
    if (transaction.responses.length < mostOfTransaction) transaction.responses.push(response);
    const changes: Change[] = [];
    const outcome =
      stun.class === 'success'
        ? this.success(response, transaction, changes)
        : this.error(response, transaction, changes);
    transaction.isAnswered = true;
    session.wasAnswered = true;
    if (transaction.pair !== null) transaction.pair.lastMessage = message;
    const { of: call, index: fork } = session.fork;
    const name = call.nameOf(transaction.sender === 'teams' ? 'sbc' : 'teams');
    call.journal.step(
      stun.class === 'success' ? 'success' : 'error',
      message,
      fork,
      `${name} ${outcome}`,
      changes,
    );
  }

  private success(response: ResponseReplay, transaction: Transaction, changes: Change[]): string {
    const { message, stun, source, destination } = response;
    const { session, pair, sender, request } = transaction;
    const { of: call, index: fork } = session.fork;
    const name = call.nameOf(sender === 'teams' ? 'sbc' : 'teams');
    const doubt = { evidence: 'observed', fork, in: message, related: [request], severity: 'error' } as const;
    if (transaction.malformed !== null) return 'answers a malformed packet, which must be ignored';
    if (!isSamePlace(source, transaction.destination) || !isSamePlace(destination, transaction.source)) {
      this.doubts.add(session, {
        ...doubt,
        id: 'asymmetric-response',
        message: `${name} answers from ${addressText(source)} to ${addressText(destination)}; the check went from ${addressText(transaction.source)} to ${addressText(transaction.destination)}, so ${call.nameOf(sender)} drops the pair`,
        rules: ofSbc(sender, 'stun-response-asymmetric'),
      });
      if (pair !== null && pair.state !== 'succeeded') session.set(pair, 'failed', changes);
      return `answers from ${addressText(source)}, not from where the check went: the pair fails`;
    }
    const reason = this.whyDiscarded(response.integrity, transaction);
    if (reason !== null) {
      this.doubts.add(session, {
        ...doubt,
        id: 'wrong-password',
        message: `${name} answers the check ${reason}: ${call.nameOf(sender)} discards the response and goes on asking`,
        rules: ofSbc(sender, 'stun-response-integrity'),
      });
      return `answers ${reason}: the response is discarded`;
    }
    const mapped = stunAddress(stun, XOR_MAPPED_ADDRESS);
    const isExpected =
      mapped === null
        ? stun.cut
        : isSamePlace(mapped, transaction.source) || isTranslated(transaction, mapped);
    if (!isExpected) {
      this.doubts.add(session, {
        ...doubt,
        id: 'wrong-mapped-address',
        message: `${name} answers ${mapped === null ? 'without XOR-MAPPED-ADDRESS' : `with XOR-MAPPED-ADDRESS ${addressText(mapped)}`}; the check came from ${addressText(transaction.source)}`,
        rules: ofSbc(sender, 'stun-response-xor-mapped'),
      });
      if (mapped === null) return 'answers without XOR-MAPPED-ADDRESS: the response is of no use';
    }
    if (pair === null) return 'answers the check';
    const wasValid = pair.state === 'succeeded';
    const wasCompleted = session.state === 'completed';
    pair.responses++;
    pair.firstSuccess ??= message;
    if (call.isOver(message)) return 'answers, after the end of the call';
    this.saw(message, transaction, changes);
    if (!wasValid) session.set(pair, 'succeeded', changes);
    if (!this.mayNominate(transaction)) {
      return wasCompleted ? 'answers: consent is fresh' : wasValid ? 'answers' : 'answers: the pair is valid';
    }
    pair.nominating = null;
    this.nominate(message, session, pair, changes);
    if (wasCompleted) return 'answers';
    return session.state === 'completed'
      ? 'answers the nomination: ICE is completed'
      : 'answers the nomination';
  }

  /** Whether a check's USE-CANDIDATE counts: only the controlling agent nominates (RFC 8445 §7.3.1.5). */
  private mayNominate({ session, nominates, request, sender }: Transaction): boolean {
    if (!nominates) return false;
    if (session.mode !== 'both-full') return true;
    const stun = stunOf(request.parsed);
    if (stun === null || hasStunAttribute(stun, ICE_CONTROLLED)) return false;
    return hasStunAttribute(stun, ICE_CONTROLLING) || sender === session.controlling;
  }

  private saw(
    message: TraceMessage,
    { session, source, request, sender }: Transaction,
    changes: Change[],
  ): void {
    if (sender !== session.checker || session.seen.has(addressText(source))) return;
    session.firstSeen ??= message;
    const stun = stunOf(request.parsed);
    const priority = stun === null ? null : stunNumber(stun, PRIORITY);
    const best = Math.max(-1, ...[...session.seen.values()].map((each) => each.priority ?? 0));
    const own = session.candidateAt('teams', source)?.priority ?? priority;
    // A flood of addresses must not make this slow, nor the replay large.
    if (session.seen.size >= mostSeen) return;
    session.seen.set(addressText(source), { from: source, priority: own });
    changes.push({ kind: 'seen', of: session.place, from: source, priority: own });
    if (session.mediaState === 'nominated' || (own ?? 0) <= best) return;
    session.mediaState = 'checked';
    changes.push({ kind: 'media', of: session.place, to: 'checked', destination: source });
  }

  private nominate(message: TraceMessage, session: Session, pair: Pair, changes: Change[]): void {
    if (pair.nominated) return;
    const { of: call, index: fork } = session.fork;
    const others = session.pairs.filter(
      (each) => each !== pair && each.nominated && each.component === pair.component,
    );
    if (others.length > 0 && call.call !== null)
      call.journal.verdict({
        id: 'aggressive-nomination',
        severity: 'warning',
        evidence: 'observed',
        message: `${call.nameOf(session.checker)} nominates a second pair, ${addressText(pair.teams)}, without a restart; the one with the higher priority is used`,
        fork,
        in: message,
        rules: ['ice-second-nomination'],
      });
    pair.nominated = true;
    changes.push({ kind: 'nominated', of: session.place, pair: pair.id });
    session.select(message, changes);
  }

  /** Why a success response is discarded (RFC 8489 §9.1.4), in words behind "answers"; null where it is taken. */
  private whyDiscarded(found: Integrity, { session, sender, integrity }: Transaction): string | null {
    // Where the request itself cannot be verified, the password in the trace is not the one in use.
    if (integrity.kind !== 'good') return null;
    const receiver: End = sender === 'teams' ? 'sbc' : 'teams';
    switch (found.kind) {
      case 'good':
      case 'unknown':
        return null;
      case 'absent':
        return 'without MESSAGE-INTEGRITY';
      case 'bad':
        return 'with a MESSAGE-INTEGRITY that no password of the trace makes';
      case 'other':
        return `with a MESSAGE-INTEGRITY made with ${this.culprit(found, session, receiver)}`;
    }
  }

  private error(response: ResponseReplay, transaction: Transaction, changes: Change[]): string {
    const { message, stun } = response;
    const { session, pair, sender, request, malformed, username } = transaction;
    const value = stunValue(stun, ERROR_CODE);
    const code = value?.kind === 'error' ? value.code : 0;
    const { of: call, index: fork } = session.fork;
    const name = call.nameOf(sender === 'teams' ? 'sbc' : 'teams');
    const doubt = { evidence: 'observed', fork, in: message, related: [request], severity: 'error' } as const;
    const text = `answers with error ${String(code)}`;
    if (malformed !== null || call.isOver(message)) return text;
    if (pair !== null) {
      pair.error = code;
      if (!pair.nominated) session.set(pair, code === 487 ? 'waiting' : 'failed', changes);
    }
    if (code === 487) {
      this.conflict(message, transaction, name);
      return `${text}, role conflict: the sender changes its role and checks again`;
    }
    if (code === 420)
      this.doubts.add(session, {
        ...doubt,
        id: 'unknown-attribute-rejected',
        message: `${name} rejects a check with 420 because of ${unknownAttributes(stun)}: unknown attributes must be ignored`,
        rules: ofSbc(sender, 'stun-unknown-attribute-420'),
      });
    const isNamedRight = username === null || username === 'changed-answer';
    if ((code === 401 || code === 400) && isNamedRight) this.doubtPassword(response, transaction, code);
    return `${text}${pair === null ? '' : ': the pair fails'}`;
  }

  private conflict(message: TraceMessage, { session, request }: Transaction, name: string): void {
    const { of: call, index: fork } = session.fork;
    if (call.call === null) return;
    const { sbc, teams } = session.descriptions;
    const isWrong = call.sidesKnown || sbc?.lite === true || teams?.lite === true;
    call.journal.verdict(
      {
        id: 'role-conflict',
        severity: isWrong ? 'error' : 'info',
        evidence: 'observed',
        message: `${name} answers with 487 (role conflict): both ends take themselves for the same role; ${isWrong ? 'a lite agent has no part in this, so the SBC runs full ICE' : 'one of them changes its role'}`,
        fork,
        in: message,
        related: [request],
        rules: ['stun-role-conflict-487'],
      },
      '487',
    );
  }

  private doubtPassword(
    { message, integrity: signed }: ResponseReplay,
    { session, sender, integrity, request }: Transaction,
    code: number,
  ): void {
    const { of: call, index: fork } = session.fork;
    const receiver: End = sender === 'teams' ? 'sbc' : 'teams';
    const [name, other] = [call.nameOf(sender), call.nameOf(receiver)];
    const because = ((): string | null => {
      switch (integrity.kind) {
        case 'good': {
          const changed = this.changedText(session, receiver);
          if (changed !== null) return `the check is signed with ${changed}`;
          const wrongKey =
            signed.kind === 'other'
              ? `; it signs its own answer with ${this.culprit(signed, session, receiver)}`
              : '';
          return `although the check is signed with the password of its SDP: ${other} does not use the password that it signals${wrongKey}`;
        }
        case 'other':
          return `the check is signed with ${this.culprit(integrity, session, receiver)}`;
        case 'bad':
          return `${name} signs its checks with a password that no description of the trace has`;
        case 'absent':
          return `the check has no MESSAGE-INTEGRITY`;
        case 'unknown':
          return null;
      }
    })();
    if (because === null) return;
    this.doubts.add(session, {
      id: 'wrong-password',
      severity: 'error',
      evidence: 'observed',
      message: `${other} rejects the check with ${String(code)}${because.startsWith('although') ? ' ' : ': '}${because}`,
      fork,
      in: message,
      related: [request],
      rules:
        integrity.kind === 'absent'
          ? ['stun-integrity-missing']
          : session.changedAnswer === null
            ? ['stun-integrity-bad']
            : ['stun-integrity-bad', 'call-ice-changed-183-200'],
    });
  }

  /** Whose password it is that was used for the wanted one. */
  private culprit(
    { password }: Extract<Integrity, { kind: 'other' }>,
    session: Session,
    wanted: End,
  ): string {
    const { of: call } = session.fork;
    if (password.call !== call.call) return 'the password of another call';
    const label = labelOf(password.in);
    if (password.end !== wanted)
      return `the password of ${call.nameOf(password.end)} (${label}), not of ${call.nameOf(wanted)}`;
    const now = session.descriptions[wanted]?.body;
    const current = now === undefined ? undefined : password.call.messages[now.place]?.message;
    return `the password of the ${label}, not of the ${current === undefined ? 'current description' : labelOf(current)}`;
  }

  private changedText(session: Session, end: End): string | null {
    const { changedAnswer, descriptions, fork } = session;
    const first = descriptions[end];
    if (changedAnswer === null || first === null || changedAnswer.body.party !== first.body.party)
      return null;
    const label = (place: number): string => {
      const message = fork.of.call?.messages[place]?.message;
      return message === undefined ? 'answer' : labelOf(message);
    };
    return `the password of the ${label(first.body.place)}; the ${label(changedAnswer.body.place)} carries another`;
  }

  private unasked(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const flow = this.keep('response', message, stun, source, destination);
    if (flow === null) return;
    const { fork } = flow.session;
    flow.session.hasLostChecks = true;
    fork.of.journal.step(
      'success',
      message,
      fork.index,
      `${fork.of.nameOf(flow.sender)} answers a check that is not in the trace`,
    );
    fork.of.journal.verdict({
      id: 'capture-gap',
      severity: 'info',
      evidence: 'observed',
      message:
        'a response to a check that is not in the trace: the capture is not complete, so what is missing in it may have been there',
      fork: fork.index,
      in: message,
    });
  }

  private indication(message: TraceMessage, stun: StunMessage, source: Address, destination: Address): void {
    const flow = this.keep('indication', message, stun, source, destination);
    if (flow === null) return;
    const { fork } = flow.session;
    if (flow.sender === 'teams') flow.session.signsOfLife.push(message);
    fork.of.journal.step(
      'indication',
      message,
      fork.index,
      `${fork.of.nameOf(flow.sender)} sends a keep-alive (binding indication)`,
    );
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
    const description = session.descriptions[sender === 'teams' ? 'sbc' : 'teams'];
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
      const call = new CallSessions(null, 'callee', new Journal(), message.index);
      const fork = call.addFork(null, username.slice(colon + 1));
      session = new Session(fork, 0, 0, 'audio', 0, { sbc: null, teams: null }, null);
      fork.sessions.push(session);
      this.strays.set(username, session);
    }
    return { session, sender: this.index.isSbcHost(source.address) ? 'sbc' : 'teams', username: null };
  }

  /** What is known at the end of malformed checks: whether they were ignored, as they must be. */
  tellMalformed(): void {
    for (const { malformed, session, sender, request, stun, isAnswered } of this.transactions.values()) {
      const { of: call, index: fork } = session.fork;
      const part = brokenPartOf(stun);
      if (malformed === null || part === null || call.call === null) continue;
      // What was answered was whole: the capture cut it short.
      if (isAnswered && !isWhole(stun)) continue;
      call.journal.verdict(
        {
          id: 'malformed-packet',
          severity: isAnswered ? 'warning' : 'info',
          evidence: 'observed',
          message: `a malformed STUN packet (${malformed}), ${isAnswered ? 'which was answered; it must be ignored' : 'correctly ignored'}`,
          fork,
          in: request,
          rules: [ruleOfPart[part], ...(isAnswered ? ofSbc(sender, 'stun-malformed-side-effect') : [])],
        },
        String(isAnswered),
      );
    }
  }
}

const ruleOfPart: Readonly<Record<BrokenPart, string>> = {
  header: 'stun-header',
  attributes: 'stun-attr-padding',
  fingerprint: 'stun-fingerprint-bad',
};

/** Rules for the SBC's answers speak only of checks that Teams sent. */
function ofSbc(asked: End, rule: string): readonly string[] {
  return asked === 'teams' ? [rule] : [];
}

function callOf({ fork }: Session): Call | null {
  return fork.of.call;
}

/** Whether a NAT between the capture and the receiver explains the address that the receiver saw. */
function isTranslated({ source, destination }: Transaction, mapped: Address): boolean {
  return (
    addressClass(source.address) === 'private' &&
    addressClass(mapped.address) !== 'private' &&
    mapped.address !== destination.address
  );
}

function unknownAttributes(stun: StunMessage): string {
  const value = stunValue(stun, 0x000a);
  if (value?.kind !== 'types' || value.types.length === 0) return 'an attribute that it does not know';
  return value.types.map((type) => `attribute 0x${type.toString(16).padStart(4, '0')}`).join(', ');
}
