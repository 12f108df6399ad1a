import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-srtp-mki-unexpected',
  title: 'SRTP packets carry an MKI that the SDP does not announce, or lack one that it does',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1', 'RFC 3711 §3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'media-srtp-mki-unexpected',
      'The sender must leave it out, or announce it in its SDP.',
    );
  },
});
