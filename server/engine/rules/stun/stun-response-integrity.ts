import { MESSAGE_INTEGRITY } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-response-integrity',
  title: 'A response to a check is not signed with the password of the check',
  severity: 'error',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8489 §9.1.3, §9.1.4', 'RFC 5389 §10.1.2, §10.1.3', 'RFC 8445 §7.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-response-integrity',
      'The SBC must sign a success response with the password of its own SDP, the one that the check was signed with.',
      MESSAGE_INTEGRITY,
    );
  },
});
