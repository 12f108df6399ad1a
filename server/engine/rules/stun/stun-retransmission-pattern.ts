import type { CallReplay, CheckReplay } from '../../ice/model';
import { checksOf, capital, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { onePerFork, othersAlike } from './stun-packets';

/** Rc: transmissions of one request (RFC 8489 §6.2.1). */
const mostTransmissions = 7;
/** Microseconds. RFC 5245 §16.1 lets no RTO be shorter; RFC 8445 §14.3 wants 500 ms. */
const shortestWait = 100_000;

export const rule = defineRule({
  id: 'stun-retransmission-pattern',
  title: 'A check is repeated faster, or more often, than STUN does it',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 8489 §6.2.1', 'RFC 5389 §7.2.1', 'RFC 8445 §14.3', 'RFC 5245 §16.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const strange = checksOf(subject).flatMap((check) => {
      const what = strangenessOf(subject.replay, check);
      return what === null ? [] : [{ ...check, message: check.request, what }];
    });
    for (const { first, count } of onePerFork(strange)) {
      subject.report({
        in: first.message,
        message:
          `${capital(subject.replay.names[first.sender])} repeats this check ${first.what}. STUN sends a request at most 7 ` +
          'times, at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s. Look why no answer reaches it; the pattern itself is the ' +
          `sender's to change.${othersAlike(count)}`,
        related: first.repeats.slice(0, 1).map((again) => ({ in: again, message: 'The first repetition.' })),
      });
    }
  },
});

function strangenessOf(replay: CallReplay, { request, repeats, sent }: CheckReplay): string | null {
  let before = timeOf(replay, request);
  let shortest = Infinity;
  for (const each of repeats) {
    const time = timeOf(replay, each);
    if (before === null || time === null || time < before) return null;
    const wait = time - before;
    before = time;
    shortest = Math.min(shortest, wait);
  }
  if (shortest < shortestWait) return `after only ${(shortest / 1000).toFixed(0)} ms`;
  return sent > mostTransmissions ? `${sent} times` : null;
}
