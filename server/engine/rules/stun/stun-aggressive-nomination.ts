import { USE_CANDIDATE } from '../../stun/attributes';
import { bypassProfile, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-aggressive-nomination',
  title: 'A pair is nominated with its first check',
  severity: 'warning',
  basis: 'must',
  applies: 'teams',
  source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §8.1.1, §2.3', 'RFC 5245 §8.1.1'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-aggressive-nomination',
      'The SBC must take the nomination all the same; of several nominated pairs that of the highest priority counts.',
      USE_CANDIDATE,
    );
  },
});
