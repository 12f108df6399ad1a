import { leastOf, mostOf } from '../../../../shared/extremes';
import { acceptedBy } from '../../calls/answer';
import type { Call } from '../../calls/call';
import { methodOf, statusOf } from '../../sip/values';
import type { TraceMessage } from '../../traces/message';
import { mayMiss, timeOf } from '../packets';
import { SECOND } from '../../basics/durations';
import type { CallReplay, CheckReplay } from '../../ice/model';
import { bypassProfile, defineRule, type PacketSubject } from '../rule';

/** A check this long before the end of the call should have been answered. */
const grace = SECOND;

export const rule = defineRule({
  id: 'ice-nomination-before-200',
  title: 'The SBC forgets at the 200 what was nominated before it',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Outbound call"', 'RFC 8445 §8.1.1'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, call, report, notEvaluated } = subject;
    const answer = acceptedBy(call.messages);
    if (answer === null || replay.checks.length === 0) {
      notEvaluated(answer === null ? 'the trace holds no 200' : 'the trace holds no checks of the call');
      return;
    }
    const end = timeOf(replay, endingOf(call)) ?? lastTimeOf(replay);
    replay.forks.forEach(({ active, main }, fork) => {
      if (!active || main?.nominated !== 'before-answer') return;
      // What cannot be read is answered by nobody.
      const later = replay.checks.filter(
        ({ of, sender, request, malformed }) =>
          of.fork === fork && sender === 'teams' && request.index > answer.index && malformed === null,
      );
      const refused = later.find(
        (check) => !isAnswered(check) && (timeOf(replay, check.request) ?? 0) + grace < end,
      );
      // The answer to one alone may be lost.
      if (refused === undefined || sentOf(later) < 2 || later.some(isAnswered) || !wouldShow(subject, later))
        return;
      report({
        in: refused.request,
        message:
          'A pair was nominated before the 200, and after it the SBC no longer answers the checks of Teams. Such a ' +
          'nomination is final, no other one follows: the SBC must keep its ICE state over the 200.',
        related: [{ in: answer, message: 'The 200 comes here.' }],
      });
    });
  },
});

function isAnswered({ responses }: CheckReplay): boolean {
  return responses.some(({ stun }) => stun.class === 'success');
}

function sentOf(checks: readonly CheckReplay[]): number {
  return checks.reduce((sum, { sent }) => sum + sent, 0);
}

/** Whether the trace would show an answer to one of these checks. */
function wouldShow(subject: PacketSubject, checks: readonly CheckReplay[]): boolean {
  const { replay } = subject;
  const times = checks.flatMap(({ request, repeats }) =>
    [request, ...repeats].flatMap((message) => timeOf(replay, message) ?? []),
  );
  return mayMiss(subject, {
    of: 'sbc',
    since: leastOf(times),
    until: mostOf(times),
    times: sentOf(checks),
    answer: { askedAgain: checks.some(({ sent }) => sent > 1) },
  });
}

/** The last packet of the call. */
function lastTimeOf(replay: CallReplay): number {
  return Math.max(
    mostOf(replay.media.map(({ last }) => last)),
    mostOf(
      replay.checks.flatMap(({ request, repeats, responses }) =>
        [request, ...repeats, ...responses.map(({ message }) => message)].flatMap(
          (message) => timeOf(replay, message) ?? [],
        ),
      ),
    ),
  );
}

/** The BYE; null where the trace has none. */
function endingOf({ messages }: Call): TraceMessage | null {
  const bye = messages.find(({ message: { parsed } }) => {
    return parsed.kind === 'sip' && statusOf(parsed) === null && methodOf(parsed) === 'BYE';
  });
  return bye?.message ?? null;
}
