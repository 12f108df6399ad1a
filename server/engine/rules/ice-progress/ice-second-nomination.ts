import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-second-nomination',
  title: 'A second pair is nominated without a restart',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §8.1.1', 'RFC 8839 §4.3.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(subject, 'ice-second-nomination', 'The SBC must follow such a change.');
  },
});
