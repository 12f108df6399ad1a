import { SECOND } from '../../basics/durations';
import { brokenPartOf } from '../../stun/form';
import { allProfiles, defineRule } from '../rule';
import { onePerFork, othersAlike } from './stun-packets';
import { checksOf, timeOf } from '../packets';

/** The first retransmission goes out then (RFC 8489 §6.2.1: RTO of 500 ms; RFC 8445 §14.3). */
const firstRetransmission = SECOND / 2;

export const rule = defineRule({
  id: 'stun-response-slow',
  title: 'A check is answered only when it has been sent again',
  severity: 'warning',
  basis: 'should',
  applies: 'sbc',
  source: ['RFC 8445 §14.3', 'RFC 8489 §6.2.1', 'RFC 5389 §7.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const deaf = subject.replay.verdicts.filter(({ id }) => id === 'deaf-until-200');
    const slow = checksOf(subject).flatMap((check) => {
      const { of, sender, request, stun, responses } = check;
      const [first] = responses;
      if (sender !== 'teams' || first === undefined || brokenPartOf(stun) !== null) return [];
      // It waited for the 200: ice-deaf-until-200 says so, and load is no cause.
      if (
        deaf.some(
          ({ fork, related }) => fork === of.fork && related.every(({ index }) => index > request.index),
        )
      )
        return [];
      const [asked, answered] = [timeOf(subject.replay, request), timeOf(subject.replay, first.message)];
      if (asked === null || answered === null || answered - asked <= firstRetransmission) return [];
      return [{ ...check, sender: 'sbc' as const, message: first.message, took: answered - asked }];
    });
    for (const { first, count } of onePerFork(slow)) {
      subject.report({
        in: first.message,
        message:
          `The SBC answers this check ${(first.took / 1000).toFixed(0)} ms after it came; 500 ms is when Teams sends it ` +
          'again, and an answer within some ten milliseconds is wanted. See what holds up the media part of the SBC: load, ' +
          `or a session that is set up late.${othersAlike(count)}`,
        related: [{ in: first.request, message: 'The check.' }],
      });
    }
  },
});
