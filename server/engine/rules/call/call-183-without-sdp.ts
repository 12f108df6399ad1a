import { hasIce } from '../../sdp/query';
import { hasDescription, lacksDescription } from '../../sip/descriptions';
import { allProfiles, defineRule } from '../rule';
import { earlyAnswersOf } from './early-answers';
import { startOf } from './transactions';

export const rule = defineRule({
  id: 'call-183-without-sdp',
  title: 'A 183 without SDP keeps ICE from starting before the 200',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing media protocols, "Provisional Answer (183)"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, report }) {
    for (const { invite, provisional, accepted } of earlyAnswersOf(call)) {
      if (accepted === null || provisional.some(({ sip }) => hasDescription(sip))) continue;
      const progress = provisional.find(({ facts, sip }) => facts.status === 183 && lacksDescription(sip));
      const isIce = invite.request.sip.parts.some(({ sdp }) => sdp !== null && hasIce(sdp));
      if (progress === undefined || !isIce) continue;
      report({
        in: progress.in,
        at: startOf(progress),
        message:
          'This 183 has no SDP, and no other answer before the 200 has: without candidates and keys no path can be checked ' +
          'until then, so there is no early media, and the first words may be lost. The callee should answer in its 183.',
        related: [
          {
            in: accepted.in,
            at: startOf(accepted),
            message: 'The first answer with which checks can begin.',
          },
        ],
      });
    }
  },
});
