import { USERNAME } from '../../stun/attributes';
import { hasStunAttribute } from '../../stun/message';
import { attributePlace, capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { onePerFork, othersAlike, responsesOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-response-has-username',
  title: 'A response to a check carries a USERNAME',
  severity: 'warning',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8489 §9.1.3', 'RFC 5389 §10.1.2', 'RFC 5245 §7.1.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = responsesOf(subject).filter(
      ({ sender, stun }) => sender === 'sbc' && hasStunAttribute(stun, USERNAME),
    );
    for (const { first, count } of onePerFork(wrong)) {
      subject.report({
        ...attributePlace(first.message, USERNAME),
        message:
          `${capital(subject.replay.names.sbc)} answers a check with a USERNAME in the response. A response must not carry ` +
          'one: its receiver knows by the transaction id whom it asked. The SBC must leave it ' +
          `out.${othersAlike(count)}`,
      });
    }
  },
});
