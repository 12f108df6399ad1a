import { allProfiles, defineRule } from '../rule';
import { reportBreaches } from './later-exchanges';

export const rule = defineRule({
  id: 'oa-ice-creds-changed-in-answer',
  title: 'An answer changes the ICE ufrag or password although the offer does not restart ICE',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.3, §4.4.2', 'RFC 5245 §9.1.3.1, §9.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRenegotiated }) => isRenegotiated,
  check(subject) {
    reportBreaches(
      subject,
      'oa-ice-creds-changed-in-answer',
      'The answerer must repeat what it said before: only an offer can restart ICE.',
    );
  },
});
