import { brokenPartOf } from '../../stun/form';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { lineOfProblem, onePerFork, othersAlike, stunPacketsOf } from './stun-packets';

export const rule = defineRule({
  id: 'stun-attr-padding',
  title: 'The attributes of a STUN packet do not fill it exactly',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §14', 'RFC 5389 §15'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = stunPacketsOf(subject).filter(({ stun }) => brokenPartOf(stun) === 'attributes');
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender, stun } = first;
      subject.report({
        ...lineOfProblem(message),
        message:
          `${capital(subject.replay.names[sender])} sends a STUN packet whose attributes do not fit: ${stun.problems[0] ?? ''}. ` +
          'Each attribute says its length without padding, and is filled up to a multiple of 4 octets; the sender ' +
          `must write it so, and its receiver drops what it cannot read.${othersAlike(count)}`,
      });
    }
  },
});
