import { allProfiles, defineRule } from '../rule';
import { reportBreaches } from './later-exchanges';

export const rule = defineRule({
  id: 'oa-remote-candidates-foreign',
  title: 'The remote candidates of an offer name an address that the answerer never gave',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.2.2, §5.2', 'RFC 5245 §9.1.2.2, §9.2.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRenegotiated }) => isRenegotiated,
  check(subject) {
    reportBreaches(
      subject,
      'oa-remote-candidates-foreign',
      'Look for a NAT or a SIP helper (ALG) that rewrites SDP on the way, or a fork mixed up with another.',
    );
  },
});
