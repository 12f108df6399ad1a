import { bypassProfile, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-lite-sent-check',
  title: 'The SBC sends connectivity checks although it is ICE Lite',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Connectivity checks"', 'RFC 8445 §2.5', 'RFC 5245 §7'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-lite-sent-check',
      'An SBC that says a=ice-lite must send no Binding requests: switch its ICE to Lite, not only its SDP.',
    );
  },
});
