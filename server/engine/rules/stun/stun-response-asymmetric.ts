import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-response-asymmetric',
  title: 'A check is answered from, or to, another address than it was sent between',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8445 §7.2.5.2.1', 'RFC 5245 §7.1.3.1', 'RFC 8489 §6.3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-response-asymmetric',
      'The SBC must answer from the address and port that the check was sent to; look at its RTCP port, its interfaces and its NAT.',
    );
  },
});
