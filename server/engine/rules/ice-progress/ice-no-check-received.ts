import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-no-check-received',
  title: 'No check reaches the SBC',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where the address alone says so' },
    { severity: 'info', when: 'where the capture is too short to tell' },
  ],
  basis: 'observed',
  applies: 'either',
  source: ['Direct Routing media protocols, "Outbound call"', 'RFC 5245 §5.8'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-no-check-received',
      'Open UDP from the Microsoft 365 media ranges and the clients to the media ports of the SBC, and check its public address.',
    );
  },
});
