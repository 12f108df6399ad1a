import { sameAddress } from '../../network/address-classes';
import { allProfiles, defineRule } from '../rule';
import { offersAfterNomination } from './after-nomination';
import { candidateAt, destinations, goingOn } from './earlier';

export const rule = defineRule({
  id: 'oa-post-completion-default',
  title: 'A later offer of the SBC goes to another of its candidates than the selected one',
  severity: 'warning',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 5245 §9.1.3.2', 'RFC 8839 §4.4.1.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    for (const { body, message, description, selected, nominated } of offersAfterNomination(subject, 'sbc')) {
      const stream = goingOn(body).find(({ after }) => after.index === description.stream);
      const ends = stream === undefined ? null : destinations(body, stream);
      if (!description.lite || stream === undefined || ends === null) continue;
      const { address, port } = ends.is;
      // One that was no candidate is told of by oa-ice-target-changed-without-restart.
      if (candidateAt(stream.before, ends.is) === null) continue;
      if (port === selected.sbc.port && sameAddress(address.text, selected.sbc.address)) continue;
      subject.report({
        in: message,
        at: address,
        message:
          `ICE has selected ${selected.sbc.address} port ${selected.sbc.port}, and this offer sends media to ` +
          `${address.text} port ${port}, another candidate of the SBC. Teams goes on over the selected pair: the SBC must ` +
          'name its end of that pair in c= and the m-line, or restart ICE.',
        related: [{ in: nominated, message: 'Nominated here.' }],
      });
    }
  },
});
