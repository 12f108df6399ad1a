import { ERROR_CODE } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-role-conflict-487',
  title: 'A check is refused with 487, role conflict',
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'where both ends are full agents, and none of them is an SBC' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.3.1.1', 'RFC 5245 §7.2.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-role-conflict-487',
      "With an SBC that is ICE Lite no conflict can be: switch the SBC's ICE to Lite, in what it does and in its SDP.",
      ERROR_CODE,
    );
  },
});
