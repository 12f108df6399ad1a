import { USE_CANDIDATE } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-nomination-unanswered',
  title: 'A nomination gets no success response',
  severity: 'error',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8445 §7.2.5.3.4, §8.1.1', 'RFC 5245 §7.1.3.2.4, §8.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-nomination-unanswered',
      'The SBC must answer every valid check at all times, that with USE-CANDIDATE too.',
      USE_CANDIDATE,
    );
  },
});
