import { ICE_CONTROLLED, ICE_CONTROLLING, USE_CANDIDATE } from '../../stun/attributes';
import { attributePlace, capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { hasType, onePerFork, othersAlike, requestsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-use-candidate-controlled',
  title: 'The controlled agent nominates a pair',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.1.2, §8.1.1', 'RFC 5245 §7.1.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = requestsOf(subject).filter(
      ({ stun }) =>
        hasType(stun, USE_CANDIDATE) && hasType(stun, ICE_CONTROLLED) && !hasType(stun, ICE_CONTROLLING),
    );
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender } = first;
      subject.report({
        ...attributePlace(message, USE_CANDIDATE),
        message:
          `${capital(subject.replay.names[sender])} sends USE-CANDIDATE together with ICE-CONTROLLED: only the controlling ` +
          `agent nominates. ${
            sender === 'sbc' && subject.replay.sidesKnown
              ? 'The SBC must send no checks at all: switch its ICE to Lite.'
              : 'Its peer does not take the nomination; the sender must leave USE-CANDIDATE out, or take the other role.'
          }${othersAlike(count)}`,
      });
    }
  },
});
