import { FINGERPRINT } from '../../stun/attributes';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { isSurelyWithout, onePerFork, othersAlike, requestsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-fingerprint-missing',
  title: 'A check has no FINGERPRINT',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.2.4', 'RFC 5245 §7.1.2, §7.2', 'RFC 8489 §7, §14.7', '[MS-ICE2]'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = requestsOf(subject).filter(({ stun }) => isSurelyWithout(stun, FINGERPRINT));
    for (const { first, count } of onePerFork(wrong)) {
      subject.report({
        in: first.message,
        message:
          `${capital(subject.replay.names[first.sender])} sends a check without FINGERPRINT. ICE demands it: it tells STUN ` +
          `from media on the same port. The sender must put it behind all other attributes.${othersAlike(count)}`,
      });
    }
  },
});
