/**
 * An SBC that tells its candidate in a 183 and answers no check before its 200: its media part is set up when somebody
 * picks up, and not when it says so.
 */
import { SECOND } from '../basics/durations';
import type { TraceEvidence } from '../evidence/evidence';
import type { TraceMessage } from '../traces/message';
import { leaveToMiss } from './leave';
import { labelOf } from './negotiation';
import type { CallSessions, Fork, Session, SessionCheck } from './session';

/** An answer is due long before a check is sent again (RFC 8445 §14.3: after 500 ms); one on its way is none yet. */
const shortest = SECOND / 2;
/** One check may be lost; two that nobody answers are more. */
const fewestSent = 2;

/** Tells of checks of Teams between a provisional answer of the SBC and its 200 that it answered behind the 200 only. */
export function judgeDeafness(
  call: CallSessions,
  fork: Fork,
  session: Session,
  evidence: TraceEvidence,
): void {
  const { answeredBy, sbcParty } = call;
  const early = session.descriptions.sbc?.body;
  const told = early === undefined ? undefined : call.call?.messages[early.place]?.message;
  if (answeredBy === null || told === undefined || sbcParty !== 'callee' || early?.role !== 'answer') return;
  if (told.index >= answeredBy.index || session.mode !== 'full-lite' || session.generation > 0) return;
  const checks = call.transactions.filter(
    (check) => isOwn(check, fork, session) && check.request.index > told.index,
  );
  const before = checks.filter(({ request }) => request.index < answeredBy.index);
  const [first] = before;
  const answer = checks
    .flatMap(({ responses }) => responses.map(({ message }) => message))
    .sort(byIndex)
    .at(0);
  // Who answers nothing behind the 200 either is not waiting for it.
  if (first === undefined || answer === undefined || answer.index < answeredBy.index) return;
  const sent = before.flatMap(({ request, repeats }) => [request, ...repeats]).filter(isBefore(answeredBy));
  if (sent.length < fewestSent) return;
  const { clock } = evidence;
  if (clock.at(answeredBy) - clock.at(first.request) < shortest) return;
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: 'sbc',
    since: clock.at(first.request),
    until: clock.at(answeredBy),
    times: sent.length,
    answer: { askedAgain: sent.length > before.length },
  });
  if (warrant === null) return;
  call.journal.verdict(
    {
      id: 'deaf-until-200',
      provisional: labelOf(told),
      requests: sent.length,
      waited: { micros: clock.at(answer) - clock.at(first.request) },
    },
    { fork: fork.index, in: first.request, evidence: 'observed', warrant, related: [answer] },
  );
}

function isOwn({ of, sender, malformed, integrity }: SessionCheck, fork: Fork, session: Session): boolean {
  const isSound = malformed === null && (integrity.kind === 'good' || integrity.kind === 'unknown');
  return isSound && sender === 'teams' && of.fork === fork.index && of.session === session.place.session;
}

function isBefore(other: TraceMessage): (message: TraceMessage) => boolean {
  return ({ index }) => index < other.index;
}

function byIndex(one: TraceMessage, other: TraceMessage): number {
  return one.index - other.index;
}
