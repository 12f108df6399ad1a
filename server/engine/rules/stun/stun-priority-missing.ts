import { PRIORITY } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { isSurelyWithout, onePerFork, othersAlike, requestsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-priority-missing',
  title: 'A check has no PRIORITY',
  severity: 'error',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §7.1.1', 'RFC 5245 §7.1.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = requestsOf(subject).filter(
      ({ sender, stun }) => sender === 'teams' && isSurelyWithout(stun, PRIORITY),
    );
    for (const { first, count } of onePerFork(wrong)) {
      subject.report({
        in: first.message,
        message:
          'Teams sends a check without PRIORITY, which every check must carry. What sends it is hardly a Teams client: ' +
          `see what its address belongs to, and what stands between it and the SBC.${othersAlike(count)}`,
      });
    }
  },
});
