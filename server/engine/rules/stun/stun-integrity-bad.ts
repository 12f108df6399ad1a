import { otherEnd } from '../../../../shared/ice';
import type { CheckReplay } from '../../ice/model';
import { labelOf } from '../../ice/negotiation';
import { ERROR_CODE, MESSAGE_INTEGRITY } from '../../stun/attributes';
import { isWhole } from '../../stun/form';
import { checksOf, attributePlace, capital, reportVerdicts, sessionAt } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';
import { onePerFork, othersAlike } from './stun-packets';

const id = 'stun-integrity-bad';

export const rule = defineRule({
  id,
  title: 'A check is not signed with the password of its receiver',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §9.1.3, §14.5', 'RFC 5389 §10.1.2, §15.4', 'RFC 8445 §7.2.2', 'RFC 5245 §7.1.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    const checks = checksOf(subject);
    reportVerdicts(
      subject,
      id,
      'A check is signed with the a=ice-pwd of its receiver, which stays the same in all answers of one dialog: both ends must use what they signal.',
      ERROR_CODE,
    );
    const told = new Set(replay.verdicts.flatMap(({ rules, fork }) => (rules.includes(id) ? [fork] : [])));
    const wrong = checks
      .filter((check) => !told.has(check.of.fork) && isWrong(subject, check))
      .map((check) => ({ ...check, message: check.request }));
    for (const { first, count } of onePerFork(wrong)) {
      const { request, sender } = first;
      report({
        ...attributePlace(request, MESSAGE_INTEGRITY),
        message:
          `${capital(replay.names[sender])} signs its check with ${passwordText(subject, first)}; the password of ` +
          `${replay.names[otherEnd(sender)]} is wanted. Such a check is refused with 401, or dropped.${othersAlike(count)}`,
      });
    }
  },
});

/** What was accepted all the same shows that the trace does not tell the true password. */
function isWrong(
  { replay }: PacketSubject,
  { of, integrity, malformed, username, responses, stun }: CheckReplay,
): boolean {
  return (
    (integrity.kind === 'bad' || integrity.kind === 'other') &&
    malformed === null &&
    username === null &&
    isWhole(stun) &&
    !responses.some((response) => response.stun.class === 'success') &&
    sessionAt(replay, of)?.state !== 'completed'
  );
}

function passwordText({ call, replay }: PacketSubject, { sender, integrity }: CheckReplay): string {
  if (integrity.kind !== 'other') return 'a password that no description of the trace has';
  const { password } = integrity;
  if (password === null || password.call !== call) return 'the password of another call';
  return password.end === sender
    ? `the password of its own SDP (${labelOf(password.in)})`
    : `another password of ${replay.names[password.end]} (${labelOf(password.in)})`;
}
