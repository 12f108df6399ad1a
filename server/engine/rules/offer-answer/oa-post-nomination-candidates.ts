import { allProfiles, defineRule } from '../rule';
import { offersAfterNomination } from './after-nomination';

export const rule = defineRule({
  id: 'oa-post-nomination-candidates',
  title: 'A later offer of Teams lists more candidates than the selected one',
  severity: 'info',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8839 §4.4.1.2.2', 'RFC 5245 §9.1.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    for (const { message, description, selected, nominated } of offersAfterNomination(subject, 'teams')) {
      const ofRtp = description.candidates.filter(({ component }) => component === 1);
      const surplus = ofRtp.find(
        ({ address, port }) => address !== selected.teams.address || port !== selected.teams.port,
      );
      if (description.lite || ofRtp.length < 2 || surplus === undefined) continue;
      subject.report({
        in: message,
        at: surplus.line,
        message:
          `ICE has selected ${selected.teams.address} port ${selected.teams.port}, and this offer still lists ` +
          `${ofRtp.length} candidates for RTP. Only the selected one belongs there. Microsoft would have to change it: the ` +
          'SBC must not start new checks or move the media for it.',
        related: [{ in: nominated, message: 'Nominated here.' }],
      });
    }
  },
});
