import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-all-failed',
  title: 'Every check of a fork failed',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §6.1.4.3', 'RFC 5245 §7.1.3.3', 'RFC 8863 §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-all-failed',
      'The verdicts and findings above say which end must change what.',
    );
  },
});
