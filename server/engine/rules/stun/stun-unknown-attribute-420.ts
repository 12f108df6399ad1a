import { ERROR_CODE } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-unknown-attribute-420',
  title: 'The SBC refuses a check because of an attribute that it does not know',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing media protocols, "Message format"',
    'RFC 8489 §6.3.1, §14',
    'RFC 5389 §7.3, §15',
    '[MS-ICE2]',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-unknown-attribute-420',
      'The SBC must answer the check as if the attribute were not there.',
      ERROR_CODE,
    );
  },
});
