import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-nomination-missing',
  title: 'A pair is valid, but it is never nominated',
  severity: 'error',
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §8.1.1', 'RFC 5245 §8.1.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-nomination-missing',
      'The controlling end must nominate: look why it takes itself for controlled, or why the answers to its checks do not suit it.',
    );
  },
});
