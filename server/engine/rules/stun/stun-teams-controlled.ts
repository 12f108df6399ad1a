import { ICE_CONTROLLED } from '../../stun/attributes';
import { bypassProfile, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-teams-controlled',
  title: 'Teams sends its checks as the controlled agent',
  severity: 'error',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §6.1.1', 'RFC 5245 §5.2', 'Direct Routing media protocols, "Nominations"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-teams-controlled',
      "See that a=ice-lite stands in the session part of the SBC's SDP as Teams receives it, behind every B2BUA and SIP manipulation.",
      ICE_CONTROLLED,
    );
  },
});
