import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-srtp-auth-failed',
  title: 'SRTP packets do not verify with the negotiated key',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3711 §4.2, §4.3', 'RFC 4568 §6.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(subject, 'media-srtp-auth-failed', 'The sender must use the key of its own SDP.');
  },
});
