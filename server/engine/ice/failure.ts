/**
 * Checks of which none came through, and the one cause of it: refused by ICMP, dropped for what they are signed with, or
 * unanswered. Absence is claimed with the leave of the evidence stage.
 */
import { leastOf, mostOf } from '../../../shared/extremes';
import type { TraceMessage } from '../traces/message';
import { SECOND, TRANSACTION_TIMEOUT } from '../basics/durations';
import type { Clock } from '../evidence/clock';
import type { TraceEvidence } from '../evidence/evidence';
import { saidInWords, type Warrant } from '../evidence/warrant';
import { otherEnd } from '../../../shared/ice';
import { addressText } from './address';
import { signatureOf } from './check-judgement';
import { leaveToMiss } from './leave';
import { labelOf } from './negotiation';
import type { CallSessions, Fork, Pair, Session, SessionCheck } from './session';
import type { FailureFacts } from './verdicts/failed';
import type { EvidenceFor } from './verdicts/index';
import type { Signature } from './verdicts/wrong-password';

/** Silence for less proves nothing. */
const shortestWait = SECOND / 2;
/** The same where signalling does not tell whether the other side has answered the call yet. */
const strayWait = 10 * SECOND;

/** A session of which no check came through. Nothing is said where the trace would not show an answer. */
export function judgeFailure(
  call: CallSessions,
  fork: Fork,
  session: Session,
  checked: readonly Pair[],
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  // An agent checks RTP first: where none of its checks is in the trace, it was answered, or the capture lost them.
  if (session.components.includes(1) && checked.every(({ component }) => component !== 1)) {
    judgeComponents(call, fork, session, evidence);
    return;
  }
  const { checker } = session;
  tellUnreachable(call, fork, session, checked);
  // Who repeats one check and not another was answered on the other, whatever the capture shows.
  if (contentOf(checked, evidence.clock).length > 0) {
    judgeComponents(call, fork, session, evidence);
    return;
  }
  const silent = checked.filter(({ error, unreachable }) => error === null && unreachable === null);
  const warrant = silent.length === 0 ? saidInWords() : leaveToMissAnswers(session, silent, evidence);
  if (warrant === null) return;
  // Whose beginning is not in the trace, and who asks anew at his pace, may have been answered before it.
  const beganUnseen = call.call === null || session.isHalfKnown;
  if (beganUnseen && silent.length > 0 && !checksOf(call, silent).some(({ sent }) => sent > 1)) return;
  // What was lost between both sides of a NAT was answered.
  const isAnswered = session.wasAnswered || session.isLostBetween;
  if (silent.length === checked.length && !isAnswered)
    tellSilence(call, fork, session, silent, warrant, evidence.clock, last);
  if (hasFailed(call, session, checked, evidence.clock, last)) {
    const codes = [...new Set(checked.flatMap(({ error }) => (error === null ? [] : [error])))];
    const how =
      codes.length > 0
        ? 'rejected'
        : checked.some(({ unreachable }) => unreachable !== null)
          ? 'refused'
          : isAnswered
            ? 'useless'
            : 'unanswered';
    fail(call, fork, session, { evidence: 'observed', warrant }, { why: 'all-failed', checker, how, codes });
  } else if (call.endedBy !== null) {
    const label = labelOf(call.endedBy);
    fail(
      call,
      fork,
      session,
      { evidence: 'derived', warrant },
      { why: 'call-ended', checker, label, isAnswered },
    );
  }
}

/**
 * A component of which no check is answered while another is: nothing can be nominated (RFC 8445 §8.1.1).
 *
 * @returns whether there is one, known or not
 */
export function judgeComponents(
  call: CallSessions,
  fork: Fork,
  session: Session,
  evidence: TraceEvidence,
): boolean {
  const { pairs, components, checker } = session;
  const content = contentOf(pairs, evidence.clock);
  const isValid = (component: number): boolean =>
    pairs.some(
      (pair) => pair.component === component && (pair.state === 'succeeded' || content.includes(pair)),
    );
  const component = components.find(
    (each) => !isValid(each) && pairs.some((pair) => pair.component === each && pair.requests > 0),
  );
  if (component === undefined) return false;
  const silent = pairs.filter((pair) => pair.component === component && pair.requests > 0);
  if (silent.some(({ error }) => error !== null)) return true;
  const [first] = silent;
  const from = first?.firstRequest ?? null;
  const latest = silent.at(-1)?.lastRequest ?? from;
  if (first === undefined || from === null || latest === null) return true;
  if (silent.some(({ unreachable }) => unreachable !== null)) {
    tellUnreachable(call, fork, session, silent);
    return true;
  }
  const warrant = leaveToMissAnswers(session, silent, evidence);
  const requests = requestsOf(silent);
  // One check proves nothing.
  if (warrant === null || requests < 2) return true;
  call.journal.verdict(
    {
      id: 'component-blocked',
      checker,
      component,
      to: checker === 'teams' ? first.sbc : first.teams,
      requests,
      micros: evidence.clock.at(latest) - evidence.clock.at(from),
    },
    { fork: fork.index, in: from, related: [latest], evidence: 'observed', warrant },
  );
  return true;
}

/**
 * Pairs that were checked once, long before another one was checked again: an agent repeats what is not answered. Where a
 * clock leapt, the repetitions tell the time: the fourth one comes 3.5 s behind the first (RFC 8489 §6.2.1).
 */
function contentOf(pairs: readonly Pair[], clock: Clock): readonly Pair[] {
  const isLongBefore = (request: TraceMessage): boolean =>
    pairs.some(
      ({ requests, firstRequest, lastRequest }) =>
        firstRequest !== null &&
        lastRequest !== null &&
        ((requests > 2 && clock.at(request) < clock.at(lastRequest) - SECOND) ||
          (requests > 3 && request.index < firstRequest.index)),
    );
  return pairs.filter(
    ({ requests, firstRequest, error, unreachable }) =>
      requests === 1 &&
      error === null &&
      unreachable === null &&
      firstRequest !== null &&
      isLongBefore(firstRequest),
  );
}

/** Checks of which ICMP says that they did not get through: once for each place that they went to. */
function tellUnreachable(call: CallSessions, fork: Fork, session: Session, pairs: readonly Pair[]): void {
  const { checker } = session;
  for (const pair of pairs) {
    const { unreachable, error, state } = pair;
    if (unreachable === null || error !== null || state === 'succeeded') continue;
    const { reporter, error: icmp, message } = unreachable;
    const to = checker === 'teams' ? pair.sbc : pair.teams;
    const same = pairs.filter(
      (each) =>
        each.unreachable !== null &&
        (checker === 'teams' ? addressText(each.sbc) === addressText(pair.sbc) : each === pair),
    );
    call.journal.verdict(
      { id: 'icmp-refused', checker, to, reporter, error: icmp, requests: requestsOf(same) },
      {
        fork: fork.index,
        in: message,
        related: pair.firstRequest === null ? [] : [pair.firstRequest],
      },
      `${to.address} ${String(to.port)}`,
    );
  }
}

/** Leave to say that checks over these pairs were never answered; null where it is refused. */
export function leaveToMissAnswers(
  session: Session,
  pairs: readonly Pair[],
  evidence: TraceEvidence,
): Warrant | null {
  const { clock } = evidence;
  const { of: call } = session.fork;
  const asked = pairs.flatMap(({ firstRequest, lastRequest }) =>
    firstRequest === null || lastRequest === null ? [] : [clock.at(firstRequest), clock.at(lastRequest)],
  );
  return leaveToMiss(call, session, evidence, {
    of: otherEnd(session.checker),
    since: leastOf(asked),
    until: mostOf(asked),
    times: requestsOf(pairs),
    answer: {
      // One that is content with what it got stands for none that is not.
      askedAgain: pairs.every((pair) => checksOf(call, [pair]).some(({ sent }) => sent > 1)),
    },
  }).warrant;
}

/** Checks to which nothing came back: dropped for their signature where that is wrong, else nobody knows. */
function tellSilence(
  call: CallSessions,
  fork: Fork,
  session: Session,
  silent: readonly Pair[],
  warrant: Warrant,
  clock: Clock,
  last: TraceMessage,
): void {
  const { checker } = session;
  const [first] = silent;
  const from = first?.firstRequest ?? null;
  const latest = silent.at(-1)?.lastRequest ?? from;
  if (first === undefined || from === null || latest === null) return;
  // One check at the edge of the capture proves nothing.
  if (clock.at(call.endedBy ?? last) - clock.at(from) < (call.call === null ? strayWait : shortestWait))
    return;
  const place = { fork: fork.index, in: from, related: [latest] };
  const requests = requestsOf(silent);
  const dropped = droppedFor(session, checksOf(call, silent));
  if (dropped !== null) {
    call.journal.verdict(
      { id: 'wrong-password', how: 'dropped', asker: checker, signature: dropped, requests },
      place,
    );
    return;
  }
  call.journal.verdict(
    {
      id: 'no-response',
      checker,
      teams: silent.map(({ teams }) => teams),
      sbc: first.sbc,
      requests,
      micros: clock.at(latest) - clock.at(from),
    },
    { ...place, evidence: 'observed', warrant },
  );
}

/** What checks are signed with that their receiver rightly drops (RFC 8489 §9.1.3); null where any is as it should be. */
function droppedFor(session: Session, checks: readonly SessionCheck[]): Signature | null {
  const [first] = checks;
  const isWrong = checks.every(
    ({ integrity: { kind }, username, malformed }) =>
      username === null && malformed === null && (kind === 'other' || kind === 'bad' || kind === 'absent'),
  );
  return first === undefined || !isWrong ? null : signatureOf(null, session, first);
}

function checksOf(call: CallSessions, pairs: readonly Pair[]): readonly SessionCheck[] {
  return call.transactions.filter(({ pair }) => pair !== null && pairs.includes(pair));
}

function requestsOf(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, { requests }) => sum + requests, 0);
}

/** Whether nothing is left to try, or no time: an agent with pairs to check goes on for 39.5 s (RFC 8863 §4). */
function hasFailed(
  call: CallSessions,
  { pairs }: Session,
  checked: readonly Pair[],
  clock: Clock,
  last: TraceMessage,
): boolean {
  if (checked.some(({ state }) => state !== 'failed')) return false;
  if (checked.length === pairs.length || call.endedBy !== null) return true;
  const first = leastOf(
    checked.flatMap(({ firstRequest }) => (firstRequest === null ? [] : [clock.at(firstRequest)])),
  );
  return clock.at(last) - first >= TRANSACTION_TIMEOUT;
}

/** Ends a session as failed. */
export function fail(
  call: CallSessions,
  fork: Fork,
  session: Session,
  rests: { readonly evidence: EvidenceFor<'failed'>; readonly warrant: Warrant },
  failure: FailureFacts,
): void {
  const place = { in: lastMessageOf(call, session), fork: fork.index, ...rests };
  session.evidence = rests.evidence;
  const changes = session.to('failed');
  call.journal.step({ id: 'failed', failure }, { ...place, changes });
  call.journal.verdict({ id: 'failed', ...failure }, place);
}

/** The message that gave Teams the SBC's description, or the SBC Teams' one: the later of offer and answer. */
export function beginningOf(call: CallSessions, { descriptions }: Session): TraceMessage | null {
  const places = [descriptions.sbc, descriptions.teams].flatMap((each) =>
    each === null ? [] : [each.body.place],
  );
  return call.call?.messages[mostOf(places)]?.message ?? null;
}

function lastMessageOf(call: CallSessions, session: Session): TraceMessage {
  const last = session.pairs
    .flatMap(({ lastMessage }) => (lastMessage === null ? [] : [lastMessage]))
    .sort((a, b) => a.index - b.index)
    .at(-1);
  const place = last ?? beginningOf(call, session) ?? call.endedBy ?? call.call?.messages[0]?.message;
  if (place === undefined) throw new RangeError('a session without a message');
  return place;
}
