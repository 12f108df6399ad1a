import { PRIORITY } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-priority-not-prflx',
  title: 'The PRIORITY of a check is that of a host candidate, not of a peer-reflexive one',
  severity: 'info',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §7.1.1, §5.1.2', 'RFC 5245 §7.1.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-priority-not-prflx',
      'With it the SBC takes an address that it learns from the check for better than it is; nothing need be done on the SBC.',
      PRIORITY,
    );
  },
});
