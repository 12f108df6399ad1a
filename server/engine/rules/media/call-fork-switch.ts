import { reportVerdicts } from '../packets';
import { bypassProfile, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-fork-switch',
  title: 'After the 200 of one fork the SBC still sends media to another',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where it goes on for more than a second after the 200' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Inbound call from SBC"', 'RFC 3261 §13.2.2.4'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { forks, media } = subject.replay;
    if (forks.length > 1 && media.length === 0) {
      subject.notEvaluated('the trace holds no media of the call');
      return;
    }
    reportVerdicts(
      subject,
      'call-fork-switch',
      'The SBC must take the address, the credentials and the key of the fork whose To tag is in the 200.',
    );
  },
});
