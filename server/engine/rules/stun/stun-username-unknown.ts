import { USERNAME } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-username-unknown',
  title: 'The USERNAME of a check belongs to no session of the call',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where only the SDP of the endpoint that checks is missing in the trace' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.3', 'RFC 5245 §7.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-username-unknown',
      'Both ends must use the ufrags that they signalled last in this dialog; look for the answer that has this ufrag.',
      USERNAME,
    );
  },
});
