import { allProfiles, defineRule } from '../rule';
import { offersAfterNomination } from './after-nomination';

export const rule = defineRule({
  id: 'oa-remote-candidates-missing',
  title: 'A later offer of Teams does not name the pair that ICE selected',
  severity: 'info',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8839 §4.4.1.2.2', 'RFC 5245 §9.1.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    for (const { message, description, selected, nominated } of offersAfterNomination(subject, 'teams')) {
      if (description.lite || description.remoteCandidates.length > 0) continue;
      subject.report({
        in: message,
        at: description.mediaLine,
        message:
          `ICE has selected ${selected.sbc.address} port ${selected.sbc.port} of the SBC, and this offer has no ` +
          'a=remote-candidates. An SBC with several addresses cannot tell which of them to answer with. Microsoft would ' +
          'have to add it: the SBC should stay on the address in use.',
        related: [{ in: nominated, message: 'Nominated here.' }],
      });
    }
  },
});
