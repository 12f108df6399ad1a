import { reportVerdicts } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-nominated-not-used',
  title: 'The SBC sends media elsewhere than to the nominated pair',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §12.1', 'RFC 5245 §11.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      'ice-nominated-not-used',
      'The SBC must take its destination from the nomination, not from c= and m=.',
    );
  },
});
