import { allProfiles, defineRule } from '../rule';
import { reportBreaches } from './later-exchanges';

export const rule = defineRule({
  id: 'oa-ice-restart-answer-unchanged',
  title: 'An offer restarts ICE and the answer keeps its old ufrag or password',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.2.1', 'RFC 5245 §9.2.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRenegotiated }) => isRenegotiated,
  check(subject) {
    reportBreaches(
      subject,
      'oa-ice-restart-answer-unchanged',
      'The answerer must make a new ufrag and a new password for its answer.',
    );
  },
});
