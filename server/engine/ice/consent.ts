/**
 * Consent of a completed session (RFC 7675): checks on the selected pair that nobody answers any more, or that are
 * refused. What the trace cannot show of it is not said.
 */
import type { TraceMessage } from '../traces/message';
import { SECOND } from '../basics/durations';
import type { Clock } from '../evidence/clock';
import type { TraceEvidence } from '../evidence/evidence';
import { headersOf } from '../sip/values';
import { otherEnd, type End } from '../../../shared/ice';
import { errorCodeOf, signatureOf } from './check-judgement';
import { leaveToMiss } from './leave';
import type { Flow } from './media';
import { labelOf } from './negotiation';
import type { CallSessions, Fork, Session, SessionCheck } from './session';
import type { ConsentEnd } from './verdicts/consent-lost';

/** A check a little early or late of the pace: 15 s without an answer are three of them. */
const LOST_AFTER = 14.5 * SECOND;
/** Consent runs out after this time (RFC 7675 §5.1). */
const EXPIRES_AFTER = 30 * SECOND;
/** It is asked for this often, on average. */
const PACE = 5 * SECOND;

/** Checks for consent one behind the other of which none was answered well. */
interface Run {
  readonly checks: readonly [SessionCheck, ...SessionCheck[]];
  /** The next one that was. */
  readonly next: SessionCheck | null;
}

export function judgeConsent(
  call: CallSessions,
  flows: readonly Flow[],
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  for (const fork of call.forks) {
    const { main } = fork;
    if (main?.state !== 'completed') continue;
    for (const run of runsOf(call, fork, main)) {
      if (run.checks.some(({ responses }) => responses.length > 0)) judgeRefusal(call, fork, main, run);
      else judgeLoss(call, fork, main, run, flows, evidence, last);
    }
  }
}

function runsOf(call: CallSessions, fork: Fork, session: Session): readonly Run[] {
  const runs: Run[] = [];
  let open: [SessionCheck, ...SessionCheck[]] | null = null;
  for (const check of call.transactions) {
    const { of, isConsent, pair, request, responses, malformed } = check;
    if (of.fork !== fork.index || of.session !== session.index || !isConsent || malformed !== null) continue;
    if (pair?.nominated !== true || call.isOver(request)) continue;
    if (responses.some(({ stun }) => stun.class === 'success')) {
      if (open !== null) runs.push({ checks: open, next: check });
      open = null;
    } else if (open === null) open = [check];
    else open.push(check);
  }
  return open === null ? runs : [...runs, { checks: open, next: null }];
}

function judgeRefusal(call: CallSessions, fork: Fork, session: Session, { checks, next }: Run): void {
  const refused = checks.flatMap((check) =>
    check.responses.flatMap((response) => (response.stun.class === 'error' ? [{ check, response }] : [])),
  );
  const [first] = refused;
  if (first === undefined) return;
  const { message } = first.response;
  const codes = [...new Set(refused.map(({ response }) => errorCodeOf(response.stun)))];
  if (codes.every((code) => code === 487)) return;
  const asker = session.checker;
  const end = endOf(call, next);
  // What is signed wrongly has a verdict of its own, which a session that failed leaves standing.
  const signature = signatureOf(first.response, session, first.check);
  const isExplained =
    next === null &&
    codes.some((code) => code === 401 || code === 400) &&
    (signature?.with ?? 'right') !== 'right';
  if (!isExplained)
    call.journal.verdict(
      { id: 'consent-refused', asker, codes, requests: refused.length, end },
      { fork: fork.index, in: message, related: refused.slice(1).map(({ response }) => response.message) },
    );
  if (next === null) lose(call, fork, session, refused.at(-1)?.response.message ?? message, codes);
}

function judgeLoss(
  call: CallSessions,
  fork: Fork,
  session: Session,
  { checks, next }: Run,
  flows: readonly Flow[],
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  const { clock } = evidence;
  const [first] = checks;
  const latest = checks.at(-1) ?? first;
  const since = clock.at(first.request);
  const until =
    next === null
      ? Math.min(clock.at(call.endedBy ?? last), clock.at(latest.request) + PACE)
      : clock.at(next.request);
  if (until - since < LOST_AFTER || checks.length < 2) return;
  const asker = session.checker;
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: otherEnd(asker),
    since,
    until: clock.at(latest.request),
    times: checks.length,
    answer: { askedAgain: checks.some(({ sent }) => sent > 1) },
  });
  if (warrant === null) return;
  for (const check of checks) call.journal.unanswered(check.request);
  call.journal.verdict(
    {
      id: 'consent-lost',
      asker,
      to: first.destination,
      requests: checks.reduce((sum, { sent }) => sum + sent, 0),
      micros: until - since,
      media: mediaIn(flows, session, otherEnd(asker), since, until, clock),
      end: endOf(call, next),
    },
    {
      fork: fork.index,
      in: first.request,
      related: checks.slice(1).map(({ request }) => request),
      evidence: 'observed',
      warrant,
    },
    `${first.request.index}`,
  );
  if (next === null && until - since >= EXPIRES_AFTER) lose(call, fork, session, latest.request, []);
}

/** The session is over, whatever it was before. */
function lose(
  call: CallSessions,
  fork: Fork,
  session: Session,
  message: TraceMessage,
  codes: readonly number[],
): void {
  const changes = session.to('failed');
  call.journal.step(
    { id: 'failed', failure: { why: 'consent', asker: session.checker, codes } },
    { in: message, fork: fork.index, changes, evidence: 'derived' },
  );
}

function endOf({ endedBy }: CallSessions, next: SessionCheck | null): ConsentEnd {
  if (next !== null) return { how: 'recovered' };
  if (endedBy === null) return { how: 'trace-ended' };
  const { parsed } = endedBy;
  const reason = parsed.kind === 'sip' ? headersOf(parsed, 'reason')[0]?.value.text : undefined;
  return { how: 'call-ended', label: labelOf(endedBy), reason: reason ?? null };
}

/** What RTP of an end does in a time without consent; null where it sent none before. */
function mediaIn(
  flows: readonly Flow[],
  session: Session,
  sender: End,
  since: number,
  until: number,
  clock: Clock,
): 'goes-on' | 'stops' | null {
  const own = flows.filter(
    (flow) =>
      flow.kind === 'rtp' &&
      flow.session.fork === session.fork &&
      flow.sender === sender &&
      flow.first < since,
  );
  if (own.length === 0) return null;
  return own.every((flow) => stops(flow, since, until, clock)) ? 'stops' : 'goes-on';
}

/** Whether a stream ends, or is silent, within a pace of the time's ends. */
function stops({ last, message }: Flow, since: number, until: number, clock: Clock): boolean {
  if (last < since + PACE) return true;
  const { parsed } = message;
  if (parsed.kind !== 'packet' || parsed.type !== 'rtp') return false;
  return parsed.stream.silences.some(
    ({ before, behind }) =>
      clock.corrected(before.time.micros, message, before.frame) < since + PACE &&
      clock.corrected(behind.time.micros, message, behind.frame) > until - PACE,
  );
}
