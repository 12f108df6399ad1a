/** Checks that a lite agent must not send, and the candidates that its peer learns from them. */
import { XOR_MAPPED_ADDRESS } from '../stun/attributes';
import { stunAddress } from '../stun/message';
import type { Address, End } from '../../../shared/ice';
import { addressText } from './address';
import type { CallSessions, Session, SessionCheck } from './session';

/** Learnt candidates that are named. */
const mostNamed = 5;

export function tellLiteChecks(call: CallSessions): void {
  if (call.call === null) return;
  for (const { index: fork, sessions } of call.forks)
    for (const sender of ['sbc', 'teams'] as const) {
      const lite = sessions.filter(({ descriptions }) => descriptions[sender]?.lite === true);
      const checks = call.transactions.filter(
        (check) =>
          check.sender === sender &&
          check.malformed === null &&
          !call.isOver(check.request) &&
          lite.some(({ place }) => place.fork === check.of.fork && place.session === check.of.session),
      );
      const [first, ...others] = checks;
      if (first === undefined) continue;
      call.journal.verdict(
        {
          id: 'lite-sent-check',
          sender,
          checks: checks.reduce((sum, { sent }) => sum + sent, 0),
          learnt: learntFrom(checks, lite, sender),
        },
        { fork, in: first.request, related: others.map(({ request }) => request) },
      );
    }
}

/** Addresses that the checks came from as their receiver saw them, and that the sender never signalled. */
function learntFrom(
  checks: readonly SessionCheck[],
  sessions: readonly Session[],
  sender: End,
): readonly Address[] {
  const learnt = new Map<string, Address>();
  for (const { source, responses } of checks) {
    const answer = responses.find(({ stun }) => stun.class === 'success');
    const seen = (answer === undefined ? null : stunAddress(answer.stun, XOR_MAPPED_ADDRESS)) ?? source;
    const isSignalled = sessions.some((session) => session.candidateAt(sender, seen) !== null);
    if (!isSignalled && learnt.size < mostNamed) learnt.set(addressText(seen), seen);
  }
  return [...learnt.values()];
}
