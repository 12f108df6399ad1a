/** The end of the trace: what ran out, what never came, and how each session ended. Absence is claimed with care. */
import type { Party } from '../../../shared/calls';
import { isIpv4 } from '../network/address-classes';
import type { TraceMessage } from '../traces/message';
import { failedChecksOf } from './checks-failed';
import { durationText, SECOND, TRANSACTION_TIMEOUT, type Clock } from './clock';
import type { Evidence } from '../../../shared/evidence';
import { addressText } from './model';
import { otherEnd, type Change, type End } from '../../../shared/ice';
import { labelOf } from './negotiation';
import type { CallSessions, Fork, Pair, Session } from './session';

/** What the trace shows of the network, so that absence can be told from not having looked. */
export interface Coverage {
  /** Whether any media packet of an address was captured. */
  readonly sawMediaOf: (address: string) => boolean;
  /** Whether any packet that an address sent was captured. */
  readonly sawPacketFrom: (address: string) => boolean;
  /** Whether packets were captured both before and after a time. */
  readonly spans: (from: number, to: number) => boolean;
  readonly last: TraceMessage;
}

/** A nomination is expected within this time of the answer and of the pair's validity. */
const nominationTime = 5 * SECOND;
/** A call that is hung up earlier says nothing. */
const shortestWait = 2 * SECOND;

/** Ends a call's sessions and raises what can be said only now. */
export function endCall(call: CallSessions, clock: Clock, coverage: Coverage): void {
  for (const fork of call.forks) {
    const { main } = fork;
    for (const session of fork.sessions) endPairs(session, clock, coverage.last);
    if (main === null) continue;
    endSession(call, fork, main, clock, coverage);
  }
  endByReason(call);
}

/** Transactions that nobody answered are over after 39.5 s. */
function endPairs(session: Session, clock: Clock, last: TraceMessage): void {
  for (const pair of session.pairs) {
    const { firstRequest, lastRequest } = pair;
    if (pair.state !== 'in-progress' || firstRequest === null || lastRequest === null) continue;
    if (clock.at(last) - clock.at(firstRequest) < TRANSACTION_TIMEOUT) continue;
    const changes: Change[] = [];
    session.set(pair, 'failed', changes);
    pair.evidence = 'derived';
    session.fork.of.journal.step(
      'timeout',
      last,
      session.fork.index,
      `the check on ${addressText(pair.teams)} is over: no answer in 39.5 s`,
      changes,
      'derived',
    );
  }
}

function endSession(
  call: CallSessions,
  fork: Fork,
  session: Session,
  clock: Clock,
  coverage: Coverage,
): void {
  judgeRoles(call, fork, session);
  if (fork.toTag === null) tellOrphan(call, fork, session);
  if (session.state === 'completed') {
    tellCompleted(call, fork, session, clock);
    return;
  }
  if (session.mode === 'not-ice' || session.mode === 'idle' || fork.toTag === null) return;
  if (session.pairs.length === 0 && session.mode === 'full-lite') {
    fail(call, fork, session, 'derived', noPairText(call, session));
    return;
  }
  const checked = session.pairs.filter(({ requests }) => requests > 0);
  const valid = checked.filter(({ state }) => state === 'succeeded');
  if (valid.length > 0) {
    judgeNomination(call, fork, session, valid, clock, coverage);
    return;
  }
  if (checked.length === 0) return;
  judgeSilence(call, fork, session, checked, clock, coverage);
  if (hasFailed(call, session, checked, clock, coverage)) {
    const codes = [...new Set(checked.flatMap(({ error }) => (error === null ? [] : [String(error)])))];
    const how = codes.length > 0 ? `rejected with ${codes.join(', ')}` : 'without an answer';
    fail(
      call,
      fork,
      session,
      'observed',
      `ICE failed: every check of ${call.nameOf(session.checker)} was ${codes.length > 0 ? how : `left ${how}`}`,
    );
  } else if (call.endedBy !== null) {
    fail(
      call,
      fork,
      session,
      'derived',
      `ICE had not come through when the call ended (${labelOf(call.endedBy)}): no check of ${call.nameOf(session.checker)} was answered`,
    );
  }
}

/** Whether nothing is left to try, or no time: an agent with pairs to check goes on for 39.5 s (RFC 8863 §4). */
function hasFailed(
  call: CallSessions,
  { pairs }: Session,
  checked: readonly Pair[],
  clock: Clock,
  coverage: Coverage,
): boolean {
  if (checked.some(({ state }) => state !== 'failed')) return false;
  if (checked.length === pairs.length || call.endedBy !== null) return true;
  const first = Math.min(
    ...checked.flatMap(({ firstRequest }) => (firstRequest === null ? [] : [clock.at(firstRequest)])),
  );
  return clock.at(coverage.last) - first >= TRANSACTION_TIMEOUT;
}

function fail(call: CallSessions, fork: Fork, session: Session, evidence: Evidence, message: string): void {
  const place = lastMessageOf(call, session);
  session.evidence = evidence;
  const changes = session.to('failed');
  call.journal.step('timeout', place, fork.index, message, changes, evidence);
  call.journal.verdict({
    id: 'failed',
    severity: 'error',
    evidence,
    message,
    fork: fork.index,
    in: place,
    rules: ['ice-all-failed'],
  });
}

function noPairText(call: CallSessions, { descriptions }: Session): string {
  const family = (which: 'sbc' | 'teams'): string => {
    const candidates = descriptions[which]?.candidates ?? [];
    if (candidates.length === 0) return 'no UDP candidate';
    const has4 = candidates.some(({ address }) => isIpv4(address));
    const has6 = candidates.some(({ address }) => !isIpv4(address));
    return has4 && has6 ? 'IPv4 and IPv6' : has4 ? 'only IPv4' : 'only IPv6';
  };
  return `ICE cannot work: no pair can be formed, ${call.nameOf('sbc')} has ${family('sbc')}, ${call.nameOf('teams')} has ${family('teams')}`;
}

function judgeRoles(call: CallSessions, fork: Fork, session: Session): void {
  if (session.mode !== 'both-full' || !call.sidesKnown) return;
  const { sbc } = session.descriptions;
  if (sbc === null) return;
  const message = call.call?.messages[sbc.body.place]?.message;
  if (message === undefined) return;
  call.journal.verdict(
    {
      id: 'role-conflict',
      severity: 'error',
      evidence: 'derived',
      message: `the SBC's SDP (${labelOf(message)}) has no a=ice-lite: both ends are full agents, and ${session.controlling === 'sbc' ? 'the SBC must check and nominate' : 'Teams expects checks of the SBC'}`,
      fork: fork.index,
      in: message,
      rules: ['ice-lite-missing'],
    },
    'lite-missing',
  );
}

function tellOrphan(call: CallSessions, fork: Fork, session: Session): void {
  const place = session.pairs[0]?.firstRequest ?? null;
  if (place === null) return;
  call.journal.verdict({
    id: 'orphan-fork',
    severity: 'info',
    evidence: 'observed',
    message:
      call.call === null
        ? `an endpoint (ufrag ${fork.orphan ?? ''}) checks ${session.pairs[0] === undefined ? '' : addressText(session.pairs[0].sbc)}, but no description in the trace has its ufrag: the signalling is encrypted or was not captured`
        : `an endpoint (ufrag ${fork.orphan ?? ''}) checks without an answer in the trace`,
    fork: fork.index,
    in: place,
    rules: ['stun-username-unknown'],
  });
}

function tellCompleted(call: CallSessions, fork: Fork, session: Session, clock: Clock): void {
  const { selected, completedBy } = session;
  if (selected === null || completedBy === null) return;
  const pair = `${addressText(selected.teams)} (${selected.teamsType}) ↔ ${call.sidesKnown ? 'SBC ' : ''}${addressText(selected.sbc)}`;
  const began = beginningOf(call, session);
  const after = isToldOnly(session)
    ? ', as the re-INVITE with remote-candidates tells'
    : began === null || began === completedBy || !clock.known || !isOrdered(session, began)
      ? ''
      : `, ${durationText(Math.max(0, clock.at(completedBy) - clock.at(began)))} after the ${labelOf(began)}`;
  const { answeredBy } = call;
  const when =
    session.mode === 'both-lite'
      ? ', both ends are ICE Lite'
      : answeredBy === null || isToldOnly(session) || !isOrdered(session, answeredBy)
        ? ''
        : completedBy.index < answeredBy.index
          ? ', before the 200'
          : ', after the 200';
  const lost =
    !fork.active && call.forks.some(({ active }) => active) ? '; another fork answered the call' : '';
  const rules: string[] = [];
  const source = session.logged === null ? '' : `, as the log of ${session.logged} says`;
  let kept = '';
  if (session.changedAnswer !== null) {
    kept = '; the 200 has other credentials than the 183, and those of the 183 stayed in use';
    rules.push('call-ice-changed-183-200');
  }
  call.journal.verdict({
    id: 'completed',
    severity: 'good',
    evidence: session.evidence,
    message: `ICE completed on ${pair}${after}${when}${source}${lost}${kept}`,
    fork: fork.index,
    in: completedBy,
    rules,
  });
  const nominated = session.pairs.filter((each) => each.nominated && each.component === 1);
  const best = session.pairs.find(
    ({ state, component, priority, nominated: isNominated }) =>
      !isNominated &&
      state === 'succeeded' &&
      component === 1 &&
      nominated.every((each) => (each.priority ?? 0n) < (priority ?? 0n)),
  );
  if (best === undefined || nominated.length === 0) return;
  call.journal.verdict({
    id: 'nominated-lower-pair',
    severity: 'info',
    evidence: 'observed',
    message: `${call.nameOf(session.checker)} nominated ${addressText(selected.teams)} (${selected.teamsType}) although the pair of ${addressText(best.teams)} (${best.teamsType}) was valid and has a higher priority: ${String(best.priority)}, not ${String(nominated[0]?.priority)}`,
    fork: fork.index,
    in: completedBy,
    rules: ['ice-nominated-lower-pair'],
  });
}

/** Which pair won is known from signalling alone: when it did is not. */
export function isToldOnly({ checks, mode, state, logged }: Session): boolean {
  return state === 'completed' && checks === 0 && logged === null && mode !== 'both-lite';
}

/** Whether it is known if a session completed before or after a message: a log may have no times, or other ones. */
export function isOrdered({ completedBy, logged }: Session, { record }: TraceMessage): boolean {
  if (logged === null) return true;
  const date = completedBy?.record.meta.time?.date;
  return date !== undefined && date === record.meta.time?.date;
}

/** The message that gave Teams the SBC's description, or the SBC Teams' one: the later of offer and answer. */
function beginningOf(call: CallSessions, { descriptions }: Session): TraceMessage | null {
  const places = [descriptions.sbc, descriptions.teams].flatMap((each) =>
    each === null ? [] : [each.body.place],
  );
  return call.call?.messages[Math.max(...places)]?.message ?? null;
}

function judgeNomination(
  call: CallSessions,
  fork: Fork,
  session: Session,
  valid: readonly Pair[],
  clock: Clock,
  coverage: Coverage,
): void {
  const name = call.nameOf(session.checker);
  const asked = valid.find(({ nominating }) => nominating !== null);
  const end = clock.at(call.endedBy ?? coverage.last);
  if (asked !== undefined && asked.nominating !== null && end - clock.at(asked.nominating) >= SECOND / 2) {
    call.journal.verdict({
      id: 'nomination-unanswered',
      severity: 'error',
      evidence: 'observed',
      message: `${name} nominates ${addressText(asked.teams)} and gets no success response: the two ends disagree on whether ICE is completed`,
      fork: fork.index,
      in: asked.nominating,
      rules: ['stun-nomination-unanswered'],
    });
    return;
  }
  const lost = valid.find(({ repeatedAfterResponse }) => repeatedAfterResponse >= 2);
  if (lost !== undefined && lost.lastRequest !== null) {
    call.journal.verdict({
      id: 'response-lost',
      severity: 'error',
      evidence: 'observed',
      message: `${call.nameOf('sbc')} answers the checks on ${addressText(lost.teams)}, but ${name} repeats them (${String(lost.requests)} requests, ${String(lost.responses)} responses): the answers do not reach it, or it rejects them; check NAT, firewall and source port`,
      fork: fork.index,
      in: lost.lastRequest,
      rules: ['stun-no-response'],
    });
    return;
  }
  // Checks that the capture lost may have nominated.
  if (!fork.active || call.answeredBy === null || session.hasCutChecks || session.hasLostChecks) return;
  const since = Math.max(
    clock.at(call.answeredBy),
    Math.min(...valid.flatMap(({ firstSuccess }) => (firstSuccess === null ? [] : [clock.at(firstSuccess)]))),
  );
  const waited = end - since;
  if (waited < (call.endedBy === null ? nominationTime : shortestWait)) return;
  const [first] = valid;
  const place = first?.firstSuccess ?? call.answeredBy;
  call.journal.verdict({
    id: 'not-nominated',
    severity: 'error',
    evidence: 'observed',
    message: `${name} never nominates: ${first === undefined ? 'a pair' : addressText(first.teams)} is valid, but no USE-CANDIDATE came in the ${durationText(waited)} ${call.endedBy === null ? 'after the 200' : 'from the 200 to the end of the call'}`,
    fork: fork.index,
    in: place,
    related: [call.answeredBy],
    rules: ['ice-nomination-missing'],
  });
}

/** Checks to which nothing came back. */
function judgeSilence(
  call: CallSessions,
  fork: Fork,
  session: Session,
  checked: readonly Pair[],
  clock: Clock,
  coverage: Coverage,
): void {
  const silent = checked.filter(
    ({ error, responses, state }) => error === null && responses === 0 && state !== 'waiting',
  );
  if (silent.length === 0 || silent.length < checked.length || session.wasAnswered) return;
  const requests = silent.reduce((sum, pair) => sum + pair.requests, 0);
  const [first] = silent;
  const from = first?.firstRequest ?? null;
  const last = silent.at(-1)?.lastRequest ?? from;
  if (first === undefined || from === null || last === null) return;
  const time = clock.at(last) - clock.at(from);
  const end = clock.at(call.endedBy ?? coverage.last);
  // One check at the edge of the capture proves nothing.
  if (end - clock.at(from) < SECOND / 2) return;
  const isCovered =
    coverage.spans(clock.at(from), clock.at(last)) &&
    sawSender(call, session, otherEnd(session.checker), coverage);
  call.journal.verdict({
    id: 'no-response',
    severity: 'error',
    evidence: isCovered ? 'observed' : 'unknown',
    message: `${isCovered ? '' : 'in this capture '}${call.nameOf(session.checker)} never got a response to its checks from ${silent.map((pair) => addressText(pair.teams)).join(', ')} to ${addressText(first.sbc)} (${String(requests)} requests, ${durationText(time)}): ${call.nameOf(session.checker === 'teams' ? 'sbc' : 'teams')} or a firewall before it drops them`,
    fork: fork.index,
    in: from,
    related: [last],
    rules: ['stun-no-response'],
  });
}

/**
 * Whether the capture shows anything that an end sent, signalling or media: one that was taken of the other direction
 * alone shows no answers, either.
 */
function sawSender(call: CallSessions, { descriptions }: Session, end: End, coverage: Coverage): boolean {
  const isSbcs = (party: Party): boolean => party === call.sbcParty;
  const signalling = (call.call?.messages ?? []).flatMap((message) =>
    isSbcs(message.party) === (end === 'sbc') ? [message.message.record.meta.source?.address ?? ''] : [],
  );
  const media = descriptions[end]?.candidates.map(({ address }) => address) ?? [];
  return [...signalling, ...media].some((address) => coverage.sawPacketFrom(address));
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
    {
      id: 'failed',
      severity: 'error',
      evidence: 'observed',
      message: `Teams ended the call because its checks failed (${labelOf(message)}, ${failed.reason.value.text}): no pair was validated by Teams in this dialog`,
      fork: fork?.index ?? null,
      in: message,
      rules: ['dr-bye-ice-failed'],
    },
    'reason',
  );
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
