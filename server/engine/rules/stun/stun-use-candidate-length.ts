import { USE_CANDIDATE } from '../../stun/attributes';
import { attributePlace, capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { onePerFork, othersAlike, requestsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-use-candidate-length',
  title: 'USE-CANDIDATE has a value',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §16.1', 'RFC 5245 §19.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = requestsOf(subject).flatMap((packet) => {
      const flag = packet.stun.attributes.find(({ type }) => type === USE_CANDIDATE);
      return flag === undefined || flag.length === 0 ? [] : [{ ...packet, octets: flag.length }];
    });
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender, octets } = first;
      subject.report({
        ...attributePlace(message, USE_CANDIDATE),
        message:
          `${capital(subject.replay.names[sender])} sends USE-CANDIDATE with a value of ${octets} octets. It is a ` +
          'flag, its length must be 0: a strict receiver may not see the nomination. The sender must leave the value ' +
          `out.${othersAlike(count)}`,
      });
    }
  },
});
