/** The end of the trace: what ran out, what never came, and how each session ended. Absence is claimed with care. */
import { leastOf } from '../../../shared/extremes';
import type { TraceMessage } from '../traces/message';
import { failedChecksOf } from './checks-failed';
import { beginningOf, fail, judgeComponents, judgeFailure, leaveToMissAnswers } from './failure';
import { SECOND, TRANSACTION_TIMEOUT } from '../basics/durations';
import type { Clock } from '../evidence/clock';
import { isAnyCut } from './description';
import { otherEnd, type Change, type End } from '../../../shared/ice';
import type { SelectedPair } from './model';
import { saidInWords } from '../evidence/warrant';
import type { TraceEvidence } from '../evidence/evidence';
import { judgeDeafness } from './deafness';
import { leaveToMiss } from './leave';
import { tellLiteChecks } from './lite-checks';
import { tellLostBetween } from './lost-between';
import { labelOf } from './negotiation';
import type { CallSessions, Fork, Pair, Session } from './session';
import { judgeUnknownAttribute } from './unknown-attribute';
import type { VerdictFacts } from './verdicts/index';

/** A nomination is expected within this time of the answer and of the pair's validity. */
const nominationTime = 5 * SECOND;
/** A check that was sent so often met with loss. */
const manyTries = 4;
/** A call that is hung up earlier says nothing. */
const shortestWait = 2 * SECOND;

/** Ends a call's sessions and raises what can be said only now. */
export function endCall(call: CallSessions, evidence: TraceEvidence, last: TraceMessage): void {
  for (const fork of call.forks) {
    const { main } = fork;
    for (const session of fork.sessions) {
      endPairs(session, evidence, last);
      session.isLostBetween = tellLostBetween(call, session, evidence);
    }
    if (main === null) continue;
    endSession(call, fork, main, evidence, last);
    for (const session of fork.sessions) judgeDeafness(call, fork, session, evidence);
  }
  tellLiteChecks(call);
  endByReason(call);
}

/** Transactions that nobody answered are over after 39.5 s. */
function endPairs(session: Session, evidence: TraceEvidence, last: TraceMessage): void {
  const { clock } = evidence;
  for (const pair of session.pairs) {
    const { firstRequest, lastRequest } = pair;
    if (pair.state !== 'in-progress' || firstRequest === null || lastRequest === null) continue;
    if (clock.at(last) - clock.at(firstRequest) < TRANSACTION_TIMEOUT) continue;
    if (leaveToMissAnswers(session, [pair], evidence) === null) continue;
    const changes: Change[] = [];
    session.set(pair, 'failed', changes);
    pair.evidence = 'derived';
    session.fork.of.journal.step(
      { id: 'pair-timeout', teams: pair.teams },
      { in: last, fork: session.fork.index, changes, evidence: 'derived' },
    );
  }
}

function endSession(
  call: CallSessions,
  fork: Fork,
  session: Session,
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  const { clock } = evidence;
  judgeRoles(call, fork, session);
  if (fork.toTag === null) tellOrphan(call, fork, session);
  if (session.state === 'completed') {
    tellCompleted(call, fork, session, clock);
    judgeUnknownAttribute(call, fork, session, evidence);
    return;
  }
  // Without a call, or its offer, STUN alone tells what came of its checks.
  const isJudged =
    call.call === null || session.isHalfKnown || (session.mode !== 'idle' && fork.toTag !== null);
  if (session.mode === 'not-ice' || !isJudged || session.selected !== null) return;
  if (session.pairs.length === 0 && session.mode === 'full-lite') {
    if (isAnyCut(session.descriptions)) return;
    const addresses = { sbc: addressesOf(session, 'sbc'), teams: addressesOf(session, 'teams') };
    fail(call, fork, session, { evidence: 'derived', warrant: saidInWords() }, { why: 'no-pair', addresses });
    return;
  }
  const checked = session.pairs.filter(({ requests }) => requests > 0);
  if (wasUnseen(session, checked, clock)) return;
  const valid = checked.filter(({ state }) => state === 'succeeded');
  if (valid.length > 0) {
    judgeUnknownAttribute(call, fork, session, evidence);
    if (judgeComponents(call, fork, session, evidence)) return;
    judgeNomination(call, fork, session, valid, evidence, last);
    return;
  }
  if (checked.length > 0) judgeFailure(call, fork, session, checked, evidence, last);
}

/**
 * Whether the checker streamed long before the first of its checks that the trace shows: it does not before a pair is valid
 * (RFC 8445 §12.1), so what ICE began with was not captured.
 */
function wasUnseen({ streamedFirst }: Session, checked: readonly Pair[], clock: Clock): boolean {
  const first = leastOf(
    checked.flatMap(({ firstRequest }) => (firstRequest === null ? [] : [clock.at(firstRequest)])),
  );
  return streamedFirst !== null && first - clock.at(streamedFirst) > SECOND && first < Infinity;
}

function addressesOf({ descriptions }: Session, end: End): readonly string[] {
  return (descriptions[end]?.candidates ?? []).map(({ address }) => address);
}

function judgeRoles(call: CallSessions, fork: Fork, session: Session): void {
  if (session.mode !== 'both-full' || !call.sidesKnown) return;
  const { sbc } = session.descriptions;
  if (sbc === null) return;
  const message = call.call?.messages[sbc.body.place]?.message;
  if (message === undefined) return;
  const label = labelOf(message);
  call.journal.verdict(
    { id: 'role-conflict', how: 'lite-missing', label, controlling: session.controlling },
    { fork: fork.index, in: message, evidence: 'derived' },
    'lite-missing',
  );
}

function tellOrphan(call: CallSessions, fork: Fork, session: Session): void {
  const [first] = session.pairs;
  const place = first?.firstRequest ?? null;
  if (first === undefined || place === null) return;
  call.journal.verdict(
    {
      id: 'orphan-fork',
      ufrag: fork.orphan ?? '',
      withoutCall: call.call === null ? { sbc: first.sbc } : null,
    },
    { fork: fork.index, in: place, evidence: 'observed' },
  );
}

function tellCompleted(call: CallSessions, fork: Fork, session: Session, clock: Clock): void {
  const { selected, settledBy } = session;
  if (selected === null || settledBy === null) return;
  call.journal.verdict(
    {
      id: 'completed',
      selected,
      sidesKnown: call.sidesKnown,
      after: durationUntil(settledBy, call, session, clock),
      earlier: earlierNomination(session, clock),
      when: whenCompleted(settledBy, call, session),
      logged: session.logged,
      otherForkAnswered: !fork.active && call.forks.some(({ active }) => active),
      changedAnswer: session.changedAnswer !== null,
    },
    { fork: fork.index, in: settledBy, evidence: session.evidence },
  );
  tellLowerPair(call, fork, session, selected, settledBy);
}

/** The pair that was selected before the last one. */
function earlierNomination({ nominations }: Session, clock: Clock): VerdictFacts<'completed'>['earlier'] {
  const [earlier, last] = nominations.slice(-2);
  if (earlier === undefined || last === undefined) return null;
  const { teams, teamsType } = earlier.pair;
  return { teams, teamsType, micros: clock.at(last.in) - clock.at(earlier.in) };
}

/** How long a session took to complete; null where the trace cannot tell. */
function durationUntil(
  settledBy: TraceMessage,
  call: CallSessions,
  session: Session,
  clock: Clock,
): VerdictFacts<'completed'>['after'] {
  const began = beginningOf(call, session);
  if (isToldOnly(session) || began === null || began === settledBy) return null;
  if (!clock.known || !isOrdered(session, began)) return null;
  return { label: labelOf(began), micros: clock.at(settledBy) - clock.at(began) };
}

function whenCompleted(
  settledBy: TraceMessage,
  { answeredBy }: CallSessions,
  session: Session,
): VerdictFacts<'completed'>['when'] {
  if (isToldOnly(session)) return 'told-only';
  if (session.mode === 'both-lite') return 'both-lite';
  if (answeredBy === null || !isOrdered(session, answeredBy)) return 'unordered';
  return settledBy.index < answeredBy.index ? 'before-answer' : 'after-answer';
}

function tellLowerPair(
  call: CallSessions,
  fork: Fork,
  { pairs, checker }: Session,
  { teams, teamsType }: SelectedPair,
  settledBy: TraceMessage,
): void {
  const nominated = pairs.filter((each) => each.nominated && each.component === 1);
  const better = pairs.find(
    ({ state, component, priority, nominated: isNominated }) =>
      !isNominated &&
      state === 'succeeded' &&
      component === 1 &&
      nominated.every((each) => (each.priority ?? 0n) < (priority ?? 0n)),
  );
  const [first] = nominated;
  if (better === undefined || first === undefined) return;
  call.journal.verdict(
    {
      id: 'nominated-lower-pair',
      checker,
      nominated: { teams, teamsType, priority: first.priority },
      better: { teams: better.teams, teamsType: better.teamsType, priority: better.priority },
    },
    { fork: fork.index, in: settledBy },
  );
}

/** Which pair won is known from signalling alone: when it did is not. */
export function isToldOnly({ checks, mode, state, logged }: Session): boolean {
  return state === 'completed' && checks === 0 && logged === null && mode !== 'both-lite';
}

/** Whether it is known if a session completed before or after a message: a log may have no times, or other ones. */
export function isOrdered({ settledBy, logged }: Session, { record }: TraceMessage): boolean {
  const date = settledBy?.record.meta.time?.date;
  return date === record.meta.time?.date && (date !== undefined || logged === null);
}

/** Valid pairs, and none that is nominated: the nomination or its answer was lost, or it never came. */
function judgeNomination(
  call: CallSessions,
  fork: Fork,
  session: Session,
  valid: readonly Pair[],
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  const { checker } = session;
  const { clock } = evidence;
  const end = clock.at(call.endedBy ?? last);
  const asked = valid.find(({ nominating }) => nominating !== null);
  if (asked !== undefined && asked.nominating !== null && end - clock.at(asked.nominating) >= SECOND / 2) {
    const { nominating } = asked;
    const sent = call.transactions.find(({ request }) => request === nominating)?.sent ?? 1;
    // Who is not answered asks again after 500 ms (RFC 8489 §6.2.1): the answer to one alone was lost by the capture.
    if (sent === 1 && end - clock.at(nominating) > SECOND) return;
    const { warrant } = leaveToMiss(call, session, evidence, {
      of: otherEnd(checker),
      since: clock.at(nominating),
      until: Math.min(end, clock.at(nominating) + SECOND),
      times: sent,
      answer: { askedAgain: sent > 1 },
    });
    if (warrant !== null && !session.isLostBetween)
      call.journal.verdict(
        { id: 'nomination-unanswered', checker, teams: asked.teams },
        { fork: fork.index, in: nominating, evidence: 'observed', warrant },
      );
    return;
  }
  const lost = valid.find(({ repeatedAfterResponse }) => repeatedAfterResponse >= 2);
  if (lost !== undefined && lost.lastRequest !== null) {
    const { teams, requests, responses } = lost;
    call.journal.verdict(
      { id: 'response-lost', checker, teams, requests, responses },
      { fork: fork.index, in: lost.lastRequest },
    );
    return;
  }
  judgeMissingNomination(call, fork, session, valid, evidence, end);
}

/** @param end of the call, or of the trace */
function judgeMissingNomination(
  call: CallSessions,
  fork: Fork,
  session: Session,
  valid: readonly Pair[],
  evidence: TraceEvidence,
  end: number,
): void {
  const { clock } = evidence;
  const { answeredBy, endedBy } = call;
  // Checks that the capture lost may have nominated, or those before it began.
  if (!fork.active || answeredBy === null || session.hasCutChecks || session.lostFrom.size > 0) return;
  if (session.isHalfKnown) return;
  // Whether RTCP needs a pair of its own, the lost end of a description may tell.
  if (isAnyCut(session.descriptions)) return;
  // Who asks again although he was answered did not get the answer, nor perhaps who asked again and again before it:
  // he has nothing to nominate.
  if (valid.some(({ repeatedAfterResponse }) => repeatedAfterResponse > 0)) return;
  if (call.transactions.some(({ pair, sent }) => pair !== null && valid.includes(pair) && sent >= manyTries))
    return;
  const since = Math.max(
    clock.at(answeredBy),
    leastOf(valid.flatMap(({ firstSuccess }) => (firstSuccess === null ? [] : [clock.at(firstSuccess)]))),
  );
  const micros = end - since;
  const [first] = valid;
  if (first === undefined || micros < (endedBy === null ? nominationTime : shortestWait)) return;
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: session.checker,
    since,
    until: end,
    // The nomination, and its answer that would show it.
    times: 2,
    answer: null,
  });
  if (warrant === null) return;
  call.journal.verdict(
    {
      id: 'not-nominated',
      checker: session.checker,
      teams: first.teams,
      micros,
      until: endedBy === null ? 'end-of-trace' : 'end-of-call',
    },
    {
      fork: fork.index,
      in: first.firstSuccess ?? answeredBy,
      related: [answeredBy],
      evidence: 'observed',
      warrant,
    },
  );
}

/** A BYE that says that ICE failed. */
function endByReason(call: CallSessions): void {
  const failed = call.call === null ? null : failedChecksOf(call.call);
  if (failed === null) return;
  const { message } = failed.message;
  const fork = call.forks.find(({ active }) => active) ?? call.forks[0];
  const session = fork?.main ?? null;
  if (session !== null && session.state !== 'completed' && session.mode !== 'not-ice') {
    session.evidence = 'derived';
    session.to('failed');
  }
  call.journal.verdict(
    { id: 'failed', why: 'reason', label: labelOf(message), reason: failed.reason.value.text },
    { fork: fork?.index ?? null, in: message, evidence: 'observed', warrant: saidInWords() },
    'reason',
  );
}
