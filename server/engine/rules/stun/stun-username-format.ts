import { USERNAME } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-username-format',
  title: "The USERNAME of a check is not the receiver's ufrag, a colon and the sender's",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.2.2', 'RFC 5245 §7.1.2.3, §7.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-username-format',
      "The sender must write the receiver's ufrag, a colon, and its own ufrag, each as the SDP has it (a=ice-ufrag).",
      USERNAME,
    );
  },
});
