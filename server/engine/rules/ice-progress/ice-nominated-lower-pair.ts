import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-nominated-lower-pair',
  title: 'A pair is nominated although a valid one has a higher priority',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §8.1.1', 'RFC 5245 §5.7.2, §8.1.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-nominated-lower-pair',
      'That is allowed: the controlling end may prefer a pair for reasons of its own.',
    );
  },
});
