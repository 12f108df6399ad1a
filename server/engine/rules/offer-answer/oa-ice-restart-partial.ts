import { allProfiles, defineRule } from '../rule';
import { reportBreaches } from './later-exchanges';

export const rule = defineRule({
  id: 'oa-ice-restart-partial',
  title: 'A later offer changes only one of ICE ufrag and password',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.1.1', 'RFC 5245 §9.1.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRenegotiated }) => isRenegotiated,
  check(subject) {
    reportBreaches(
      subject,
      'oa-ice-restart-partial',
      'The sender must change both to restart ICE, or repeat both.',
    );
  },
});
