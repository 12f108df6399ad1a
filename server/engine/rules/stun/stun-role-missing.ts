import { ICE_CONTROLLED, ICE_CONTROLLING } from '../../stun/attributes';
import { attributePlace } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { hasType, isSurelyWithout, onePerFork, othersAlike, requestsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-role-missing',
  title: 'A check does not tell one role: ICE-CONTROLLING or ICE-CONTROLLED',
  severity: 'warning',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §7.1.3, §16.1', 'RFC 5245 §7.1.2.2, §19.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { report } = subject;
    const requests = requestsOf(subject).filter(({ sender }) => sender === 'teams');
    const without = requests.filter(
      ({ stun }) => isSurelyWithout(stun, ICE_CONTROLLING) && isSurelyWithout(stun, ICE_CONTROLLED),
    );
    for (const { first, count } of onePerFork(without)) {
      report({
        in: first.message,
        message:
          'Teams sends a check with neither ICE-CONTROLLING nor ICE-CONTROLLED; with an SBC that is ICE Lite ' +
          `ICE-CONTROLLING is wanted. See what sends it: a Teams client always tells its role.${othersAlike(count)}`,
      });
    }
    const both = requests.filter(
      ({ stun }) => hasType(stun, ICE_CONTROLLING) && hasType(stun, ICE_CONTROLLED),
    );
    for (const { first, count } of onePerFork(both)) {
      report({
        ...attributePlace(first.message, ICE_CONTROLLED),
        message:
          'Teams sends a check with both ICE-CONTROLLING and ICE-CONTROLLED; one of them is wanted, ICE-CONTROLLING ' +
          `with an SBC that is ICE Lite. See what sends it: a Teams client has one role.${othersAlike(count)}`,
      });
    }
  },
});
