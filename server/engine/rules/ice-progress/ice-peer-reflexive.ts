import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-peer-reflexive',
  title: 'A check comes from an address that no candidate names',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.3.1.3', 'RFC 5245 §7.2.1.3', 'Direct Routing media protocols, "Connectivity checks"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-peer-reflexive',
      'This is normal behind a NAT: the receiver answers, and media may take this path.',
    );
  },
});
