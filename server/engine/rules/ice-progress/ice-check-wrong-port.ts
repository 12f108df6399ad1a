import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-check-wrong-port',
  title: 'A check goes to an address that is no candidate of the SBC',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.2.1', 'RFC 5245 §7.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-check-wrong-port',
      'The address in the SDP must be the one that packets reach: look at the NAT in front of the SBC and at its RTCP port.',
    );
  },
});
