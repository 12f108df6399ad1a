import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-keepalive-gap',
  title: 'Nothing comes over the selected pair for longer than a NAT remembers',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §11', 'RFC 5245 §10', 'RFC 7675 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-keepalive-gap',
      'On a selected pair something must be sent every 15 s, on hold as well: see that firewalls on the way keep UDP open for longer.',
    );
  },
});
